#include "evaluation/box_average_precision.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

ImageAnnotation image_with(const std::vector<Box>& boxes, const std::vector<Box>& crowds = {}) {
  ImageAnnotation image;
  image.file_name = "a.jpg";
  for (const Box& box : boxes) image.instances.push_back({0, 0, box, false, {}});
  for (const Box& box : crowds) image.instances.push_back({0, 0, box, true, {}});
  return image;
}

ImageResult detections(const std::vector<std::pair<float, Box>>& scored_boxes) {
  ImageResult result;
  result.file = "a.jpg";
  for (const auto& [score, box] : scored_boxes) result.instances.push_back({0, score, box});
  return result;
}

CategoryAveragePrecision scored(const ImageResult& result, const ImageAnnotation& image,
                                int max_detections = 100) {
  return evaluate_boxes({result}, {image}, 1, max_detections).categories.at(0);
}

const Box kBox = {0, 0, 100, 10}, kOther = {200, 0, 300, 10};

TEST(BoxAveragePrecision, PerfectBoxesScoreOne) {
  const auto evaluation =
      scored(detections({{0.9F, kBox}, {0.8F, kOther}}), image_with({kBox, kOther}));
  EXPECT_DOUBLE_EQ(evaluation.average_precision, 1);
  EXPECT_DOUBLE_EQ(evaluation.average_precision_50, 1);
  EXPECT_DOUBLE_EQ(evaluation.average_precision_75, 1);
  EXPECT_EQ(evaluation.ground_truth, 2);
  EXPECT_EQ(evaluation.predictions, 2);
}

// 82 of the 100 columns of the annotated box: IoU 0.82, right for seven thresholds.
TEST(BoxAveragePrecision, AveragesOverTenIouThresholds) {
  const auto evaluation = scored(detections({{0.9F, {0, 0, 82, 10}}}), image_with({kBox}));
  EXPECT_NEAR(evaluation.average_precision, 0.7, 1e-12);  // 0.50, 0.55, ..., 0.80
  EXPECT_DOUBLE_EQ(evaluation.average_precision_50, 1);
  EXPECT_DOUBLE_EQ(evaluation.average_precision_75, 1);
}

TEST(BoxAveragePrecision, Distinguishes50From75) {
  const auto evaluation = scored(detections({{0.9F, {0, 0, 60, 10}}}), image_with({kBox}));
  EXPECT_DOUBLE_EQ(evaluation.average_precision_50, 1);
  EXPECT_DOUBLE_EQ(evaluation.average_precision_75, 0);
  EXPECT_NEAR(evaluation.average_precision, 0.3, 1e-12);  // 0.50, 0.55, 0.60
}

// A wrong box ranks first: precision 0, 1/2, 2/3 at recall 0, 1/2, 1; envelope 2/3 everywhere.
TEST(BoxAveragePrecision, FalsePositivesLowerThePrecision) {
  const auto evaluation =
      scored(detections({{0.95F, {500, 0, 600, 10}}, {0.9F, kBox}, {0.8F, kOther}}),
             image_with({kBox, kOther}));
  EXPECT_NEAR(evaluation.average_precision_50, 2.0 / 3, 1e-12);
}

// 51 of the 101 recall points (0, 0.01, ..., 0.50) are reached.
TEST(BoxAveragePrecision, MissedBoxesLimitTheRecall) {
  const auto evaluation = scored(detections({{0.9F, kBox}}), image_with({kBox, kOther}));
  EXPECT_NEAR(evaluation.average_precision_50, 51.0 / 101, 1e-12);
}

TEST(BoxAveragePrecision, SecondBoxOnATakenOneIsWrong) {
  const auto evaluation =
      scored(detections({{0.9F, kBox}, {0.8F, kBox}, {0.7F, kOther}}), image_with({kBox, kOther}));
  // Precision 1 up to recall 1/2, then 2/3.
  EXPECT_NEAR(evaluation.average_precision_50, (51 + 50 * 2.0 / 3) / 101, 1e-12);
}

