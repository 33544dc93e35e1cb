#include "relation/ranking_loss.h"

#include "support/tensors.h"

namespace hoi {
namespace {

// Worked by hand from Eq. (14), margin 0.2, mean over 2 x 2:
//   0.7 - 0.8 + 0.2 = 0.1   0.7 - 0.5 + 0.2 = 0.4
//   0.1 - 0.8 + 0.2 < 0     0.1 - 0.5 + 0.2 < 0      sum 0.5, mean 0.125
TEST(RankingLoss, MatchesEquation14) {
  const auto annotated = torch::tensor({0.8, 0.5}), unannotated = torch::tensor({0.7, 0.1});
  EXPECT_TRUE(is_close(ranking_loss(annotated, unannotated), torch::tensor(0.125), 1e-6));
}

TEST(RankingLoss, CountsAViolationBelowTheMarginOnly) {
  EXPECT_TRUE(
      is_close(ranking_loss(torch::tensor({0.6}), torch::tensor({0.5}), 0.05), torch::tensor(0.)));
  EXPECT_TRUE(is_close(ranking_loss(torch::tensor({0.6}), torch::tensor({0.5}), 0.3),
                       torch::tensor(0.2), 1e-6));
}

TEST(RankingLoss, RaisesAnnotatedAndLowersUnannotatedScores) {
  auto annotated = torch::tensor({0.5, 0.9}).requires_grad_(true);
  auto unannotated = torch::tensor({0.45, 0.1, 0.2}).requires_grad_(true);
  ranking_loss(annotated, unannotated).backward();
  EXPECT_TRUE(is_close(annotated.grad(), torch::tensor({-1. / 6, 0.}), 1e-6));
  EXPECT_TRUE(is_close(unannotated.grad(), torch::tensor({1. / 6, 0., 0.}), 1e-6));
}

TEST(RankingLoss, IsZeroAndStillBackpropagatesWhenOneKindIsMissing) {
  for (const auto& [a, u] : std::vector<std::pair<int64_t, int64_t>>{{0, 3}, {3, 0}, {0, 0}}) {
    auto annotated = torch::rand({a}).requires_grad_(true);
    auto unannotated = torch::rand({u}).requires_grad_(true);
    const auto loss = ranking_loss(annotated, unannotated);
    EXPECT_EQ(loss.item<float>(), 0);
    loss.backward();
    EXPECT_TRUE(is_close(annotated.grad(), torch::zeros({a}), 0));
    EXPECT_TRUE(is_close(unannotated.grad(), torch::zeros({u}), 0));
  }
}

TEST(RankingLoss, RejectsScoresThatAreNoVector) {
  EXPECT_THROW(ranking_loss(torch::zeros({2, 1}), torch::zeros({2})), c10::Error);
}

}  // namespace
}  // namespace hoi
