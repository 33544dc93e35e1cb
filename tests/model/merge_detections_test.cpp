#include "model/merge_detections.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "support/tensors.h"

namespace hoi {
namespace {

// Logits are log-probabilities here, so that softmax returns the numbers as written.
RefinedProposals three_proposals() {
  const auto probabilities = torch::tensor({{0.1F, 0.9F, 0.0F},    // object 0
                                            {0.2F, 0.8F, 0.0F},    // object 0, nearly the same box
                                            {0.3F, 0.3F, 0.4F}});  // both objects pass 0.3
  return {torch::tensor({{0.F, 0.F, 10.F, 10.F}, {0.F, 0.F, 10.F, 9.F}, {50.F, 50.F, 60.F, 60.F}}),
          torch::tensor({{1.F, 1.F, 9.F, 9.F}, {2.F, 2.F, 9.F, 9.F}, {49.F, 50.F, 60.F, 60.F}}),
          (probabilities + 1e-20).log()};
}

TEST(JoinStages, AveragesTheLogitsOnTheBoxesOfTheLastStage) {
  RefinedProposals first = three_proposals(), second = three_proposals();
  second.boxes = first.boxes + 1;
  second.class_logits = first.class_logits + 4;
  const auto joined = join_stages({first, second}, StageMerge::kAverage);
  EXPECT_TRUE(torch::equal(joined.boxes, second.boxes));
  EXPECT_TRUE(torch::equal(joined.parent_boxes, second.parent_boxes));
  EXPECT_TRUE(is_close(joined.class_logits, first.class_logits + 2, 1e-4));
}

TEST(JoinStages, ConcatenatesBoxesParentsAndLogitsOfAllStages) {
  RefinedProposals first = three_proposals(), second = three_proposals();
  second.boxes = first.boxes + 100;
  second.class_logits = torch::tensor({{0.F, 9.F, 0.F}, {9.F, 0.F, 0.F}, {9.F, 0.F, 0.F}});
  const auto joined = join_stages({first, second}, StageMerge::kConcatenate);
  EXPECT_EQ(joined.boxes.size(0), 6);
  // The second stage's first box has its own score and its own parent.
  const Regions regions = merge_detections(joined, {0.5, 0.5, 100});
  EXPECT_TRUE(is_close(regions.boxes.select(1, 0), torch::tensor({100.F, 0.F})));
  EXPECT_TRUE(is_close(regions.parent_boxes.select(1, 0), torch::tensor({1.F, 1.F})));
  EXPECT_NEAR(regions.scores[0].item<double>(), 0.99975, 1e-4);
}

TEST(MergeDetections, SuppressesWithinAClassAndKeepsParentsAligned) {
  const Regions regions = merge_detections(three_proposals(), {0.25, 0.5, 100});
  EXPECT_TRUE(is_close(regions.scores, torch::tensor({0.9F, 0.4F, 0.3F})));
  EXPECT_TRUE(is_close(regions.labels, torch::tensor({0, 1, 0})));
  EXPECT_TRUE(is_close(regions.boxes.select(1, 0), torch::tensor({0.F, 50.F, 50.F})));
  EXPECT_TRUE(is_close(regions.parent_boxes.select(1, 0), torch::tensor({1.F, 49.F, 49.F})));
}

TEST(MergeDetections, TakesTheBestWhenThereAreTooMany) {
  const Regions regions = merge_detections(three_proposals(), {0.25, 0.5, 2});
  EXPECT_TRUE(is_close(regions.scores, torch::tensor({0.9F, 0.4F})));
}

TEST(MergeDetections, DropsWhatIsBelowTheScore) {
  EXPECT_EQ(merge_detections(three_proposals(), {0.95, 0.5, 100}).boxes.size(0), 0);
}

TEST(MergeDetections, DropsBoxesWithoutArea) {
  RefinedProposals proposals = three_proposals();
  proposals.boxes[0] = torch::tensor({8.F, 0.F, 8.F, 10.F});
  const Regions regions = merge_detections(proposals, {0.25, 0.5, 100});
  EXPECT_TRUE(is_close(regions.scores, torch::tensor({0.8F, 0.4F, 0.3F})));
}

TEST(MergeDetections, AcceptsNoProposals) {
  const RefinedProposals none{torch::zeros({0, 4}), torch::zeros({0, 4}), torch::zeros({0, 3})};
  EXPECT_EQ(merge_detections(none, {}).labels.size(0), 0);
}

}  // namespace
}  // namespace hoi
