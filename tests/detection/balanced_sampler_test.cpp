#include "detection/balanced_sampler.h"

#include "support/tensors.h"

namespace hoi {
namespace {

/// 40 positives, 20 ignored, 300 negatives, in this order.
torch::Tensor many_labels() {
  return torch::cat({torch::ones({40}, torch::kInt64), torch::full({20}, -1, torch::kInt64),
                     torch::zeros({300}, torch::kInt64)});
}

bool is_strictly_ascending(const torch::Tensor& rows) {
  return rows.size(0) < 2 || (rows.slice(0, 1) > rows.slice(0, 0, -1)).all().item<bool>();
}

TEST(BalancedSamplerTest, KeepsTheFractionAndFillsWithNegatives) {
  auto generator = torch::make_generator<torch::CPUGeneratorImpl>(1);
  const auto labels = many_labels();
  const BalancedSample sample = sample_balanced(labels, 100, 0.25, generator);
  EXPECT_EQ(sample.positives.size(0), 25);
  EXPECT_EQ(sample.negatives.size(0), 75);
  EXPECT_TRUE((labels.index_select(0, sample.positives) == 1).all().item<bool>());
  EXPECT_TRUE((labels.index_select(0, sample.negatives) == 0).all().item<bool>());
  EXPECT_TRUE(is_strictly_ascending(sample.positives));
  EXPECT_TRUE(is_strictly_ascending(sample.negatives));
}

TEST(BalancedSamplerTest, FewPositivesLeaveRoomForNegativesButNotTheReverse) {
  auto generator = torch::make_generator<torch::CPUGeneratorImpl>(1);
  const auto few_positives =
      torch::cat({torch::ones({3}, torch::kInt64), torch::zeros({50}, torch::kInt64)});
  const BalancedSample a = sample_balanced(few_positives, 20, 0.5, generator);
  EXPECT_EQ(a.positives.size(0), 3);
  EXPECT_EQ(a.negatives.size(0), 17);
  const BalancedSample b = sample_balanced(1 - few_positives, 20, 0.5, generator);
  EXPECT_EQ(b.positives.size(0), 10);
  EXPECT_EQ(b.negatives.size(0), 3);
}

TEST(BalancedSamplerTest, DependsOnTheGeneratorOnly) {
  const auto draw = [](uint64_t seed) {
    auto generator = torch::make_generator<torch::CPUGeneratorImpl>(seed);
    return sample_balanced(many_labels(), 60, 0.25, generator);
  };
  torch::manual_seed(5);
  const BalancedSample a = draw(7);
  torch::manual_seed(6);
  const BalancedSample b = draw(7);
  EXPECT_TRUE(a.positives.equal(b.positives));
  EXPECT_TRUE(a.negatives.equal(b.negatives));
  EXPECT_FALSE(a.negatives.equal(draw(8).negatives));
}

TEST(BalancedSamplerTest, EveryRowIsEquallyLikely) {
  auto generator = torch::make_generator<torch::CPUGeneratorImpl>(3);
  const auto rows = torch::arange(10);
  auto counts = torch::zeros({10});
  for (int i = 0; i < 2000; ++i)
    counts.index_add_(0, draw_rows(rows, 3, generator), torch::ones({3}));
  EXPECT_NEAR(counts.sum().item<double>(), 6000, 0);
  EXPECT_LT((counts - 600).abs().max().item<double>(), 90);  // four standard deviations
}

TEST(BalancedSamplerTest, TakesEmptyLabels) {
  auto generator = torch::make_generator<torch::CPUGeneratorImpl>(1);
  const BalancedSample sample =
      sample_balanced(torch::zeros({0}, torch::kInt64), 8, 0.5, generator);
  EXPECT_EQ(sample.positives.size(0), 0);
  EXPECT_EQ(sample.negatives.size(0), 0);
}

}  // namespace
}  // namespace hoi
