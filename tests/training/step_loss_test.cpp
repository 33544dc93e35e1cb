#include "training/step_loss.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "model/picture_generators.h"
#include "training/picture_order.h"
#include "training/tiny_run.h"
#include "training/trainer.h"

namespace hoi {
namespace {

class StepLoss : public TinyRun {};

TEST_F(StepLoss, TrainedParametersHaveTheirNamesInTheNetwork) {
  const TrainingDataset dataset(experiment_.data.train, experiment_.model.input);
  const ModelPackage package = build_initial_package(experiment_, dataset);
  const auto named = named_trained_parameters(package.network, TrainingPhase::kRelation);
  EXPECT_EQ(named.size(), package.network->trained_parameters(TrainingPhase::kRelation).size());
  for (const auto& [name, parameter] : named) {
    EXPECT_EQ(name.rfind("recognition", 0), 0U) << name;
    EXPECT_TRUE(package.network->named_parameters()[name].is_same(parameter));
  }
}

TEST_F(StepLoss, IsThatOfTheNetwork) {
  const TrainingDataset dataset(experiment_.data.train, experiment_.model.input);
  ModelPackage package = build_initial_package(experiment_, dataset);
  const PictureOrder order(experiment_, dataset);
  BatchLoader loader({{0, 1}}, [&](int64_t picture) { return order.load(0, picture); });
  const TrainingBatch batch = *loader.next();
  const auto loss = step_loss(package.network, batch, TrainingPhase::kJoint, torch::kCPU,
                              picture_generators(3, 5, {0, 1}));
  auto again = picture_generators(3, 5, {0, 1});
  const auto expected =
      package.network->loss(batch.images, batch.truths, TrainingPhase::kJoint, again);
  EXPECT_EQ(loss.total().item<double>(), expected.total().item<double>());
}

}  // namespace
}  // namespace hoi
