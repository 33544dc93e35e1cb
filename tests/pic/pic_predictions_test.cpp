#include "pic/pic_predictions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "pic/pic_samples.h"
#include "pic/pic_score.h"
#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

const Vocabulary& predicted_words() {
  static const Vocabulary words{{"person", "cup"}, {"hold", "next to"}, 0, true};
  return words;
}

ImageResult result_called(const std::string& file) {
  ImageResult result;
  result.file = file;
  result.width = 4;
  result.height = 2;
  result.instances = {{0, 0.5F, {0, 0, 2, 2}, RunLengthMask{4, 2, {0, 4, 4}}},
                      {1, 0.5F, {3, 0, 4, 1}, RunLengthMask{4, 2, {6, 1, 1}}}};
  result.interactions = {{0, 1, 0, 0.75F}};
  return result;
}

TEST(WritePicPredictions, WritesASubmission) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_pic_predictions({result_called("image/test/a.jpg"), result_called("b.png")},
                        predicted_words(), folder / "new", findings);
  EXPECT_EQ(read_label_map(folder / "new/instance/a.png").map.values,
            drawn_map({"11.2", "11.."}).values);
  EXPECT_EQ(read_label_map(folder / "new/semantic/b.png").map.at(0, 0), 1);
  EXPECT_EQ(nlohmann::json::parse(content_of(folder / "new/relations.json")),
            nlohmann::json::parse(R"([
    {"name": "a.jpg", "image_id": 0,
     "relations": [{"subject": 1, "object": 2, "relation": 5, "score": 0.1875}]},
    {"name": "b.jpg", "image_id": 1,
     "relations": [{"subject": 1, "object": 2, "relation": 5, "score": 0.1875}]}])"));
  EXPECT_TRUE(findings.is_empty());
}

TEST(WritePicPredictions, WritesAnEmptyListForAnImageWithoutDetections) {
  const TemporaryFolder folder;
  ImageResult result = result_called("a.jpg");
  result.instances.clear();
  result.interactions.clear();
  DatasetFindings findings;
  write_pic_predictions({result}, predicted_words(), folder.path(), findings);
  EXPECT_THAT(content_of(folder / "relations.json"), HasSubstr(R"("relations":[])"));
  EXPECT_EQ(read_label_map(folder / "instance/a.png").map.values,
            drawn_map({"....", "...."}).values);
}

TEST(WritePicPredictions, CanBeScored) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_pic_predictions({result_called("a.jpg")}, predicted_words(), folder.path(), findings);
  const auto report = score_pic(folder.path(), folder.path(), {});
  EXPECT_EQ(report.json.at("recall").at("100").at("mean"), 1.0);
}

TEST(WritePicPredictions, CountsBoxesThatHadToServeAsMasks) {
  const TemporaryFolder folder;
  ImageResult result = result_called("a.jpg");
  result.instances[0].mask.reset();
  DatasetFindings findings;
  write_pic_predictions({result}, predicted_words(), folder.path(), findings);
  EXPECT_EQ(count_of(findings, "instance without a mask"), 1);
}

TEST(WritePicPredictions, RefusesTwoResultsOfOneNameAndImpossibleSizes) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  EXPECT_THAT(input_error_of([&] {
                write_pic_predictions({result_called("x/a.jpg"), result_called("y/a.png")},
                                      predicted_words(), folder.path(), findings);
              }),
              HasSubstr("y/a.png: a second result called 'a'"));
  ImageResult huge = result_called("a.jpg");
  huge.width = 70'000;
  EXPECT_THAT(input_error_of([&] {
                write_pic_predictions({huge}, predicted_words(), folder.path(), findings);
              }),
              HasSubstr("70000 x 2 pixels"));
}

}  // namespace
}  // namespace hoi
