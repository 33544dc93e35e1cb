// tools/distributed/step_decisions: which choice of two steps differs first, and why.
#include "../../tools/distributed/step_decisions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "support/small_cascade.h"

namespace hoi {
namespace {

using ::testing::Optional;
using ::testing::StartsWith;

Decision match(const std::vector<int64_t>& chosen, const std::vector<float>& numbers) {
  return {"match", torch::tensor(chosen), torch::tensor(numbers)};
}

Decision order(const std::vector<int64_t>& chosen, const std::vector<float>& numbers) {
  return {"order", torch::tensor(chosen), torch::tensor(numbers), true};
}

PictureDecisions small_decisions(HoiCascade& network) {
  TrainingBatch batch{small_batch(), {small_truth()}, {"noise.png"}};
  return decisions_of(network, batch, {seeded_generator(5)}).at(0);
}

TEST(StepDecisions, TheSameChoicesByOtherNumbersAreNoDifference) {
  EXPECT_EQ(first_difference({match({1, 0}, {0.7F, 0.2F})}, {match({1, 0}, {0.8F, 0.1F})}),
            std::nullopt);
}

TEST(StepDecisions, TheFirstRowThatIsChosenOtherwiseComesWithItsNumbers) {
  const PictureDecisions one{order({0}, {1}), match({1, 1, 0}, {0.75F, 0.5F, 0.25F})};
  const PictureDecisions other{order({0}, {1}), match({1, 0, 1}, {0.75F, 0.4375F, 0.25F})};
  EXPECT_THAT(first_difference(one, other),
              Optional(StartsWith("match: row 1: 1 (0.5) and 0 (0.4375)")));
}

TEST(StepDecisions, RowsThatChangedPlacesComeWithBothNumbersOnBothSides) {
  const PictureDecisions one{order({2, 0, 1}, {0.5F, 0.25F, 0.75F})};
  const PictureDecisions other{order({2, 1, 0}, {0.125F, 0.375F, 0.75F})};
  EXPECT_THAT(
      first_difference(one, other),
      Optional(StartsWith("order: row 0 (0.5) before 1 (0.25), and 1 (0.375) before 0 (0.125)")));
}

TEST(StepDecisions, AnotherOrderOfProposalsIsFoundInANetwork) {
  auto network = small_cascade(2);
  network->train();
  const auto decisions = small_decisions(network);
  EXPECT_EQ(first_difference(decisions, small_decisions(network)), std::nullopt);
  {
    const torch::NoGradGuard no_gradient;
    network->named_parameters()["proposals.objectness.weight"].neg_();
  }
  EXPECT_THAT(first_difference(decisions, small_decisions(network)),
              Optional(StartsWith("proposals/best of level 2: row ")));
}

// The draws of a step are those of the loss, or later decisions would be of other rows.
TEST(StepDecisions, EveryGeneratorIsLeftAsTheLossLeavesIt) {
  auto network = small_cascade(2);
  network->train();
  TrainingBatch batch{small_batch(), {small_truth()}, {"noise.png"}};
  std::vector<torch::Generator> traced{seeded_generator(5)}, trained{seeded_generator(5)};
  decisions_of(network, batch, traced);
  network->loss(batch.images, batch.truths, TrainingPhase::kJoint, trained);
  EXPECT_TRUE(torch::equal(traced[0].get_state(), trained[0].get_state()));
}

}  // namespace
}  // namespace hoi
