#include "vision/part_seeds.h"

#include "support/tensors.h"

namespace hoi {
namespace {

torch::Tensor weights_after(std::uint64_t seed, const std::vector<std::string>& parts) {
  torch::manual_seed(seed);
  const PartSeeds seeds;
  torch::Tensor weights;
  for (const auto& part : parts) {
    seeds.start(part);
    weights = torch::rand({4});
  }
  return weights;
}

TEST(PartSeedsTest, WeightsOfAPartDoNotDependOnTheOtherParts) {
  EXPECT_TRUE(torch::equal(weights_after(3, {"fusion"}), weights_after(3, {"ranking", "fusion"})));
}

TEST(PartSeedsTest, WeightsDependOnSeedAndName) {
  EXPECT_FALSE(torch::equal(weights_after(3, {"fusion"}), weights_after(4, {"fusion"})));
  EXPECT_FALSE(torch::equal(weights_after(3, {"fusion"}), weights_after(3, {"ranking"})));
}

}  // namespace
}  // namespace hoi
