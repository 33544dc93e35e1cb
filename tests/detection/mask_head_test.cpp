#include "detection/mask_head.h"

#include "support/tensors.h"

namespace hoi {
namespace {

std::vector<MaskHead> small_heads(int64_t count) {
  torch::manual_seed(4);
  std::vector<MaskHead> heads;
  for (int64_t t = 1; t <= count; ++t) heads.emplace_back(MaskHeadOptions{6, 5, 2, 3, t > 1});
  for (auto& head : heads) {
    for (auto& parameter : head->parameters()) torch::nn::init::normal_(parameter, 0, 0.3);
  }
  return heads;
}

torch::Tensor weight_of(MaskHead& head, const std::string& name) {
  return head->named_parameters()[name];
}

torch::Tensor literal_feature(MaskHead& head, const torch::Tensor& regions,
                              const torch::Tensor& earlier) {
  auto x = regions;
  if (earlier.defined()) {
    x = x +
        torch::conv2d(earlier, weight_of(head, "flow.weight"), weight_of(head, "flow.bias")).relu();
  }
  for (const std::string name : {"convolution1", "convolution2"}) {
    x = torch::conv2d(x, weight_of(head, name + ".weight"), weight_of(head, name + ".bias"), 1, 1)
            .relu();
  }
  return x;
}

/// All channels, (R, K + 1, 28, 28).
torch::Tensor literal_logits(MaskHead& head, const torch::Tensor& feature) {
  const auto x = torch::conv_transpose2d(feature, weight_of(head, "upsample.weight"),
                                         weight_of(head, "upsample.bias"), 2)
                     .relu();
  return torch::conv2d(x, weight_of(head, "predict.weight"), weight_of(head, "predict.bias"));
}

TEST(MaskHeadTest, GivesTheChannelOfEachRow) {
  auto heads = small_heads(1);
  const auto regions = torch::randn({3, 6, 14, 14});
  const auto channels = torch::tensor({2, 0, 3}, torch::kInt64);
  const auto all = literal_logits(heads[0], literal_feature(heads[0], regions, {}));
  const auto expected = torch::stack({all[0][2], all[1][0], all[2][3]});
  EXPECT_TRUE(is_close(mask_logits(heads, regions, channels), expected, 1e-4));
  EXPECT_EQ(expected.size(1), 28);
}

TEST(MaskHeadTest, EachHeadTakesInTheFeatureOfTheHeadBeforeOnTheSameRegions) {
  auto heads = small_heads(3);
  const auto regions = torch::randn({2, 6, 14, 14});
  const auto first = literal_feature(heads[0], regions, {});
  const auto second = literal_feature(heads[1], regions, first);
  const auto third = literal_feature(heads[2], regions, second);
  const auto channels = torch::tensor({1, 3}, torch::kInt64);
  const auto rows = torch::arange(2);
  const auto of_channels = [&](const torch::Tensor& logits) {
    return logits.index({rows, channels});
  };
  EXPECT_TRUE(is_close(mask_logits(heads, regions, channels),
                       of_channels(literal_logits(heads[2], third)), 1e-4));
  const auto mean = (of_channels(literal_logits(heads[0], first)).sigmoid() +
                     of_channels(literal_logits(heads[1], second)).sigmoid() +
                     of_channels(literal_logits(heads[2], third)).sigmoid()) /
                    3;
  EXPECT_TRUE(is_close(mask_probabilities(heads, regions, channels), mean, 1e-5));
}

TEST(MaskHeadTest, TeachesTheEarlierHeadsThroughTheFlow) {
  auto heads = small_heads(2);
  mask_logits(heads, torch::randn({2, 6, 14, 14}), torch::tensor({1, 1}, torch::kInt64))
      .sum()
      .backward();
  EXPECT_GT(weight_of(heads[0], "convolution1.weight").grad().abs().sum().item<double>(), 0);
  EXPECT_FALSE(weight_of(heads[0], "predict.weight").grad().defined());
  EXPECT_GT(weight_of(heads[1], "flow.weight").grad().abs().sum().item<double>(), 0);
}

TEST(MaskHeadTest, RefusesAFlowThatDoesNotFitTheHead) {
  auto heads = small_heads(2);
  const auto regions = torch::randn({1, 6, 14, 14});
  EXPECT_THROW(heads[1]->feature(regions, {}), c10::Error);
  EXPECT_THROW(heads[0]->feature(regions, torch::randn({1, 5, 14, 14})), c10::Error);
}

TEST(MaskHeadTest, TakesNoRegions) {
  auto heads = small_heads(2);
  const auto none = torch::zeros({0}, torch::kInt64);
  EXPECT_TRUE(is_close(mask_probabilities(heads, torch::zeros({0, 6, 14, 14}), none),
                       torch::zeros({0, 28, 28})));
}

}  // namespace
}  // namespace hoi
