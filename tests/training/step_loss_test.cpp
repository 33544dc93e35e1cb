#include "training/step_loss.h"

#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "model/picture_generators.h"
#include "training/picture_order.h"
#include "training/tiny_run.h"
#include "training/trainer.h"

namespace hoi {
namespace {

class StepLoss : public TinyRun {
 protected:
  /// The loss of two pictures, by a network with its initial weights.
  CascadeLoss first_loss() {
    const TrainingDataset dataset(experiment_.data.train, experiment_.model.input);
    package_ = build_initial_package(experiment_, dataset);
    const PictureOrder order(experiment_, dataset);
    BatchLoader loader({{0, 1}}, [&](int64_t picture) { return order.load(0, picture); });
    batch_ = *loader.next();
    return step_loss(package_->network, *batch_, experiment_.training, torch::kCPU,
                     picture_generators(3, 5, {0, 1}));
  }

  std::optional<ModelPackage> package_;
  std::optional<TrainingBatch> batch_;
};

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
  const auto loss = first_loss();
  auto again = picture_generators(3, 5, {0, 1});
  const auto expected =
      package_->network->loss(batch_->images, batch_->truths, TrainingPhase::kJoint, again);
  EXPECT_EQ(loss.total().item<double>(), expected.total().item<double>());
}

TEST_F(StepLoss, InBfloat16IsNearThatInFloat32AndTheGradientsAreFloat32) {
  const CascadeLoss exact = first_loss();
  experiment_.training.precision = Precision::kBfloat16;
  const CascadeLoss reduced = first_loss();
  // Anchors are the same ones in both. The stages see other regions where proposals of nearly the
  // same objectness change places, hence the wider bound for the sum of everything.
  for (std::size_t i = 0; i < 2; ++i) {
    const double value = exact.terms()[i].value.item<double>();
    EXPECT_EQ(exact.terms()[i].name.rfind("proposals/", 0), 0U) << exact.terms()[i].name;
    EXPECT_NE(reduced.terms()[i].value.item<double>(), value) << "nothing ran in bfloat16";
    EXPECT_NEAR(reduced.terms()[i].value.item<double>(), value, 1e-2 * value);
  }
  const double total = exact.total().item<double>();
  EXPECT_NEAR(reduced.total().item<double>(), total, 5e-2 * total);
  reduced.total().backward();
  for (const auto& [name, parameter] :
       named_trained_parameters(package_->network, TrainingPhase::kJoint)) {
    EXPECT_EQ(parameter.scalar_type(), torch::kFloat32) << name;
    if (!parameter.grad().defined()) continue;
    EXPECT_EQ(parameter.grad().scalar_type(), torch::kFloat32) << name;
    EXPECT_TRUE(parameter.grad().isfinite().all().item<bool>()) << name;
  }
}

TEST_F(StepLoss, OfANetworkInDoublePrecisionIsInDoublePrecision) {
  const CascadeLoss single = first_loss();
  package_->network->to(torch::kFloat64);
  const CascadeLoss exact = step_loss(package_->network, *batch_, experiment_.training, torch::kCPU,
                                      picture_generators(3, 5, {0, 1}));
  for (std::size_t i = 0; i < 2; ++i) {  // of anchors, which are the same ones in both
    const auto& value = exact.terms()[i].value;
    EXPECT_EQ(value.scalar_type(), torch::kFloat64);
    EXPECT_NEAR(value.item<double>(), single.terms()[i].value.item<double>(), 1e-5);
    EXPECT_NE(value.item<double>(), single.terms()[i].value.item<double>());
  }
}

TEST_F(StepLoss, LeavesThePrecisionOfWhatFollowsAlone) {
  experiment_.training.precision = Precision::kBfloat16;
  first_loss();
  EXPECT_EQ(torch::ones({2, 2}).matmul(torch::ones({2, 2})).scalar_type(), torch::kFloat32);
}

}  // namespace
}  // namespace hoi
