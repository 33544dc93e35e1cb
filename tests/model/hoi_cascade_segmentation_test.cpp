#include <map>
#include <string>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "model/hoi_cascade.h"
#include "support/small_cascade.h"
#include "support/tensors.h"

namespace hoi {
namespace {

std::map<std::string, double> terms_of(const CascadeLoss& loss) {
  std::map<std::string, double> terms;
  for (const auto& term : loss.terms()) terms[term.name] = term.value.item<double>();
  return terms;
}

CascadeLoss loss_of(HoiCascade& network, const GroundTruth& truth, TrainingPhase phase) {
  auto generator = seeded_generator(5);
  return network->loss(small_batch(2), {truth, truth}, phase, generator);
}

PredictionOptions everything_with_masks() {
  PredictionOptions options;
  options.detection = {0.0, 0.5, 6};
  options.report_min_score = 0;
  options.masks = true;
  return options;
}

bool has_gradient(const HoiCascade& network, const std::string& name) {
  const auto gradient = network->named_parameters()[name].grad();
  return gradient.defined() && gradient.abs().sum().item<double>() > 0;
}

TEST(HoiCascadeSegmentation, TeachesEveryMaskHeadInTheLocalizationPhase) {
  auto network = small_cascade(small_segmentation_options(3, Representation::kBox));
  const auto loss = loss_of(network, small_truth_with_masks(), TrainingPhase::kLocalization);
  const auto terms = terms_of(loss);
  for (const std::string name : {"stage1/mask", "stage2/mask", "stage3/mask"}) {
    ASSERT_EQ(terms.count(name), 1U);
    EXPECT_GT(terms.at(name), 0);
  }
  loss.total().backward();
  for (const std::string head : {"segmentation1", "segmentation2", "segmentation3"}) {
    EXPECT_TRUE(has_gradient(network, head + ".predict.weight"));
  }
  EXPECT_TRUE(has_gradient(network, "segmentation3.flow.weight"));
}

TEST(HoiCascadeSegmentation, WeighsTheMaskLossLikeTheOtherLossesOfItsStage) {
  auto network = small_cascade(small_segmentation_options(3, Representation::kBox));
  const auto loss = loss_of(network, small_truth_with_masks(), TrainingPhase::kLocalization);
  for (const auto& term : loss.terms()) {
    if (term.name == "stage2/mask") {
      EXPECT_EQ(term.weight, 0.5);
    } else if (term.name == "stage3/mask") {
      EXPECT_EQ(term.weight, 0.25);
    }
  }
}

TEST(HoiCascadeSegmentation, UnknownMasksTeachNothing) {
  auto network = small_cascade(small_segmentation_options(2, Representation::kBox));
  const auto loss = loss_of(network, small_truth(), TrainingPhase::kLocalization);
  EXPECT_EQ(terms_of(loss).at("stage1/mask"), 0);
  loss.total().backward();
}

TEST(HoiCascadeSegmentation, MaskHeadsChangeNoOtherTermToTheBit) {
  auto with = small_cascade(small_segmentation_options(3, Representation::kBox));
  auto without = small_cascade(3);
  for (const auto& entry : without->named_parameters()) {
    EXPECT_TRUE(torch::equal(entry.value(), with->named_parameters()[entry.key()])) << entry.key();
  }
  auto expected = terms_of(loss_of(without, small_truth_with_masks(), TrainingPhase::kJoint));
  auto actual = terms_of(loss_of(with, small_truth_with_masks(), TrainingPhase::kJoint));
  for (const auto& [name, value] : expected) EXPECT_EQ(actual.at(name), value) << name;
  EXPECT_EQ(actual.size(), expected.size() + 3);
}

constexpr Representation kRepresentations[] = {Representation::kBox, Representation::kMask,
                                               Representation::kMax, Representation::kSum};

TEST(HoiCascadeSegmentation, EveryRepresentationTrains) {
  for (const auto representation : kRepresentations) {
    auto network = small_cascade(small_segmentation_options(2, representation));
    const auto loss = loss_of(network, small_truth_with_masks(), TrainingPhase::kJoint);
    EXPECT_TRUE(torch::isfinite(loss.total()).item<bool>());
    loss.total().backward();
    EXPECT_TRUE(has_gradient(network, "recognition2.fusion.hidden.weight"));
  }
}

TEST(HoiCascadeSegmentation, EveryRepresentationPredicts) {
  for (const auto representation : kRepresentations) {
    auto network = small_cascade(small_segmentation_options(2, representation));
    network->eval();
    const auto prediction =
        network->predict(small_batch(), {small_truth().faces}, everything_with_masks())[0];
    EXPECT_EQ(prediction.masks.sizes(), (std::vector<int64_t>{6, 28, 28}));
    EXPECT_GE(prediction.masks.min().item<float>(), 0);
    EXPECT_LE(prediction.masks.max().item<float>(), 1);
  }
}

TEST(HoiCascadeSegmentation, EveryRepresentationTakesAnImageWithoutInstances) {
  for (const auto representation : kRepresentations) {
    auto network = small_cascade(small_segmentation_options(2, representation));
    loss_of(network, empty_truth(), TrainingPhase::kJoint).total().backward();
  }
}

TEST(HoiCascadeSegmentation, RepresentationChangesTheRelationTermsOnly) {
  auto boxes = small_cascade(small_segmentation_options(2, Representation::kBox));
  auto masks = small_cascade(small_segmentation_options(2, Representation::kMask));
  auto expected = terms_of(loss_of(boxes, small_truth_with_masks(), TrainingPhase::kJoint));
  auto actual = terms_of(loss_of(masks, small_truth_with_masks(), TrainingPhase::kJoint));
  for (const auto& [name, value] : expected) {
    const bool is_relation =
        name.find("ranking") != std::string::npos || name.find("relation") != std::string::npos;
    if (is_relation) {
      EXPECT_NE(actual.at(name), value) << name;
    } else {
      EXPECT_EQ(actual.at(name), value) << name;
    }
  }
}

TEST(HoiCascadeSegmentation, SemanticBranchIsTaughtAndHeardByBoxAndMaskHeads) {
  auto options = small_segmentation_options(2, Representation::kBox);
  auto plain = small_cascade(options);
  options.segmentation.semantic_branch = true;
  auto network = small_cascade(options);
  const auto loss = loss_of(network, small_truth_with_masks(), TrainingPhase::kLocalization);
  const auto expected =
      terms_of(loss_of(plain, small_truth_with_masks(), TrainingPhase::kLocalization));
  auto terms = terms_of(loss);
  EXPECT_GT(terms.at("semantic"), 0);
  EXPECT_EQ(terms.at("proposals/objectness"), expected.at("proposals/objectness"));
  EXPECT_NE(terms.at("stage1/classification"), expected.at("stage1/classification"));
  EXPECT_NE(terms.at("stage1/mask"), expected.at("stage1/mask"));
  loss.total().backward();
  EXPECT_TRUE(has_gradient(network, "semantic.classes.weight"));
  EXPECT_TRUE(has_gradient(network, "semantic.embedding.weight"));
  network->eval();
  network->predict(small_batch(), {small_truth().faces}, everything_with_masks());
}

TEST(HoiCascadeSegmentation, PredictsNoMasksUnlessAskedFor) {
  auto network = small_cascade(small_segmentation_options(2, Representation::kMask));
  network->eval();
  auto options = everything_with_masks();
  options.masks = false;
  EXPECT_FALSE(network->predict(small_batch(), {small_truth().faces}, options)[0].masks.defined());
}

TEST(HoiCascadeSegmentation, ConcatenatedStagesMayKeepABoxOfAnEarlierStage) {
  auto options = small_cascade_options(3);
  options.stage_merge = StageMerge::kConcatenate;
  auto network = small_cascade(options);
  network->eval();
  auto wanted = everything_with_masks();
  wanted.masks = false;
  wanted.scoring = Scoring::kPrior;  // thousands of pairs, whose features do not matter here
  wanted.detection.nms_iou = 1;
  wanted.detection.max_detections = 1000;
  const auto all = network->predict(small_batch(), {small_truth().faces}, wanted)[0];
  auto averaged = small_cascade(3);
  averaged->eval();
  const auto last = averaged->predict(small_batch(), {small_truth().faces}, wanted)[0];
  EXPECT_EQ(all.regions.boxes.size(0), 3 * last.regions.boxes.size(0));
}

}  // namespace
}  // namespace hoi
