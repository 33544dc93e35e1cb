#include "study/measured_table.h"

#include <gtest/gtest.h>

#include "study/measured_samples.h"

namespace hoi {
namespace {

TEST(MeasuredTable, SpreadIsOverTheSeedsOfARow) {
  const MeasuredTable table = sample_measured_table();
  const auto spread = spread_over_seeds(table.rows[0], map_rel_of);
  EXPECT_DOUBLE_EQ(spread->mean, 0.55);
  EXPECT_EQ(spread->count, 2U);
  EXPECT_FALSE(spread_over_seeds({}, map_rel_of));
}

TEST(MeasuredTable, GainsAreDifferencesOfTheSameSeed) {
  const MeasuredTable table = sample_measured_table();
  const auto mining = gain_over(table.rows[1], table.rows[0], map_rel_of);
  EXPECT_NEAR(mining->mean, 0.03, 1e-12);                      // 0.02 and 0.04
  EXPECT_NEAR(mining->deviation.value(), 0.0141421356, 1e-9);  // 0.01 * sqrt(2)
  const auto faces = gain_over(table.rows[2], table.rows[0], map_rel_of);
  EXPECT_NEAR(faces->mean, 0.1, 1e-12) << "only seed 1 has both";
  EXPECT_EQ(faces->count, 1U);
}

TEST(MeasuredTable, NumbersOfAResultHaveNames) {
  const StudyResult result = sample_study_result(0.5);
  EXPECT_EQ(map_rel_of(result), 0.5);
  EXPECT_EQ(recall_20_of(result), 0.3);
  EXPECT_EQ(recall_50_of(result), 0.6);
  EXPECT_EQ(recall_100_of(result), 0.9);
  EXPECT_DOUBLE_EQ(mean_recall_of(result), 0.6);
  EXPECT_EQ(detection_ap50_of(result), 0.8);
}

}  // namespace
}  // namespace hoi
