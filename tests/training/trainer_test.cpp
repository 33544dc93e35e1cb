#include "training/trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "base/error.h"
#include "support/tensors.h"
#include "training/tiny_run.h"

namespace hoi {
namespace {

class TrainerRun : public TinyRun {};

TEST_F(TrainerRun, TheLossFalls) {
  experiment_.training.epochs = 20;
  train_in("run");
  const auto losses = logged_losses(folder_ / "run");
  const auto mean = [&](std::size_t begin) {
    return (losses[begin] + losses[begin + 1] + losses[begin + 2]) / 3;
  };
  EXPECT_LT(mean(losses.size() - 3), 0.7 * mean(0));
}

TEST_F(TrainerRun, ALossThatIsNotFiniteStopsTheRunAndNamesThePictures) {
  experiment_.training.learning_rate.base = 1e30;
  experiment_.training.learning_rate.warmup_steps = 0;
  experiment_.training.optimizer.gradient_clip = 0;
  try {
    train_in("run");
    FAIL() << "went on";
  } catch (const TrainingError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr(".png"));
    EXPECT_THAT(error.what(), ::testing::HasSubstr("learning_rate"));
  }
}

TEST_F(TrainerRun, ThePriorOfTheNetworkIsCountedFromTheTrainingPictures) {
  const TrainingDataset dataset(experiment_.data.train, experiment_.model.input);
  const ModelPackage package = build_initial_package(experiment_, dataset);
  // Every ball is kicked, every cup is held.
  bool found = false;
  for (const auto& buffer : package.network->named_buffers()) {
    if (buffer.key().find("recognition1.prior") == std::string::npos) continue;
    found = true;
    EXPECT_TRUE(is_close(buffer.value(), torch::tensor({{0.F, 0.F}, {0.F, 1.F}, {1.F, 0.F}})));
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace hoi
