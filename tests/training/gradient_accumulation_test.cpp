#include "training/gradient_accumulation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "base/error.h"
#include "base/safetensors.h"
#include "support/counted_waits.h"
#include "support/temporary_folder.h"
#include "support/tensors.h"
#include "training/run_directory.h"
#include "training/tiny_run.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;

TEST(MicroBatches, AreTheStepsCutInOrderWithTheirSharesOfThePictures) {
  const auto parts = micro_batches({{5, 1, 4, 2, 3}, {7, 6}}, 2);
  ASSERT_EQ(parts.size(), 4U);
  EXPECT_THAT(parts[0].pictures, ElementsAre(5, 1));
  EXPECT_THAT(parts[1].pictures, ElementsAre(4, 2));
  EXPECT_THAT(parts[2].pictures, ElementsAre(3));
  EXPECT_THAT(parts[3].pictures, ElementsAre(7, 6));
  EXPECT_DOUBLE_EQ(parts[0].weight, 0.4);
  EXPECT_DOUBLE_EQ(parts[2].weight, 0.2);
  EXPECT_EQ(parts[3].weight, 1);
  EXPECT_FALSE(parts[0].ends_step);
  EXPECT_FALSE(parts[1].ends_step);
  EXPECT_TRUE(parts[2].ends_step);
  EXPECT_TRUE(parts[3].ends_step);
}

TEST(MicroBatches, ZeroAtOnceCutsNothing) {
  const auto parts = micro_batches({{5, 1, 4}, {2}}, 0);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_THAT(parts[0].pictures, ElementsAre(5, 1, 4));
  EXPECT_EQ(parts[0].weight, 1);
  EXPECT_TRUE(parts[0].ends_step);
}

TEST(MicroBatches, PicturesOfTheFirstStepThatAreDoneAreLeftOut) {
  const auto parts = micro_batches({{5, 1, 4, 2, 3}, {7, 6}}, 2, 2);
  ASSERT_EQ(parts.size(), 3U);
  EXPECT_THAT(parts[0].pictures, ElementsAre(4, 2));
  EXPECT_DOUBLE_EQ(parts[0].weight, 0.4);
  EXPECT_THAT(parts[2].pictures, ElementsAre(7, 6));
}

CascadeLoss loss_of(const torch::Tensor& value) {
  CascadeLoss loss;
  loss.add("term", value, 0.5);
  return loss;
}

MicroBatch part_of(int64_t pictures, double weight, bool ends) {
  return {std::vector<int64_t>(static_cast<std::size_t>(pictures), 0), weight, ends};
}

class Accumulation : public ::testing::Test {
 protected:
  torch::Tensor weight_ = torch::full({1}, 2.0).requires_grad_(true);
  torch::Tensor unused_ = torch::zeros({2}).requires_grad_(true);
  GradientAccumulation sums_{{{"weight", weight_}, {"unused", unused_}}};

  /// Term 4 w = 8 of three pictures, then w = 2 of one; both enter the loss with factor 0.5.
  void add_two_parts() {
    EXPECT_DOUBLE_EQ(sums_.add(loss_of((weight_ * 4).sum()), part_of(3, 0.75, false)), 4);
    EXPECT_DOUBLE_EQ(sums_.add(loss_of(weight_.sum()), part_of(1, 0.25, true)), 1);
  }
};

// Gradient 0.75 * 0.5 * 4 + 0.25 * 0.5 * 1 = 1.625, loss 0.75 * 4 + 0.25 * 1 = 3.25,
// term 0.75 * 8 + 0.25 * 2 = 6.5.
TEST_F(Accumulation, SumsGradientLossAndTermsByTheSharesOfPictures) {
  add_two_parts();
  EXPECT_EQ(sums_.pictures(), 4);
  EXPECT_DOUBLE_EQ(sums_.loss(), 3.25);
  ASSERT_EQ(sums_.terms().size(), 1U);
  EXPECT_DOUBLE_EQ(sums_.terms()[0].second, 6.5);
  EXPECT_TRUE(is_close(weight_.grad(), torch::tensor({1.625F}), 0));
  EXPECT_FALSE(unused_.grad().defined());
}

TEST_F(Accumulation, APartWaitsForTheDeviceOnceAndTheTermsAreOneCopy) {
  CascadeLoss loss;
  for (int i = 0; i < 12; ++i) loss.add("term" + std::to_string(i), (weight_ * i).sum(), 1);
  EXPECT_EQ(waits_of([&] { sums_.add(loss, part_of(1, 1, true)); }), 1);
  std::vector<std::pair<std::string, double>> terms;
  EXPECT_LE(waits_of([&] { terms = sums_.terms(); }), 1);
  ASSERT_EQ(terms.size(), 12U);
  EXPECT_EQ(terms[0], (std::pair<std::string, double>{"term0", 0}));
  EXPECT_EQ(terms[11], (std::pair<std::string, double>{"term11", 22}));
}

