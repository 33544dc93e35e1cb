#include "model/relation_candidates.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "support/tensors.h"

namespace hoi {
namespace {

SampledRegions sample_of(const std::vector<bool>& is_ground_truth,
                         const std::vector<bool>& is_positive) {
  const auto flags = [](const std::vector<bool>& values) {
    auto tensor = torch::zeros({static_cast<int64_t>(values.size())}, torch::kBool);
    for (std::size_t i = 0; i < values.size(); ++i) {
      tensor[static_cast<int64_t>(i)] = static_cast<bool>(values[i]);
    }
    return tensor;
  };
  const auto count = static_cast<int64_t>(is_ground_truth.size());
  return {torch::rand({count, 4}), torch::arange(count) + 3, flags(is_positive),
          flags(is_ground_truth)};
}

/// Of rows 0..R-1: boxes that tell the row, and logits whose best object is the row modulo 3.
LocalizationOutput output_of(int64_t rows) {
  LocalizationOutput output;
  output.class_logits = torch::zeros({rows, 4});
  for (int64_t r = 0; r < rows; ++r) output.class_logits[r][1 + r % 3] = 1 + 0.1 * r;
  output.class_logits.select(1, 0).fill_(9);  // background is no class to be
  output.class_logits.requires_grad_(true);
  output.boxes = torch::arange(rows, torch::kFloat32).unsqueeze(1).repeat({1, 4});
  return output;
}

TEST(RelationCandidates, AreTheRefinedRowsOfEachImageThatDidNotStartAsGroundTruth) {
  const std::vector<SampledRegions> samples{sample_of({true, false, false}, {true, true, false}),
                                            sample_of({}, {}), sample_of({true}, {true}),
                                            sample_of({false, true}, {false, true})};
  const auto output = output_of(6);
  const auto candidates = relation_candidates(samples, output);
  ASSERT_EQ(candidates.size(), 4U);
  EXPECT_TRUE(torch::equal(candidates[0].boxes, output.boxes.slice(0, 1, 3)));
  EXPECT_TRUE(torch::equal(candidates[0].parent_boxes, samples[0].boxes.slice(0, 1)));
  EXPECT_TRUE(torch::equal(candidates[0].gt_index, torch::tensor({4, -1}, torch::kInt64)));
  EXPECT_TRUE(torch::equal(candidates[0].labels, torch::tensor({1, 2}, torch::kInt64)));
  for (const std::size_t empty : {1, 2}) {
    EXPECT_EQ(candidates[empty].boxes.sizes(), (std::vector<int64_t>{0, 4}));
    EXPECT_EQ(candidates[empty].gt_index.size(0), 0);
    EXPECT_EQ(candidates[empty].scores.size(0), 0);
  }
  EXPECT_TRUE(torch::equal(candidates[3].boxes, output.boxes.slice(0, 4, 5)));
  EXPECT_TRUE(torch::equal(candidates[3].parent_boxes, samples[3].boxes.slice(0, 0, 1)));
  EXPECT_TRUE(torch::equal(candidates[3].gt_index, torch::tensor({-1}, torch::kInt64)));
  EXPECT_TRUE(torch::equal(candidates[3].labels, torch::tensor({1}, torch::kInt64)));
}

TEST(RelationCandidates, ScoreIsTheProbabilityOfTheBestObjectWithoutGradient) {
  const auto output = output_of(2);
  const auto scores =
      relation_candidates({sample_of({false, false}, {false, false})}, output)[0].scores;
  const auto expected =
      torch::stack({output.class_logits.softmax(1)[0][1], output.class_logits.softmax(1)[1][2]});
  EXPECT_TRUE(is_close(scores, expected, 1e-7));
  EXPECT_FALSE(scores.requires_grad());
}

TEST(RelationCandidates, TakesImagesWithoutRows) {
  const auto candidates = relation_candidates({sample_of({}, {}), sample_of({}, {})}, output_of(0));
  ASSERT_EQ(candidates.size(), 2U);
  EXPECT_EQ(candidates[1].labels.size(0), 0);
}

}  // namespace
}  // namespace hoi
