#include "training/training_checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "base/error.h"
#include "training/tiny_run.h"

namespace hoi {
namespace {

class TrainingCheckpoint : public TinyRun {};

TEST_F(TrainingCheckpoint, AnInterruptedAndResumedRunGivesTheSameBits) {
  train_in("whole");
  train_in("cut", false, 4);
  EXPECT_EQ(logged_losses(folder_ / "cut").size(), 4U);
  train_in("cut", true);
  EXPECT_EQ(logged_losses(folder_ / "cut"), logged_losses(folder_ / "whole"));
}

TEST_F(TrainingCheckpoint, ACheckpointOfAnotherConfigurationIsRefused) {
  train_in("run");
  experiment_.model.network.pyramid.channels = 32;
  EXPECT_THROW(train_in("run", true), InputError);
}

}  // namespace
}  // namespace hoi
