#include "training/training_estimate.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

// Two slow steps of 100 s that do not count, then 18 of 2.7 s: 0.37 steps/s, 1600 * 2.7 s = 4320 s.
TEST(TrainingEstimate, IsMadeOnceAfterTwentySteps) {
  TrainingEstimate estimate(1600);
  for (int step = 1; step <= 60; ++step) {
    const auto line = estimate.add(step <= 2 ? 100 : 2.7);
    ASSERT_EQ(line.has_value(), step == 20) << step;
    if (line) {
      EXPECT_EQ(*line, "about 1 h 12 min for 1600 steps at 0.37 steps/s (validation not counted)");
    }
  }
}

TEST(TrainingEstimate, FastStepsAreCountedInWholeNumbers) {
  TrainingEstimate estimate(12000);
  for (int step = 1; step < 20; ++step) EXPECT_FALSE(estimate.add(1.0 / 120));
  EXPECT_EQ(estimate.add(1.0 / 120),
            "about 2 min for 12000 steps at 120 steps/s (validation not counted)");
}

TEST(TrainingEstimate, AShortTrainingIsOverBeforeItIsEstimated) {
  TrainingEstimate estimate(20);
  for (int step = 1; step <= 20; ++step) EXPECT_FALSE(estimate.add(1));
}

TEST(RoughDuration, HasOneOrTwoUnits) {
  EXPECT_EQ(rough_duration(40), "40 s");
  EXPECT_EQ(rough_duration(150), "3 min");
  EXPECT_EQ(rough_duration(3590), "1 h 0 min");
  EXPECT_EQ(rough_duration(4320), "1 h 12 min");
  EXPECT_EQ(rough_duration(200000), "2 d 8 h");
}

}  // namespace
}  // namespace hoi
