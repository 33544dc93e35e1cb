#include "training/trainer.h"

#include <new>

#include <fmt/format.h>
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

TEST_F(TrainerRun, WithoutMemoryTheSettingsAreNamedAndTheLastFinishedStepIsKept) {
  experiment_.training.images_at_once = 1;
  const auto whole = content_of(train_in("whole"));
  for (const int parts : {5, 6}) {  // in the third step, and right after it
    const auto name = "run" + std::to_string(parts);
    int done = 0;
    const auto full = [&]() -> bool {
      if (++done == parts) throw std::bad_alloc();
      return false;
    };
    try {
      train(experiment_, {folder_ / name, false}, full, [](const std::string&) {});
      FAIL() << "went on";
    } catch (const TrainingError& error) {
      EXPECT_THAT(error.what(), ::testing::HasSubstr(fmt::format("{} finished", parts / 2)));
      EXPECT_THAT(error.what(), ::testing::HasSubstr("training.images_at_once (now 1"));
      const auto checkpoint = *RunDirectory::open(folder_ / name).newest_checkpoint();
      EXPECT_THAT(error.what(), ::testing::HasSubstr(checkpoint.string()));
    }
    EXPECT_TRUE(content_of(train_in(name, true)) == whole) << parts;
  }
}

TEST_F(TrainerRun, AStopAfterTheLastStepOfAnEpochLeavesItsValidationToTheResumedRun) {
  experiment_.data.validation = experiment_.data.train;
  train_in("whole");
  // Asked after each of three steps, then before each of six pictures, then the same again.
  for (const int asked : {3, 6, 12}) {
    const auto name = "cut" + std::to_string(asked);
    train_in(name, false, asked);
    train_in(name, true);
    EXPECT_EQ(logged(folder_ / name, "validation"), logged(folder_ / "whole", "validation"));
    EXPECT_TRUE(std::filesystem::exists(folder_ / name / "model.safetensors"));
  }
}

TEST_F(TrainerRun, ACheckpointStandsBeforeAValidationThatMayBeKilled) {
  const TrainingDataset dataset(experiment_.data.train, experiment_.model.input);
  const auto run = RunDirectory::create(folder_ / "run");
  int64_t newest = 0;
  const auto validate = [&](ModelPackage&) {
    newest = std::filesystem::exists(run.checkpoint(3)) ? 3 : 0;
    throw std::runtime_error("killed");
    return Validation();
  };
  WorkerGroup group;
  Trainer trainer(experiment_, dataset, run, build_initial_package(experiment_, dataset),
                  {validate, nullptr}, group);
  EXPECT_THROW(trainer.run(), std::runtime_error);
  EXPECT_EQ(newest, 3);
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
