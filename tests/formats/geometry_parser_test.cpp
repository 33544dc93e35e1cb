#include "formats/geometry_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// An entry of an annotation file and the defects found in it.
struct Fixture {
  explicit Fixture(const std::string& text)
      : value(json::parse(text)), entry(value, "annotation", 0, "x.json", defects) {}

  json value;
  std::vector<DatasetDefect> defects;
  JsonEntry entry;
};

TEST(ParseBox, TurnsWidthAndHeightIntoCorners) {
  Fixture fixture(R"({"id": 1, "bbox": [1.5, 2, 3, 4.25]})");
  const Box box = parse_box(fixture.entry, nullptr);
  EXPECT_FLOAT_EQ(box.x1, 1.5F);
  EXPECT_FLOAT_EQ(box.y1, 2);
  EXPECT_FLOAT_EQ(box.x2, 4.5F);
  EXPECT_FLOAT_EQ(box.y2, 6.25F);
  EXPECT_THAT(fixture.defects, IsEmpty());
}

TEST(ParseBox, RefusesWhatIsNotFourNumbers) {
  for (const std::string box : {"[1, 2, 3]", "[1, 2, 3, \"4\"]", "[1, 2, 3, 1e10]", "null", "{}"}) {
    Fixture fixture(R"({"id": 1, "bbox": )" + box + "}");
    parse_box(fixture.entry, nullptr);
    ASSERT_EQ(fixture.defects.size(), 1U) << box;
    EXPECT_TRUE(fixture.defects[0].unreadable) << box;
  }
}

TEST(ParseBox, NegativeSizeIsQuestionable) {
  Fixture fixture(R"({"id": 1, "bbox": [1, 2, -3, 4]})");
  parse_box(fixture.entry, nullptr);
  ASSERT_EQ(fixture.defects.size(), 1U);
  EXPECT_FALSE(fixture.defects[0].unreadable);
}

InstanceAnnotation masked(Fixture& fixture, const ImageAnnotation* image = nullptr) {
  InstanceAnnotation instance;
  parse_mask(fixture.entry, image, instance);
  return instance;
}

TEST(ParseMask, ReadsOutlines) {
  Fixture fixture(R"({"id": 1, "segmentation": [[0, 1, 2, 3, 4, 5], [0, 0, 9, 0, 9, 9, 0, 9]]})");
  const auto instance = masked(fixture);
  EXPECT_THAT(instance.polygons,
              ElementsAre(ElementsAre(0, 1, 2, 3, 4, 5), ElementsAre(0, 0, 9, 0, 9, 9, 0, 9)));
  EXPECT_FALSE(instance.run_lengths);
  EXPECT_THAT(fixture.defects, IsEmpty());
}

TEST(ParseMask, ReadsRunLengthsAsListAndAsText) {
  ImageAnnotation image;
  image.width = 3;
  image.height = 2;
  for (const std::string counts : {"[1, 4, 1]", "\"141\""}) {
    Fixture fixture(R"({"id": 1, "segmentation": {"size": [2, 3], "counts": )" + counts + "}}");
    const auto instance = masked(fixture, &image);
    ASSERT_TRUE(instance.run_lengths) << counts;
    EXPECT_TRUE(*instance.run_lengths == (RunLengthMask{3, 2, {1, 4, 1}}));
    EXPECT_THAT(instance.polygons, IsEmpty());
    EXPECT_THAT(fixture.defects, IsEmpty());
  }
}

TEST(ParseMask, AbsentOrEmptyMeansUnknown) {
  for (const std::string entry :
       {R"({"id": 1})", R"({"id": 1, "segmentation": null})", R"({"id": 1, "segmentation": []})"}) {
    Fixture fixture(entry);
    const auto instance = masked(fixture);
    EXPECT_THAT(instance.polygons, IsEmpty()) << entry;
    EXPECT_FALSE(instance.run_lengths) << entry;
    EXPECT_THAT(fixture.defects, IsEmpty()) << entry;
  }
}

TEST(ParseMask, RefusesBrokenOutlines) {
  for (const std::string mask :
       {"3", "[3]", "[[0, 1, 2, 3]]", "[[0, 1, 2, 3, 4, 5, 6]]", "[[null]]"}) {
    Fixture fixture(R"({"id": 1, "segmentation": )" + mask + "}");
    EXPECT_THAT(masked(fixture).polygons, IsEmpty()) << mask;
    ASSERT_EQ(fixture.defects.size(), 1U) << mask;
    EXPECT_TRUE(fixture.defects[0].unreadable);
    EXPECT_THAT(fixture.defects[0].text, HasSubstr("must be a list of polygons"));
  }
}

TEST(ParseMask, RefusesBrokenRunLengths) {
  for (const std::string mask :
       {"{}", R"({"size": [2, 3], "counts": "14"})", R"({"size": [2, 3], "counts": [5]})"}) {
    Fixture fixture(R"({"id": 1, "segmentation": )" + mask + "}");
    EXPECT_FALSE(masked(fixture).run_lengths) << mask;
    ASSERT_EQ(fixture.defects.size(), 1U) << mask;
    EXPECT_TRUE(fixture.defects[0].unreadable);
    EXPECT_THAT(fixture.defects[0].text, HasSubstr("'segmentation': "));
  }
}

TEST(ParseMask, RefusesAMaskOfAnotherSizeThanItsImage) {
  ImageAnnotation image;
  image.id = 9;
  image.width = 2;
  image.height = 3;
  Fixture fixture(R"({"id": 1, "segmentation": {"size": [2, 3], "counts": [6]}})");
  EXPECT_FALSE(masked(fixture, &image).run_lengths);
  ASSERT_EQ(fixture.defects.size(), 1U);
  EXPECT_TRUE(fixture.defects[0].unreadable);
  EXPECT_EQ(fixture.defects[0].text, "'segmentation' is a mask of 3 x 2 pixels, image 9 has 2 x 3");
}

TEST(ParseFaces, ReadsBoxesWithScores) {
  Fixture fixture(R"({"id": 1, "faces": [[1, 2, 3, 4, 0.25]]})");
  const auto faces = parse_faces(fixture.entry);
  ASSERT_EQ(faces.size(), 1U);
  EXPECT_FLOAT_EQ(faces[0].box.x2, 3);
  EXPECT_FLOAT_EQ(faces[0].score, 0.25F);
}

TEST(ParseFaces, RefusesOtherForms) {
  for (const std::string faces :
       {"1", "[[1, 2, 3, 4]]", "[[1, 2, 3, 4, true]]", "[[1, 2, 3, 4, 1.5]]"}) {
    Fixture fixture(R"({"id": 1, "faces": )" + faces + "}");
    EXPECT_THAT(parse_faces(fixture.entry), IsEmpty());
    ASSERT_EQ(fixture.defects.size(), 1U) << faces;
    EXPECT_THAT(fixture.defects[0].text, HasSubstr("must be a list of [x1, y1, x2, y2, score]"));
  }
}

}  // namespace
}  // namespace hoi
