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

TEST(ParsePolygons, ReadsOutlinesAndTreatsOtherFormsAsUnknown) {
  Fixture outlines(R"({"id": 1, "segmentation": [[0, 1, 2, 3, 4, 5], [0, 0, 9, 0, 9, 9, 0, 9]]})");
  EXPECT_THAT(parse_polygons(outlines.entry),
              ElementsAre(ElementsAre(0, 1, 2, 3, 4, 5), ElementsAre(0, 0, 9, 0, 9, 9, 0, 9)));
  for (const std::string mask : {R"({"counts": "abc", "size": [2, 2]})", "null", "[]"}) {
    Fixture unknown(R"({"id": 1, "segmentation": )" + mask + "}");
    EXPECT_THAT(parse_polygons(unknown.entry), IsEmpty()) << mask;
    EXPECT_THAT(unknown.defects, IsEmpty()) << mask;
  }
}

TEST(ParsePolygons, RefusesBrokenOutlines) {
  for (const std::string mask :
       {"3", "[3]", "[[0, 1, 2, 3]]", "[[0, 1, 2, 3, 4, 5, 6]]", "[[null]]"}) {
    Fixture fixture(R"({"id": 1, "segmentation": )" + mask + "}");
    EXPECT_THAT(parse_polygons(fixture.entry), IsEmpty()) << mask;
    ASSERT_EQ(fixture.defects.size(), 1U) << mask;
    EXPECT_TRUE(fixture.defects[0].unreadable);
    EXPECT_THAT(fixture.defects[0].text, HasSubstr("must be a list of polygons"));
  }
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
