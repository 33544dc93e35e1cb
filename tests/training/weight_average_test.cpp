#include "training/weight_average.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "base/error.h"
#include "base/safetensors.h"
#include "model/tensor_file.h"
#include "support/tensors.h"
#include "training/run_directory.h"
#include "training/tiny_run.h"

namespace hoi {
namespace {

void set(torch::Tensor& weight, float value) {
  torch::NoGradGuard no_gradient;
  weight.fill_(value);
}

torch::Tensor averaged(const WeightAverage& average) {
  TrainingState state;
  average.store(state);
  return state.tensors.at(0).second.clone();
}

class Average : public ::testing::Test {
 protected:
  torch::Tensor weight_ = torch::ones({1}).requires_grad_(true);
};

// decay 0.1 is less than (1 + n) / (10 + n) from n = 1 on:
//   a = 0.1 * 1   + 0.9 * 2 = 1.9
//   a = 0.1 * 1.9 + 0.9 * 4 = 3.79
TEST_F(Average, TwoUpdatesByHand) {
  WeightAverage average({{"weight", weight_}}, 0.1);
  set(weight_, 2);
  average.update(1);
  set(weight_, 4);
  average.update(2);
  EXPECT_TRUE(is_close(averaged(average), torch::tensor({3.79F}), 1e-6));
  EXPECT_TRUE(is_close(weight_, torch::tensor({4.F}), 0));
}

// n = 1: d = 2 / 11, a = 2/11 * 1 + 9/11 * 12 = 10; n = 2: d = 3 / 12, a = 0.25 * 10 + 0.75 * 2
// = 4.
TEST_F(Average, ALargeDecayStartsSmall) {
  WeightAverage average({{"weight", weight_}}, 0.999);
  set(weight_, 12);
  average.update(1);
  EXPECT_TRUE(is_close(averaged(average), torch::tensor({10.F}), 1e-5));
  set(weight_, 2);
  average.update(2);
  EXPECT_TRUE(is_close(averaged(average), torch::tensor({4.F}), 1e-5));
}

TEST_F(Average, IsShownForAWhileAndTheWeightsComeBack) {
  WeightAverage average({{"weight", weight_}}, 0.1);
  set(weight_, 2);
  average.update(1);
  {
    const WeightAverage::Shown shown(average);
    EXPECT_TRUE(is_close(weight_, torch::tensor({1.9F}), 1e-6));
  }
  EXPECT_TRUE(torch::equal(weight_, torch::tensor({2.F})));
}

TEST_F(Average, SurvivesAStateAndStartsAnewWithoutOne) {
  WeightAverage average({{"weight", weight_}}, 0.1);
  set(weight_, 2);
  average.update(1);
  TrainingState state;
  average.store(state);
  WeightAverage other({{"weight", weight_}}, 0.1);
  other.restore(state, "file");
  EXPECT_TRUE(torch::equal(averaged(other), averaged(average)));
  other.restore({}, "file");
  EXPECT_TRUE(torch::equal(averaged(other), torch::tensor({2.F})));
  state.tensors.at(0).second = torch::ones({2});
  EXPECT_THROW(other.restore(state, "file"), InputError);
}

class AveragedRun : public TinyRun {};

TEST_F(AveragedRun, TheModelHasTheAverageAndTheCheckpointBoth) {
  experiment_.training.average_decay = 0.9;
  const auto model = train_in("run");
  const auto file = SafetensorsFile::read(*RunDirectory::open(folder_ / "run").newest_checkpoint());
  const auto package = read_model_package(model);
  int differing = 0;
  for (const auto& entry : package.network->named_parameters()) {
    const auto* record = file.find("training/extra/average/" + entry.key());
    ASSERT_NE(record, nullptr) << entry.key();
    const auto average = to_tensor(*record).to(torch::kHalf).to(torch::kFloat);
    EXPECT_TRUE(torch::equal(entry.value(), average)) << entry.key();
    if (!torch::equal(to_tensor(*file.find(entry.key())), to_tensor(*record))) ++differing;
  }
  EXPECT_GT(differing, 10) << "the weights themselves go on from where they were";
}

TEST_F(AveragedRun, ValidationSeesTheAverage) {
  experiment_.data.validation = experiment_.data.train;
  experiment_.training.average_decay = 0.9;
  train_in("averaged");
  experiment_.training.average_decay = 0;
  train_in("plain");
  EXPECT_EQ(logged_losses(folder_ / "averaged"), logged_losses(folder_ / "plain"));
  EXPECT_NE(logged(folder_ / "averaged", "validation"), logged(folder_ / "plain", "validation"));
}

TEST_F(AveragedRun, CutAndResumedGivesTheSameBits) {
  experiment_.training.average_decay = 0.9;
  const auto whole = content_of(train_in("whole"));
  train_in("cut", false, 4);
  EXPECT_TRUE(content_of(train_in("cut", true)) == whole);
}

}  // namespace
}  // namespace hoi
