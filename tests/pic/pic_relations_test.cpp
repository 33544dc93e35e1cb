#include "pic/pic_relations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

std::vector<PicImageRelations> parsed_images(const std::string& text,
                                             PicRelationFile kind = PicRelationFile::kAnnotations) {
  std::vector<PicImageRelations> images;
  each_pic_image(JsonRecords(text, "relations.json"), kind,
                 [&](PicImageRelations image) { images.push_back(std::move(image)); });
  return images;
}

std::string relation_error(const std::string& text,
                           PicRelationFile kind = PicRelationFile::kAnnotations) {
  return input_error_of([&] { parsed_images(text, kind); });
}

TEST(PicRelations, AreReadWhateverTheOrderOfKeys) {
  const auto images = parsed_images(R"([
    {"relations": [{"object": 2, "relation": 5, "subject": 1, "note": {}}],
     "image_id": -3, "name": "a b.jpg"},
    {"name": "c.jpg", "relations": []}])");
  ASSERT_EQ(images.size(), 2U);
  EXPECT_EQ(images[0].name, "a b.jpg");
  EXPECT_EQ(images[0].image_id, -3);
  ASSERT_EQ(images[0].relations.size(), 1U);
  EXPECT_EQ(images[0].relations[0].subject, 1);
  EXPECT_EQ(images[0].relations[0].object, 2);
  EXPECT_EQ(images[0].relations[0].relation, 5);
  EXPECT_EQ(images[1].image_id, std::nullopt);
  EXPECT_TRUE(parsed_images("[]").empty());
}

TEST(PicRelations, HaveAScoreInPredictions) {
  const std::string text =
      R"([{"name": "a.jpg", "relations": [{"subject": 1, "object": 2, "relation": 3, "score": 1}]}])";
  EXPECT_EQ(parsed_images(text, PicRelationFile::kPredictions)[0].relations[0].score, 1);
  EXPECT_EQ(parsed_images(text)[0].relations[0].score, 0);
}

TEST(PicRelations, OfOtherTypesAreRefusedWithTheirPlace) {
  EXPECT_EQ(relation_error(R"({"a": 1})"),
            "relations.json: found an object, expected a list of images");
  EXPECT_EQ(relation_error(R"([7])"), "relations.json: image 0: found 7, expected an object");
  EXPECT_EQ(relation_error(R"([{"relations": []}])"), "relations.json: image 0: has no 'name'");
  EXPECT_EQ(relation_error(R"([{"name": "a.jpg"}])"),
            "relations.json: image 0 ('a.jpg'): has no 'relations'");
  EXPECT_EQ(relation_error(R"([{"name": "a.jpg", "relations": {}}])"),
            "relations.json: image 0 ('a.jpg'): 'relations' is an object, expected a list");
  EXPECT_EQ(relation_error(R"([{"name": "b.jpg", "relations": []},
                              {"name": "a.jpg", "relations": [[]]}])"),
            "relations.json: image 1 ('a.jpg'), relation 0: found [], expected an object");
  EXPECT_EQ(relation_error(R"([{"name": "a.jpg", "relations": [{"subject": 1, "object": 2.5}]}])"),
            "relations.json: image 0 ('a.jpg'), relation 0: 'object' is 2.5, expected a whole "
            "number");
  EXPECT_THAT(relation_error(R"([{"name": "a.jpg", "relations":
                 [{"subject": 1, "object": 18446744073709551615, "relation": 1}]}])"),
              HasSubstr("'object' is 18446744073709551615"));
  EXPECT_THAT(relation_error(R"([{"name": "a.jpg", "image_id": "7", "relations": []}])"),
              HasSubstr("'image_id' is \"7\""));
  const std::string scored = R"([{"name": "a.jpg", "relations":
                 [{"subject": 1, "object": 2, "relation": 1, "score": "high"}]}])";
  EXPECT_THAT(relation_error(scored, PicRelationFile::kPredictions),
              HasSubstr("'score' is \"high\", expected a number"));
  EXPECT_THAT(relation_error(R"([{"name": "a.jpg", "relations":
                 [{"subject": 1, "object": 2, "relation": 1}]}])",
                             PicRelationFile::kPredictions),
              HasSubstr("relation 0: has no 'score'"));
}

TEST(PicRelations, RefuseNamesThatAreNoPlainFileNames) {
  for (const char* name : {"", ".", "..", "../a.jpg", "/etc/passwd", "a/b.jpg", R"(a\\b.jpg)",
                           R"(a\u0000.jpg)", R"(a\n.jpg)"}) {
    EXPECT_THAT(relation_error(std::string(R"([{"name": ")") + name + R"(", "relations": []}])"),
                HasSubstr("expected a file name without folders"))
        << name;
  }
  const std::string long_name(300, 'a');
  EXPECT_THAT(relation_error(R"([{"name": ")" + long_name + R"(", "relations": []}])"),
              HasSubstr("expected a file name without folders"));
}

TEST(PicRelations, OfATruncatedFileAreRefused) {
  EXPECT_THAT(relation_error(R"([{"name": "a.jpg", "relations": [{"subject": 1,)"),
              HasSubstr("ends too early"));
}

TEST(PicRelations, WrittenAreReadBack) {
  const PicImageRelations image{"s\xC3\xA9.jpg", 12, {{1, 2, 3, 0.1}, {255, 4, 30, 1e-30}}};
  const std::string text =
      pic_relation_text({pic_relation_line(image, PicRelationFile::kPredictions),
                         pic_relation_line({"b.jpg", 1, {}}, PicRelationFile::kPredictions)});
  const auto images = parsed_images(text, PicRelationFile::kPredictions);
  ASSERT_EQ(images.size(), 2U);
  EXPECT_EQ(images[0].name, image.name);
  EXPECT_EQ(images[0].image_id, 12);
  ASSERT_EQ(images[0].relations.size(), 2U);
  EXPECT_EQ(images[0].relations[0].score, 0.1);
  EXPECT_EQ(images[0].relations[1].subject, 255);
  EXPECT_EQ(images[0].relations[1].score, 1e-30);
  EXPECT_TRUE(parsed_images(pic_relation_text({})).empty());
  EXPECT_EQ(pic_relation_line(image, PicRelationFile::kAnnotations).find("score"),
            std::string::npos);
}

TEST(PicStem, IsTheNameWithoutItsEnding) {
  EXPECT_EQ(pic_stem("a.b.jpg"), "a.b");
  EXPECT_EQ(pic_stem("a"), "a");
  EXPECT_EQ(pic_stem(".jpg"), ".jpg");
}

}  // namespace
}  // namespace hoi