// The first prediction takes the closer of two annotated boxes and leaves the other one.
TEST(BoxAveragePrecision, PredictionTakesTheBoxWithTheHighestIou) {
  const Box shifted = {20, 0, 120, 10};
  const auto evaluation =
      scored(detections({{0.9F, shifted}, {0.8F, kBox}}), image_with({kBox, shifted}));
  EXPECT_DOUBLE_EQ(evaluation.average_precision, 1);
}

TEST(BoxAveragePrecision, BoxesInACrowdAreNeitherRightNorWrong) {
  const Box crowd = {200, 0, 1000, 100};
  const auto image = image_with({kBox}, {crowd});
  const auto evaluation = scored(
      detections({{0.95F, {300, 0, 400, 50}}, {0.94F, {500, 0, 600, 50}}, {0.9F, kBox}}), image);
  EXPECT_DOUBLE_EQ(evaluation.average_precision, 1);
  EXPECT_EQ(evaluation.ground_truth, 1);
  // Only 40 % of this box lie in the crowd, so it is wrong.
  const auto outside = scored(detections({{0.95F, {140, 0, 240, 100}}, {0.9F, kBox}}), image);
  EXPECT_NEAR(outside.average_precision_50, 0.5, 1e-12);
}

TEST(BoxAveragePrecision, AnnotatedBoxComesBeforeTheCrowdAroundIt) {
  const auto evaluation =
      scored(detections({{0.9F, kBox}}), image_with({kBox}, {{0, 0, 500, 500}}));
  EXPECT_DOUBLE_EQ(evaluation.average_precision, 1);
}

TEST(BoxAveragePrecision, OnlyTheBestDetectionsOfAnImageCount) {
  const auto result = detections({{0.1F, kBox}, {0.9F, kOther}});
  EXPECT_EQ(scored(result, image_with({kBox}), 1).average_precision_50, 0);
  EXPECT_NEAR(scored(result, image_with({kBox}), 2).average_precision_50, 0.5, 1e-12);
}

TEST(BoxAveragePrecision, MeansLeaveOutCategoriesWithoutGroundTruth) {
  auto result = detections({{0.9F, kBox}});
  result.instances.push_back({2, 0.9F, kBox});
  result.instances.push_back({7, 0.9F, kBox});  // outside the vocabulary
  const auto evaluation = evaluate_boxes({result}, {image_with({kBox})}, 3);
  EXPECT_DOUBLE_EQ(evaluation.mean(), 1);
  EXPECT_DOUBLE_EQ(evaluation.mean_50(), 1);
  EXPECT_DOUBLE_EQ(evaluation.mean_75(), 1);
  EXPECT_EQ(evaluation.categories[2].predictions, 1);
}

TEST(BoxAveragePrecision, CategoriesAreMatchedSeparately) {
  auto result = detections({});
  result.instances.push_back({1, 0.9F, kBox});
  EXPECT_EQ(evaluate_boxes({result}, {image_with({kBox})}, 2).mean(), 0);
}

TEST(BoxAveragePrecision, SeveralResultsOfOneImageAreJoined) {
  const auto evaluation = evaluate_boxes({detections({{0.9F, kBox}}), detections({{0.8F, kOther}})},
                                         {image_with({kBox, kOther})}, 1);
  EXPECT_DOUBLE_EQ(evaluation.mean(), 1);
}

TEST(BoxAveragePrecision, ImagesWithPartialBoxesTakeNoPart) {
  auto partial = image_with({kBox});
  partial.boxes_exhaustive = false;
  const auto evaluation = evaluate_boxes({detections({{0.9F, kOther}})}, {partial}, 1);
  EXPECT_EQ(evaluation.categories[0].ground_truth, 0);
  EXPECT_EQ(evaluation.categories[0].predictions, 0);
}

TEST(BoxAveragePrecision, HandlesNothingAtAll) {
  EXPECT_EQ(evaluate_boxes({}, {}, 2).mean(), 0);
  EXPECT_EQ(evaluate_boxes({}, {image_with({kBox})}, 1).mean(), 0);
  EXPECT_TRUE(evaluate_boxes({}, {}, 0).categories.empty());
}

}  // namespace
}  // namespace hoi
