#include <string>

#include <gtest/gtest.h>

#include "inference/model_package.h"
#include "model/tensor_file.h"
#include "support/errors.h"
#include "training/tiny_run.h"

namespace hoi {
namespace {

/// A detector of three stages with mask heads, and networks of fewer parts that start from it.
class InitialPackage : public TinyRun {
 protected:
  void SetUp() override {
    TinyRun::SetUp();
    auto& network = experiment_.model.network;
    network.stages = 3;
    network.segmentation.enabled = true;
    network.segmentation.convolutions = 1;
    network.segmentation.channels = 16;
    experiment_.training.phase = TrainingPhase::kLocalization;
    experiment_.training.epochs = 1;
    detector_ = train_in("detector");
    experiment_.training.phase = TrainingPhase::kRelation;
    experiment_.training.initial_model = detector_.string();
  }

  std::filesystem::path detector_;
};

TEST_F(InitialPackage, TakesTheStagesItHasAndLeavesTheRestOfTheDetector) {
  experiment_.model.network.stages = 1;
  experiment_.model.network.segmentation.enabled = false;
  const auto network = read_model_package(train_in("network")).network;
  const auto detector = read_model_package(detector_).network;
  int compared = 0;
  for (const auto& [name, tensor] : state_of(*network)) {
    EXPECT_NE(name.rfind("localization2", 0), 0U) << "one stage is one stage";
    if (name.rfind("recognition", 0) == 0) continue;
    const auto* parameter = detector->named_parameters().find(name);
    if (parameter == nullptr) continue;
    EXPECT_TRUE(torch::equal(tensor, *parameter)) << name;
    ++compared;
  }
  EXPECT_GT(compared, 10);
}

TEST_F(InitialPackage, MissesStagesThatTheDetectorDoesNotHave) {
  experiment_.model.network.stages = 4;
  EXPECT_NE(input_error_of([&] { train_in("network"); }).find("localization4"), std::string::npos);
}

TEST_F(InitialPackage, AllPartsMeansNoMoreEither) {
  experiment_.training.initial_parts = InitialParts::kAll;
  experiment_.model.network.segmentation.enabled = false;
  EXPECT_NE(input_error_of([&] { train_in("network"); }).find("another network"),
            std::string::npos);
}

}  // namespace
}  // namespace hoi
