#include "relation/ranking_loss.h"

#include "support/tensors.h"

namespace hoi {
namespace {

/// The loss of one image.
torch::Tensor ranking_loss_alone(const torch::Tensor& annotated, const torch::Tensor& unannotated,
                                 double margin = 0.2) {
  const auto scores = torch::cat({annotated, unannotated});
  const auto is_annotated = torch::arange(scores.size(0)).lt(annotated.size(0));
  return ranking_loss(scores, is_annotated, torch::full({scores.size(0)}, 4, torch::kInt64),
                      margin);
}

// Worked by hand from Eq. (14), margin 0.2, mean over 2 x 2:
//   0.7 - 0.8 + 0.2 = 0.1   0.7 - 0.5 + 0.2 = 0.4
//   0.1 - 0.8 + 0.2 < 0     0.1 - 0.5 + 0.2 < 0      sum 0.5, mean 0.125
TEST(RankingLoss, MatchesEquation14) {
  const auto annotated = torch::tensor({0.8, 0.5}), unannotated = torch::tensor({0.7, 0.1});
  EXPECT_TRUE(is_close(ranking_loss_alone(annotated, unannotated), torch::tensor(0.125), 1e-6));
}

// Image 2 adds (0.3 - 0.4 + 0.2) / 1, image 0 the example above, its rows between the others; image
// 1 has annotated pairs only. A comparison across images, such as 0.9 of image 1 with 0.7, would
// change it.
TEST(RankingLoss, AddsTheMeansOfImagesAndComparesNoTwoImages) {
  const auto scores = torch::tensor({0.4, 0.8, 0.9, 0.7, 0.5, 0.3, 0.1, 0.0});
  const auto is_annotated = torch::tensor({1, 1, 1, 0, 1, 0, 0, 1}).to(torch::kBool);
  const auto image = torch::tensor({2, 0, 1, 0, 0, 2, 0, 1}, torch::kInt64);
  EXPECT_TRUE(is_close(ranking_loss(scores, is_annotated, image), torch::tensor(0.225), 1e-6));
}

TEST(RankingLoss, CountsAViolationBelowTheMarginOnly) {
  EXPECT_TRUE(is_close(ranking_loss_alone(torch::tensor({0.6}), torch::tensor({0.5}), 0.05),
                       torch::tensor(0.)));
  EXPECT_TRUE(is_close(ranking_loss_alone(torch::tensor({0.6}), torch::tensor({0.5}), 0.3),
                       torch::tensor(0.2), 1e-6));
}

TEST(RankingLoss, RaisesAnnotatedAndLowersUnannotatedScores) {
  auto annotated = torch::tensor({0.5, 0.9}).requires_grad_(true);
  auto unannotated = torch::tensor({0.45, 0.1, 0.2}).requires_grad_(true);
  ranking_loss_alone(annotated, unannotated).backward();
  EXPECT_TRUE(is_close(annotated.grad(), torch::tensor({-1. / 6, 0.}), 1e-6));
  EXPECT_TRUE(is_close(unannotated.grad(), torch::tensor({1. / 6, 0., 0.}), 1e-6));
}

TEST(RankingLoss, IsZeroAndStillBackpropagatesWhenOneKindIsMissing) {
  for (const auto& [a, u] : std::vector<std::pair<int64_t, int64_t>>{{0, 3}, {3, 0}, {0, 0}}) {
    auto annotated = torch::rand({a}).requires_grad_(true);
    auto unannotated = torch::rand({u}).requires_grad_(true);
    const auto loss = ranking_loss_alone(annotated, unannotated);
    EXPECT_EQ(loss.item<float>(), 0);
    loss.backward();
    EXPECT_TRUE(is_close(annotated.grad(), torch::zeros({a}), 0));
    EXPECT_TRUE(is_close(unannotated.grad(), torch::zeros({u}), 0));
  }
}

TEST(RankingLoss, RejectsRowsThatAreNotOnePerPair) {
  const auto image = torch::zeros({2}, torch::kInt64), kind = torch::zeros({2}, torch::kBool);
  EXPECT_THROW(ranking_loss(torch::zeros({2, 1}), kind, image), c10::Error);
  EXPECT_THROW(ranking_loss(torch::zeros({2}), kind.slice(0, 1), image), c10::Error);
  EXPECT_THROW(ranking_loss(torch::zeros({2}), kind, image.slice(0, 1)), c10::Error);
}

}  // namespace
}  // namespace hoi
