#include "model/hoi_cascade.h"

#include <set>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "support/small_cascade.h"
#include "support/tensors.h"

namespace hoi {
namespace {

std::set<std::string> term_names(const CascadeLoss& loss) {
  std::set<std::string> names;
  for (const auto& term : loss.terms()) names.insert(term.name);
  return names;
}

double term(const CascadeLoss& loss, const std::string& name) {
  for (const auto& entry : loss.terms()) {
    if (entry.name == name) return entry.value.item<double>();
  }
  ADD_FAILURE() << "no term " << name;
  return 0;
}

PredictionOptions accept_everything() {
  PredictionOptions options;
  options.detection = {0.0, 0.5, 6};
  options.report_min_score = 0;
  return options;
}

class CascadeOfStages : public ::testing::TestWithParam<int64_t> {};

TEST_P(CascadeOfStages, JointLossHasEveryTermOfEveryStageAndReachesEveryPart) {
  auto network = small_cascade(GetParam());
  auto generator = seeded_generator(5);
  const auto loss = network->loss(small_batch(2), {small_truth(), small_truth()},
                                  TrainingPhase::kJoint, generator);
  EXPECT_EQ(loss.terms().size(), static_cast<std::size_t>(2 + 4 * GetParam()));
  const auto total = loss.total();
  EXPECT_TRUE(torch::isfinite(total).item<bool>());
  total.backward();
  std::set<std::string> parts;
  for (const auto& entry : network->named_parameters()) {
    const auto& gradient = entry.value().grad();
    if (gradient.defined() && gradient.abs().sum().item<double>() > 0) {
      parts.insert(entry.key().substr(0, entry.key().find('.')));
    }
  }
  for (int64_t t = 1; t <= GetParam(); ++t) {
    EXPECT_EQ(parts.count("localization" + std::to_string(t)), 1U);
    EXPECT_EQ(parts.count("recognition" + std::to_string(t)), 1U);
  }
  EXPECT_EQ(parts.count("backbone"), 1U);
  EXPECT_EQ(parts.count("pyramid"), 1U);
  EXPECT_EQ(parts.count("proposals"), 1U);
}

TEST_P(CascadeOfStages, PredictionsAreRowsOfTheDetectionsWithScoresInRange) {
  auto network = small_cascade(GetParam());
  network->eval();
  const auto predictions = network->predict(
      small_batch(2), {small_truth().faces, torch::zeros({0, 5})}, accept_everything());
  ASSERT_EQ(predictions.size(), 2U);
  for (const auto& prediction : predictions) {
    ASSERT_EQ(prediction.regions.boxes.size(0), 6);
    EXPECT_EQ(prediction.pair_scores.size(0), prediction.pairs.size());
    EXPECT_EQ(prediction.pair_scores.size(1), 2);
    EXPECT_LE(prediction.pairs.size(), 12);
    if (prediction.pairs.size() == 0) continue;
    EXPECT_GE(prediction.pair_scores.min().item<float>(), 0);
    EXPECT_LE(prediction.pair_scores.max().item<float>(), 1);
    EXPECT_TRUE((prediction.regions.labels.index_select(0, prediction.pairs.human) == 0)
                    .all()
                    .item<bool>());
  }
}

INSTANTIATE_TEST_SUITE_P(OneToFive, CascadeOfStages, ::testing::Values(1, 2, 3, 4, 5));

TEST(HoiCascade, LocalizationPhaseHasNoRelationTermAndNoRelationParameter) {
  auto network = small_cascade(2);
  auto generator = seeded_generator(5);
  const auto loss =
      network->loss(small_batch(), {small_truth()}, TrainingPhase::kLocalization, generator);
  EXPECT_EQ(term_names(loss),
            (std::set<std::string>{"proposals/objectness", "proposals/box", "stage1/classification",
                                   "stage1/box", "stage2/classification", "stage2/box"}));
  const auto joint = network->trained_parameters(TrainingPhase::kJoint).size();
  const auto localization = network->trained_parameters(TrainingPhase::kLocalization).size();
  const auto relation = network->trained_parameters(TrainingPhase::kRelation).size();
  EXPECT_GT(localization, 0U);
  EXPECT_GT(relation, 0U);
  EXPECT_EQ(joint, localization + relation);
}

TEST(HoiCascade, RelationPhaseKeepsTheDetectorOutOfTheGraph) {
  auto network = small_cascade(2);
  auto generator = seeded_generator(5);
  network->loss(small_batch(), {small_truth()}, TrainingPhase::kRelation, generator)
      .total()
      .backward();
  for (const auto& entry : network->named_parameters()) {
    if (entry.key().rfind("recognition", 0) == 0) continue;
    EXPECT_FALSE(entry.value().grad().defined()) << entry.key();
  }
}

TEST(HoiCascade, TheSameSeedGivesTheSameBits) {
  const auto run = [] {
    auto network = small_cascade(3);
    auto generator = seeded_generator(5);
    return network->loss(small_batch(), {small_truth()}, TrainingPhase::kJoint, generator).total();
  };
  EXPECT_EQ(run().item<double>(), run().item<double>());
}

TEST(HoiCascade, ImagesWithoutAnnotatedInteractionsCarryNoRelationLoss) {
  auto network = small_cascade(2);
  auto truth = small_truth();
  truth.interactions_annotated = false;
  auto generator = seeded_generator(5);
  const auto loss = network->loss(small_batch(), {truth}, TrainingPhase::kJoint, generator);
  EXPECT_EQ(term(loss, "stage1/relation"), 0);
  EXPECT_EQ(term(loss, "stage2/ranking"), 0);
  EXPECT_GT(term(loss, "stage1/classification"), 0);
  loss.total().backward();
}

TEST(HoiCascade, ImagesWithPartialBoxesCarryNoLocalizationLoss) {
  auto network = small_cascade(2);
  auto truth = small_truth();
  truth.boxes_exhaustive = false;
  auto generator = seeded_generator(5);
  const auto loss = network->loss(small_batch(), {truth}, TrainingPhase::kJoint, generator);
  EXPECT_EQ(term(loss, "stage1/classification"), 0);
  EXPECT_EQ(term(loss, "proposals/objectness"), 0);
  EXPECT_GT(term(loss, "stage1/relation"), 0);
  loss.total().backward();
}

TEST(HoiCascade, RelationLossIsTheMeanOverTheAnnotatedImages) {
  auto network = small_cascade(1);
  auto unlabelled = small_truth();
  unlabelled.interactions_annotated = false;
  // Sampling differs between calls, so only ground-truth pairs may be drawn: no background, and
  // fewer candidates than places.
  auto generator = seeded_generator(5);
  const auto batch = small_batch(2);
  const auto both =
      network->loss(batch, {small_truth(), unlabelled}, TrainingPhase::kRelation, generator);
  EXPECT_GT(term(both, "stage1/relation"), 0);
  EXPECT_TRUE(std::isfinite(both.total().item<double>()));
}

TEST(HoiCascade, AnImageWithoutInstancesTrains) {
  auto network = small_cascade(3);
  auto generator = seeded_generator(5);
  const auto loss = network->loss(small_batch(), {empty_truth()}, TrainingPhase::kJoint, generator);
  EXPECT_TRUE(std::isfinite(loss.total().item<double>()));
  loss.total().backward();
}

TEST(HoiCascade, NoDetectionGivesAnEmptyResult) {
  auto network = small_cascade(3);
  network->eval();
  PredictionOptions options;
  options.detection = {1.0, 0.5, 100};
  const auto prediction = network->predict(small_batch(), {torch::zeros({0, 5})}, options)[0];
  EXPECT_EQ(prediction.regions.boxes.size(0), 0);
  EXPECT_EQ(prediction.pairs.size(), 0);
  EXPECT_EQ(prediction.pair_scores.size(0), 0);
}

TEST(HoiCascade, ReportedDetectionsBelowTheThresholdFormNoPairs) {
  auto network = small_cascade(1);
  network->eval();
  auto options = accept_everything();
  const auto everything = network->predict(small_batch(), {torch::zeros({0, 5})}, options)[0];
  ASSERT_EQ(everything.regions.scores.size(0), 6);
  const double third = everything.regions.scores[2].item<double>();
  options.detection.min_score = third;
  const auto strict = network->predict(small_batch(), {torch::zeros({0, 5})}, options)[0];
  EXPECT_EQ(strict.regions.boxes.size(0), 6);
  if (strict.pairs.size() > 0) {
    EXPECT_LE(strict.pairs.object.max().item<int64_t>(), 2);
    EXPECT_LE(strict.pairs.human.max().item<int64_t>(), 2);
  }
}

TEST(HoiCascade, PriorScoringReadsTheTable) {
  auto network = small_cascade(2);
  network->eval();
  auto options = accept_everything();
  options.scoring = Scoring::kPrior;
  const auto prediction = network->predict(small_batch(), {torch::zeros({0, 5})}, options)[0];
  const auto labels = prediction.regions.labels.index_select(0, prediction.pairs.object);
  EXPECT_TRUE(is_close(prediction.pair_scores, small_prior().index_select(0, labels)));
}

TEST(HoiCascade, AnImageGivesTheSameResultAloneAndInABatch) {
  auto network = small_cascade(3);
  network->eval();
  const auto batch = small_batch(2);
  const auto together =
      network->predict(batch, {small_truth().faces, small_truth().faces}, accept_everything());
  const ImageBatch second{batch.pixels.slice(0, 1, 2), {batch.sizes[1]}};
  const auto alone = network->predict(second, {small_truth().faces}, accept_everything());
  EXPECT_TRUE(is_close(together[1].regions.boxes, alone[0].regions.boxes, 1e-3));
  EXPECT_TRUE(is_close(together[1].pair_scores, alone[0].pair_scores, 1e-4));
}

TEST(HoiCascade, RefusesAPriorOfAnotherShape) {
  EXPECT_THROW(HoiCascade(small_cascade_options(1), small_vocabulary(), torch::zeros({3, 5})),
               c10::Error);
}

}  // namespace
}  // namespace hoi
