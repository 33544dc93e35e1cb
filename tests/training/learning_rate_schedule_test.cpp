#include "training/learning_rate_schedule.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

LearningRateOptions paper() { return {}; }

TEST(LearningRate, FollowsTheLinearRule) {
  EXPECT_DOUBLE_EQ(learning_rate_at(paper(), 600, 1000, 16), 0.02);
  EXPECT_DOUBLE_EQ(learning_rate_at(paper(), 600, 1000, 4), 0.005);
}

// 1/3 of the rate at step 0, 2/3 half way, the whole rate from step 500 on.
TEST(LearningRate, WarmsUpLinearlyFromAThird) {
  EXPECT_NEAR(learning_rate_at(paper(), 0, 1000, 16), 0.02 / 3, 1e-12);
  EXPECT_NEAR(learning_rate_at(paper(), 250, 1000, 16), 0.02 * 2 / 3, 1e-12);
  EXPECT_DOUBLE_EQ(learning_rate_at(paper(), 500, 1000, 16), 0.02);
}

TEST(LearningRate, FallsTenfoldWhenADecayEpochIsOver) {
  EXPECT_DOUBLE_EQ(learning_rate_at(paper(), 7999, 1000, 16), 0.02);
  EXPECT_DOUBLE_EQ(learning_rate_at(paper(), 8000, 1000, 16), 0.002);
  EXPECT_NEAR(learning_rate_at(paper(), 11000, 1000, 16), 0.0002, 1e-12);
}

TEST(LearningRate, NoWarmUpStartsAtTheFullRate) {
  auto options = paper();
  options.warmup_steps = 0;
  EXPECT_DOUBLE_EQ(learning_rate_at(options, 0, 1000, 16), 0.02);
}

TEST(LearningRate, IsDescribedWithTheStepsOfItsChanges) {
  EXPECT_EQ(describe_learning_rate(paper(), 8, 1000, 12),
            "learning rate 0.01 = 0.02 x 8 images per step / 16, rising from 0.003333 in 500 "
            "warm-up steps, times 0.1 after step 8000 and 11000; 12000 steps in 12 epochs of 1000");
}

TEST(LearningRate, WhatAShortTrainingNeverReachesIsSaid) {
  EXPECT_EQ(describe_learning_rate(paper(), 16, 40, 10),
            "learning rate 0.02 = 0.02 x 16 images per step / 16, rising from 0.006667 in 500 "
            "warm-up steps (training ends before), times 0.1 after step 320, no decay after epoch "
            "11 (training ends before); 400 steps in 10 epochs of 40");
}

}  // namespace
}  // namespace hoi
