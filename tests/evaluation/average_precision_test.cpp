#include "evaluation/average_precision.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

// Sorted: right, wrong, right against 4 annotated things.
//   recall    1/4  1/4  2/4
//   precision   1  1/2  2/3      envelope 1, 2/3, 2/3
const std::vector<ScoredMatch> kMatches = {{0.7, true}, {0.9, true}, {0.8, false}};

TEST(PrecisionRecall, WalksFromTheHighestScoreDown) {
  const auto curve = precision_recall(kMatches, 4);
  EXPECT_EQ(curve.recall, (std::vector<double>{0.25, 0.25, 0.5}));
  EXPECT_EQ(curve.precision, (std::vector<double>{1, 0.5, 2.0 / 3}));
}

TEST(PrecisionRecall, EqualScoresKeepTheirOrder) {
  const auto curve = precision_recall({{0.5, false}, {0.5, true}}, 1);
  EXPECT_EQ(curve.precision, (std::vector<double>{0, 0.5}));
}

TEST(AreaUnderEnvelope, MatchesAWorkedExample) {
  EXPECT_DOUBLE_EQ(area_under_envelope(precision_recall(kMatches, 4)), 0.25 + 0.25 * 2 / 3);
}

// Recalls 0, 0.01, ..., 0.25 see precision 1 and 0.26, ..., 0.50 see 2/3: 26 and 25 points of 101.
TEST(MeanOf101Points, MatchesAWorkedExample) {
  EXPECT_NEAR(mean_of_101_points(precision_recall(kMatches, 4)), (26 + 25 * 2.0 / 3) / 101, 1e-12);
}

TEST(AveragePrecision, PerfectPredictionsGiveOneAndNoneGiveZero) {
  const auto perfect = precision_recall({{0.9, true}, {0.8, true}}, 2);
  EXPECT_DOUBLE_EQ(area_under_envelope(perfect), 1);
  EXPECT_DOUBLE_EQ(mean_of_101_points(perfect), 1);
  const auto none = precision_recall({}, 2);
  EXPECT_EQ(area_under_envelope(none), 0);
  EXPECT_EQ(mean_of_101_points(none), 0);
}

}  // namespace
}  // namespace hoi
