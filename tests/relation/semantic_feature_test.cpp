#include "relation/semantic_feature.h"

#include "support/tensors.h"

namespace hoi {
namespace {

TEST(SemanticFeature, LooksUpTheRatesOfTheObjectClass) {
  const auto prior = torch::tensor({{0.1, 0.2}, {0.3, 0.4}, {0.5, 0.6}});
  const auto feature = semantic_feature(prior, torch::tensor({2, 0, 2}, torch::kInt64));
  EXPECT_TRUE(is_close(feature, torch::tensor({{0.5, 0.6}, {0.1, 0.2}, {0.5, 0.6}}), 0));
}

TEST(SemanticFeature, TakesNoPairs) {
  const auto feature = semantic_feature(torch::rand({3, 5}), torch::empty({0}, torch::kInt64));
  EXPECT_EQ(feature.sizes(), torch::IntArrayRef({0, 5}));
}

TEST(SemanticFeature, RejectsATableThatIsNoMatrix) {
  EXPECT_THROW(semantic_feature(torch::rand({3}), torch::empty({0}, torch::kInt64)), c10::Error);
}

}  // namespace
}  // namespace hoi
