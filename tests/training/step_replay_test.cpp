#include "training/step_replay.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "base/error.h"
#include "training/picture_order.h"
#include "training/run_directory.h"
#include "training/step_loss.h"
#include "training/tiny_run.h"
#include "training/trainer.h"

namespace hoi {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Replay : public TinyRun {
 protected:
  /// The file that a run names which ends because its loss is not finite.
  std::filesystem::path replay_of_failing_run(const std::string& name) {
    try {
      train_in(name);
    } catch (const TrainingError& error) {
      const std::string text = error.what();
      const auto at = text.rfind("hoi train --replay ");
      EXPECT_NE(at, std::string::npos) << text;
      return text.substr(at + std::string("hoi train --replay ").size());
    }
    ADD_FAILURE() << "the run went on";
    return {};
  }

  /// A replay file of step `step` of a run that was stopped before it.
  std::filesystem::path replay_after(const std::string& run, int64_t step) {
    const TrainingDataset dataset(experiment_.data.train, experiment_.model.input);
    ModelPackage package = build_initial_package(experiment_, dataset);
    MomentumSgd optimizer(named_trained_parameters(package.network, experiment_.training.phase),
                          experiment_.training.optimizer);
    TrainingState state;
    read_training_checkpoint(*RunDirectory::open(folder_ / run).newest_checkpoint(), package,
                             optimizer, state);
    StepRecord record;
    record.pictures = PictureOrder(experiment_, dataset).steps_of(0).at(static_cast<size_t>(step));
    for (const auto picture : record.pictures) {
      record.file_names.push_back(dataset.path(picture).string());
    }
    write_step_replay(folder_ / "replay.safetensors", experiment_, package, optimizer, state,
                      record);
    return folder_ / "replay.safetensors";
  }
};

TEST_F(Replay, RepeatsTheStepOfATrainingExactly) {
  experiment_.training.images_per_step = 3;
  for (const int64_t at_once : {0, 1}) {
    experiment_.training.images_at_once = at_once;
    const std::string name = "at_once_" + std::to_string(at_once);
    train_in(name);
    train_in(name + "_cut", false, at_once == 1 ? 3 : 1);
    const StepReplay replay = replay_step(replay_after(name + "_cut", 1), {});
    EXPECT_EQ(replay.step, 1);
    EXPECT_EQ(replay.whole.loss, logged_losses(folder_ / name).at(1)) << at_once;
    EXPECT_EQ(replay.whole.gradient_norm, logged(folder_ / name, "gradient_norm").at(1));
    EXPECT_EQ(replay.single.size(), 3U);
    EXPECT_TRUE(replay.whole.is_finite());
    EXPECT_THAT(describe(replay).back(), HasSubstr("finite this time"));
  }
}

TEST_F(Replay, OfALossThatExplodedFindsItAgain) {
  experiment_.training.learning_rate.base = 1e30;
  experiment_.training.learning_rate.warmup_steps = 0;
  experiment_.training.optimizer.gradient_clip = 0;
  const StepReplay replay = replay_step(replay_of_failing_run("run"), {});
  EXPECT_FALSE(replay.whole.is_finite());
  EXPECT_EQ(replay.recorded.pictures.size(), 2U);
  EXPECT_THAT(describe(replay), Contains(HasSubstr("repeated exactly")));
}

TEST_F(Replay, NamesAWeightThatWasPoisonedBefore) {
  {
    const TrainingDataset dataset(experiment_.data.train, experiment_.model.input);
    ModelPackage package = build_initial_package(experiment_, dataset);
    torch::NoGradGuard no_gradient;
    for (auto& entry : package.network->named_parameters()) {
      if (entry.key().rfind("pyramid", 0) != 0) continue;
      entry.value().view({-1})[0] = std::numeric_limits<float>::quiet_NaN();
      break;
    }
    write_model_package(folder_ / "poisoned.safetensors", package);
  }
  experiment_.training.initial_model = (folder_ / "poisoned.safetensors").string();
  const auto file = replay_of_failing_run("run");
  std::filesystem::remove(experiment_.training.initial_model);  // the replay needs it no more
  const StepReplay replay = replay_step(file, {"training.log_steps=7"});
  EXPECT_EQ(replay.step, 0);
  EXPECT_THAT(replay.bad_weights, ElementsAre(HasSubstr("pyramid")));
  EXPECT_TRUE(std::isnan(replay.whole.loss));
  EXPECT_FALSE(replay.whole.bad_gradients.empty());
  EXPECT_THAT(describe(replay).back(), HasSubstr("the weights"));
}

TEST_F(Replay, OtherFilesAndOtherDataAreRefused) {
  train_in("run", false, 1);
  const auto checkpoint = *RunDirectory::open(folder_ / "run").newest_checkpoint();
  EXPECT_THROW(replay_step(checkpoint, {}), InputError);
  const auto file = replay_after("run", 1);
  EXPECT_THROW(replay_step(file, {"no.such.key=1"}), InputError);
  write_bar_and_disc_dataset(folder_ / "more");
  const std::string root = (folder_ / "more").string();
  EXPECT_THROW(replay_step(file, {"data.train.0.root=" + root}), InputError);
}

StepReplay small_replay() {
  StepReplay replay;
  replay.step = 12;
  replay.recorded = {1, {4, 7}, {"a.jpg", "b.jpg"}, 2.5};
  replay.parameters = 9;
  replay.whole = {{"a.jpg", "b.jpg"}, 2.5, {{"box", 2.0}, {"ranking", 0.5}}, 3, {}};
  replay.single = {{{"a.jpg"}, 1, {{"box", 1.0}}, 1, {}}, {{"b.jpg"}, 4, {{"box", 4.0}}, 2, {}}};
  return replay;
}

TEST(ReplayReport, NamesTermsGradientsAndThePictureToBlame) {
  StepReplay replay = small_replay();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  replay.recorded.loss = nan;
  replay.whole = {{"a.jpg", "b.jpg"}, nan, {{"box", nan}, {"ranking", 0.5}}, nan, {"w", "v"}};
  replay.single[1] = {{"b.jpg"}, nan, {{"box", nan}}, nan, {"w"}};
  EXPECT_THAT(
      describe(replay),
      ElementsAre("step 12 (epoch 2) on 2 pictures: a.jpg, b.jpg",
                  "loss nan now, nan recorded: repeated exactly",
                  "weights before the step: all finite", "  term box nan (not finite)",
                  "  term ranking 0.5",
                  "gradients: norm nan, not finite in 2 of 9 parameters: w, v",
                  "a.jpg alone: loss 1, gradient norm 1",
                  "b.jpg alone: loss nan, gradient norm nan; not finite: terms box; gradients of "
                  "1 parameters, w",
                  "to blame: b.jpg"));
}

TEST(ReplayReport, BlamesNobodyWhoIsFinite) {
  StepReplay replay = small_replay();
  EXPECT_THAT(describe(replay).back(), HasSubstr("nothing"));
  replay.whole.gradient_norm = std::numeric_limits<double>::infinity();
  EXPECT_THAT(describe(replay).back(), HasSubstr("only all together"));
  replay.single[0].loss = replay.single[1].loss = replay.whole.gradient_norm;
  EXPECT_THAT(describe(replay).back(), HasSubstr("each of them fails alone"));
  replay.recorded.loss = 2.25;
  EXPECT_THAT(describe(replay)[1], HasSubstr("not the same"));
}

}  // namespace
}  // namespace hoi
