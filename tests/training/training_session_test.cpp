#include "training/training_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "base/error.h"
#include "inference/model_package.h"
#include "training/run_directory.h"
#include "training/tiny_run.h"

namespace hoi {
namespace {

class TrainingSession : public TinyRun {};

TEST_F(TrainingSession, ARunLeavesConfigurationMetricsCheckpointAndAModelThatLoads) {
  const auto model = train_in("run");
  EXPECT_EQ(logged_losses(folder_ / "run").size(), 6U);
  EXPECT_TRUE(std::filesystem::exists(folder_ / "run" / "config.toml"));
  EXPECT_TRUE(std::filesystem::exists(folder_ / "run" / "log.txt"));
  EXPECT_TRUE(RunDirectory::open(folder_ / "run").newest_checkpoint());
  const ModelPackage package = read_model_package(model);
  EXPECT_EQ(package.vocabulary, small_vocabulary());
  EXPECT_EQ(package.config.network.stages, 2);
  EXPECT_EQ(package.sha256.size(), 64U);
}

TEST_F(TrainingSession, AFinishedRunIsNotOverwritten) {
  train_in("run");
  EXPECT_THROW(train_in("run"), InputError);
}

TEST_F(TrainingSession, ValidationDecidesWhichModelIsKept) {
  experiment_.data.validation = experiment_.data.train;
  train_in("run");
  const auto validations = logged(folder_ / "run", "validation");
  for (const auto& validation : validations) {
    EXPECT_TRUE(validation.contains("map_rel"));
    EXPECT_FALSE(validation.contains("mask_ap")) << "a network without mask heads";
  }
  EXPECT_EQ(validations.size(), 2U);
}

TEST_F(TrainingSession, ValidationOfANetworkWithMaskHeadsReportsMaskPrecision) {
  write_bar_and_disc_dataset(folder_ / "data", true);
  experiment_.data.validation = experiment_.data.train;
  experiment_.model.network.segmentation.enabled = true;
  experiment_.model.network.segmentation.convolutions = 1;
  experiment_.model.network.segmentation.channels = 8;
  experiment_.training.epochs = 1;
  train_in("run");
  const auto validations = logged(folder_ / "run", "validation");
  for (const auto& validation : validations) {
    ASSERT_TRUE(validation.contains("mask_ap"));
    EXPECT_GE(validation["mask_ap"], 0);
    EXPECT_LE(validation["mask_ap"], 1);
    EXPECT_EQ(validation["score"], validation["map_rel"]) << "masks do not choose the model";
  }
  EXPECT_EQ(validations.size(), 1U);
}

TEST_F(TrainingSession, RelationPhaseStartsFromALocalizationModelWithFreshRecognition) {
  experiment_.training.phase = TrainingPhase::kLocalization;
  const auto detector = train_in("phase1");
  experiment_.training.phase = TrainingPhase::kRelation;
  experiment_.training.initial_model = detector.string();
  const auto model = train_in("phase2");
  const auto before = read_model_package(detector), after = read_model_package(model);
  const auto weights = [](const ModelPackage& package, const std::string& name) {
    return package.network->named_parameters()[name];
  };
  for (const auto& entry : before.network->named_parameters()) {
    if (entry.key().rfind("recognition", 0) == 0) continue;
    EXPECT_TRUE(torch::equal(entry.value(), weights(after, entry.key()))) << entry.key();
  }
}

}  // namespace
}  // namespace hoi
