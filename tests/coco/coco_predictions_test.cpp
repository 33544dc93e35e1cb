#include "coco/coco_predictions.h"

#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<CocoPrediction> read_results(const std::string& text) {
  return read_coco_predictions(JsonRecords(text, "results.json"));
}

TEST(ReadCocoPredictions, ReadsBoxesAndMasks) {
  const auto predictions = read_results(R"([
    {"image_id": 4, "category_id": 18, "bbox": [258.15, 41.29, 348.26, 243.78], "score": 0.236},
    {"image_id": 5, "category_id": 1, "score": -2.5,
     "segmentation": {"size": [2, 3], "counts": "141"}},
    {"image_id": 5, "category_id": 1, "score": 1, "bbox": [0, 0, 1, 1],
     "segmentation": {"size": [2, 3], "counts": [6]}}])");
  ASSERT_EQ(predictions.size(), 3U);
  EXPECT_EQ(predictions[0].image_id, 4);
  EXPECT_EQ(predictions[0].category_id, 18);
  EXPECT_EQ(predictions[0].score, 0.236);
  EXPECT_THAT(predictions[0].region.box, ElementsAre(258.15, 41.29, 348.26, 243.78));
  EXPECT_EQ(predictions[0].region.mask.width, 0);
  EXPECT_EQ(predictions[1].position, 1U);
  EXPECT_THAT(predictions[1].region.box, ElementsAre(0, 0, 3, 2)) << "the box of the mask";
  EXPECT_EQ(mask_area(predictions[1].region.mask), 4);
  EXPECT_THAT(predictions[2].region.box, ElementsAre(0, 0, 1, 1));
  EXPECT_EQ(predictions[2].region.mask.width, 3);
  EXPECT_TRUE(read_results("[]").empty());
}

std::string results_complaint(const std::string& text) {
  return input_error_of([&] { read_results(text); });
}

TEST(ReadCocoPredictions, RefusesOtherStructures) {
  EXPECT_THAT(results_complaint("{}"),
              HasSubstr("results.json: must be a COCO results file, a list"));
  EXPECT_THAT(results_complaint("[5]"), HasSubstr("results[0]: must be an object"));
  EXPECT_THAT(results_complaint(R"([{"image_id": 1, "category_id": 1, "score": 1}])"),
              HasSubstr("results[0]: has neither 'bbox' nor 'segmentation'"));
  EXPECT_THAT(results_complaint(R"([{"image_id": 1, "category_id": 1, "bbox": [0, 0, 1, 1]}])"),
              HasSubstr("'score' is missing"));
  EXPECT_THAT(results_complaint(
                  R"([{"image_id": "1", "category_id": 1, "bbox": [0, 0, 1, 1], "score": 1}])"),
              HasSubstr("'image_id' must be an integer"));
  EXPECT_THAT(results_complaint(R"([{"image_id": 1, "category_id": 1, "score": 1,
                             "segmentation": [[0, 0, 1, 0, 1, 1]]}])"),
              HasSubstr("'segmentation': run-length codes must be"));
}

}  // namespace
}  // namespace hoi