TEST_F(Accumulation, HasNoTermsBeforeTheFirstPart) {
  EXPECT_TRUE(sums_.terms().empty());
  EXPECT_THAT(sums_.values(), ElementsAre(0));
}

TEST_F(Accumulation, ClearingForgetsGradientsToo) {
  add_two_parts();
  sums_.clear();
  EXPECT_EQ(sums_.pictures(), 0);
  EXPECT_FALSE(weight_.grad().defined());
  TrainingState state;
  sums_.store(state);
  EXPECT_TRUE(state.tensors.empty());
  EXPECT_TRUE(state.notes.empty());
}

TEST_F(Accumulation, ALossThatIsNotFiniteLeavesTheGradientsAlone) {
  sums_.add(loss_of((weight_ * 4).sum()), part_of(1, 0.5, false));
  const auto nothing = torch::tensor(std::numeric_limits<float>::quiet_NaN());
  EXPECT_TRUE(std::isnan(sums_.add(loss_of(weight_.sum() * nothing), part_of(1, 0.5, true))));
  EXPECT_TRUE(is_close(weight_.grad(), torch::tensor({1.F}), 0));
  EXPECT_TRUE(std::isnan(sums_.loss()));
}

TEST_F(Accumulation, SurvivesAState) {
  sums_.add(loss_of((weight_ * 4).sum()), part_of(3, 0.75, false));
  TrainingState state;
  sums_.store(state);
  GradientAccumulation other({{"weight", weight_}, {"unused", unused_}});
  other.restore(state, "file");
  EXPECT_EQ(other.pictures(), 3);
  other.add(loss_of(weight_.sum()), part_of(1, 0.25, true));
  EXPECT_DOUBLE_EQ(other.loss(), 3.25);
  EXPECT_DOUBLE_EQ(other.terms()[0].second, 6.5);
  EXPECT_TRUE(is_close(weight_.grad(), torch::tensor({1.625F}), 0));
}

TEST_F(Accumulation, AStateOfOtherParametersIsRefused) {
  add_two_parts();
  TrainingState state;
  sums_.store(state);
  EXPECT_THROW(GradientAccumulation({{"other", weight_}}).restore(state, "file"), InputError);
  state.notes.begin()->second = "many";
  EXPECT_THROW(sums_.restore(state, "file"), InputError);
}

class AccumulatedRun : public TinyRun {
 protected:
  void SetUp() override {
    TinyRun::SetUp();
    experiment_.training.images_per_step = 3;
    experiment_.training.images_at_once = 1;
  }

  std::string last_checkpoint(const std::string& run) const {
    return content_of(*RunDirectory::open(folder_ / run).newest_checkpoint());
  }
};

TEST_F(AccumulatedRun, CutInTheMiddleOfAStepAndResumedGivesTheSameBits) {
  train_in("whole");
  // Two epochs of two steps of three parts: after the first part, after the second part of a later
  // step, and in the second epoch.
  for (const int parts : {1, 5, 10}) {
    const std::string name = "cut" + std::to_string(parts);
    train_in(name, false, parts);
    const auto checkpoint = *RunDirectory::open(folder_ / name).newest_checkpoint();
    const auto notes = read_checkpoint_notes(checkpoint);
    EXPECT_EQ(notes.at("step_pictures_done"), std::to_string(parts % 3));
    train_in(name, true);
    EXPECT_EQ(logged(folder_ / name, "terms"), logged(folder_ / "whole", "terms")) << parts;
    EXPECT_EQ(logged_losses(folder_ / name), logged_losses(folder_ / "whole")) << parts;
    EXPECT_TRUE(last_checkpoint(name) == last_checkpoint("whole")) << parts;
  }
}

TEST_F(AccumulatedRun, AsManyAtOnceAsAStepHasIsThePlainStep) {
  experiment_.training.images_at_once = 3;
  train_in("three");
  experiment_.training.images_at_once = 0;
  train_in("all");
  EXPECT_TRUE(last_checkpoint("three") == last_checkpoint("all"));
}

TEST_F(AccumulatedRun, AStepThatIsSmallerThanWhatIsDoneIsRefused) {
  train_in("run", false, 2);
  experiment_.training.images_per_step = 2;
  EXPECT_THROW(train_in("run", true), InputError);
}

}  // namespace
}  // namespace hoi
