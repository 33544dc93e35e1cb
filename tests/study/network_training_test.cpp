#include "study/network_training.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "config/toml_options.h"
#include "support/errors.h"
#include "support/temporary_folder.h"
#include "training/run_directory.h"

namespace hoi {
namespace {

StudyRequest project_request(StudyScale scale) {
  StudyRequest request;
  request.scale = scale;
  request.configs = std::filesystem::path(HOI_SOURCE_DIR) / "configs";
  request.data = "scenes";
  request.out = "out";
  return request;
}

TEST(NetworkTraining, EveryRowOfEveryTableHasConfigurationsAtEveryScale) {
  for (const auto& scale : study_scales()) {
    const StudyRequest request = project_request(scale.second);
    for (const auto& table : study_tables()) {
      for (const auto& row : study_plan(table.second, scale.second).rows) {
        const auto detector = detector_experiment(request, row, 2);
        const auto network = network_experiment(request, row, 2);
        EXPECT_EQ(detector.training.phase, TrainingPhase::kLocalization);
        EXPECT_GE(detector.model.network.stages, network.model.network.stages) << row.label;
        EXPECT_TRUE(detector.model.network.segmentation.enabled);
        EXPECT_EQ(network.seed, 2);
        EXPECT_EQ(network.training.initial_model,
                  "out/runs/" + detector.name + "/model.safetensors");
      }
    }
  }
}

TEST(NetworkTraining, ChangesOfARowReachItsNetworkOnly) {
  StudyRow row;
  row.trunk = {"network.backbone.small_width=48"};
  row.changes = {"network.stages=1", "network.relation.use_ranking=false"};
  const StudyRequest request = project_request(StudyScale::kTiny);
  const auto detector = detector_experiment(request, row, 1);
  const auto network = network_experiment(request, row, 1);
  EXPECT_EQ(detector.model.network.backbone.small_width, 48);
  EXPECT_EQ(network.model.network.backbone.small_width, 48);
  EXPECT_EQ(detector.model.network.stages, 5);
  EXPECT_EQ(network.model.network.stages, 1);
  EXPECT_FALSE(network.model.network.relation.use_ranking);
  EXPECT_EQ(network.name, "stages-1+no-ranking+small_width-48-seed1");
  EXPECT_TRUE(std::filesystem::path(network.data.train[0].root).is_absolute());
}

TEST(NetworkTraining, SettingsOfTheStudyReachEveryNetworkBeforeTheChangesOfItsRow) {
  StudyRow row;
  row.changes = {"network.relation.top_pairs=8"};
  StudyRequest request = project_request(StudyScale::kTiny);
  request.settings = {"training.phase=joint", "network.relation.top_pairs=16"};
  const auto network = network_experiment(request, row, 1);
  EXPECT_EQ(network.training.phase, TrainingPhase::kJoint);
  EXPECT_EQ(network.model.network.relation.top_pairs, 8);
  EXPECT_EQ(detector_experiment(request, row, 1).training.phase, TrainingPhase::kLocalization);
}

/// A run folder as `hoi train` leaves it, piece by piece.
class TrainingStatusTest : public ::testing::Test {
 protected:
  void SetUp() override {
    experiment_ = network_experiment(project_request(StudyScale::kTiny), complete_row(), 1);
    experiment_.training.epochs = 2;
  }

  void begin() { folder_.write("run/config.toml", to_toml(experiment_)); }
  void checkpoint(int64_t step) {
    folder_.write(
        "run/checkpoints/" + RunDirectory::open(run_).checkpoint(step).filename().string(), "");
  }
  void validate(int epoch, int step) {
    std::ofstream(run_ / "metrics.jsonl", std::ios::app)
        << nlohmann::json{{"step", step}, {"epoch", epoch}, {"validation", {{"score", 0.5}}}}.dump()
        << "\n";
  }
  TrainingStatus status() { return training_status(run_, experiment_); }

  TemporaryFolder folder_;
  std::filesystem::path run_ = folder_ / "run";
  ExperimentOptions experiment_;
};

TEST_F(TrainingStatusTest, FollowsARunFromNothingToItsEnd) {
  EXPECT_EQ(status(), TrainingStatus::kMissing);
  begin();
  EXPECT_EQ(status(), TrainingStatus::kMissing) << "nothing to go on from";
  checkpoint(10);
  validate(1, 10);
  folder_.write("run/model.safetensors", "");
  EXPECT_EQ(status(), TrainingStatus::kInterrupted);
  validate(2, 20);
  EXPECT_EQ(status(), TrainingStatus::kInterrupted) << "stopped before its last checkpoint";
  checkpoint(20);
  EXPECT_EQ(status(), TrainingStatus::kFinished);
}

TEST_F(TrainingStatusTest, OtherSettingsAreRefusedByName) {
  experiment_.training.learning_rate.base = 0.25;
  begin();
  experiment_.training.learning_rate.base = 0.5;
  const std::string text = input_error_of([&] { status(); });
  EXPECT_NE(text.find("'base = 0.25' instead of 'base = 0.5'"), std::string::npos) << text;
}

TEST_F(TrainingStatusTest, WhatDoesNotChangeTheWeightsMayDiffer) {
  begin();
  experiment_.training.checkpoint_steps = 7;
  experiment_.training.initial_model = "elsewhere";
  experiment_.device = "cuda:0";
  EXPECT_EQ(status(), TrainingStatus::kMissing);
}

TEST_F(TrainingStatusTest, TheFractionIsThatOfTheEpochs) {
  EXPECT_EQ(trained_fraction(run_, 2), 0);
  begin();
  std::ofstream(run_ / "metrics.jsonl") << "{\"step\": 5, \"epoch\": 0.5}\nbroken\n{\"step\"";
  EXPECT_DOUBLE_EQ(trained_fraction(run_, 2), 0.25);
}

TEST_F(TrainingStatusTest, ARunStaysWithTheDetectorItStartedFrom) {
  const auto detector = folder_.write("detector", "weights").string();
  bind_initial_model(run_, detector);
  bind_initial_model(run_, detector);
  folder_.write("detector", "other weights");
  EXPECT_NE(input_error_of([&] { bind_initial_model(run_, detector); }).find("another detector"),
            std::string::npos);
}

}  // namespace
}  // namespace hoi
