// A step in parts: what a process that sees some of a step's pictures adds to the whole.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "model/hoi_cascade.h"
#include "model/picture_generators.h"
#include "support/small_cascade.h"
#include "support/tensors.h"

namespace hoi {
namespace {

/// Four pictures that differ in everything a loss is normalised by: without instances, without
/// annotated interactions, without exhaustive boxes, without known masks.
struct UnequalPictures {
  ImageBatch batch = small_batch(4);
  std::vector<GroundTruth> truths{small_truth_with_masks(), small_truth(), small_truth_with_masks(),
                                  small_truth_with_masks()};

  UnequalPictures() {
    truths[1].interactions_annotated = false;
    truths[2].boxes_exhaustive = false;
    // No ball and no cup: fewer positives, fewer pairs.
    for (auto* rows : {&truths[3].boxes, &truths[3].masks}) *rows = rows->slice(0, 0, 2);
    truths[3].labels = torch::tensor({0, 1}, torch::kInt64);
    truths[3].has_mask = torch::tensor({true, true});
  }

  CascadeLoss loss(HoiCascade& network, std::vector<int64_t> pictures) const {
    const auto rows = torch::tensor(pictures, torch::kInt64);
    ImageBatch part{batch.pixels.index_select(0, rows), {}};
    std::vector<GroundTruth> known;
    for (const auto picture : pictures) {
      part.sizes.push_back(batch.sizes[static_cast<std::size_t>(picture)]);
      known.push_back(truths[static_cast<std::size_t>(picture)]);
    }
    auto generators = picture_generators(5, 0, pictures);
    return network->loss(part, known, TrainingPhase::kJoint, generators);
  }
};

CascadeOptions every_term(Representation representation = Representation::kBox) {
  CascadeOptions options = small_segmentation_options(2, representation);
  options.segmentation.semantic_branch = true;
  return options;
}

std::vector<torch::Tensor> gradients_of(const HoiCascade& network) {
  std::vector<torch::Tensor> gradients;
  for (const auto& parameter : network->parameters()) {
    gradients.push_back(parameter.grad().defined() ? parameter.grad().clone()
                                                   : torch::zeros_like(parameter));
  }
  return gradients;
}

void expect_parts_equal_the_whole(const std::vector<std::vector<int64_t>>& parts,
                                  const CascadeOptions& options = every_term()) {
  const UnequalPictures pictures;
  auto together = small_cascade(options);
  const CascadeLoss whole = pictures.loss(together, {0, 1, 2, 3});
  whole.total().backward();

  auto apart = small_cascade(options);
  std::vector<CascadeLoss> losses;
  std::vector<double> counts(whole.terms().size(), 0);
  for (const auto& part : parts) {
    losses.push_back(pictures.loss(apart, part));
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += losses.back().counts()[i];
  }
  EXPECT_EQ(counts, whole.counts());
  std::vector<double> terms(counts.size(), 0);
  for (auto& loss : losses) {
    loss.take_share(counts);
    loss.total().backward();
    for (std::size_t i = 0; i < terms.size(); ++i) {
      terms[i] += loss.terms()[i].value.item<double>();
    }
  }
  for (std::size_t i = 0; i < terms.size(); ++i) {
    EXPECT_NEAR(terms[i], whole.terms()[i].value.item<double>(), 1e-5) << whole.terms()[i].name;
  }
  const auto expected = gradients_of(together), actual = gradients_of(apart);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_TRUE(is_close(actual[i], expected[i], 1e-4));
  }
}

TEST(HoiCascadeParts, SharesOfTwoEqualPartsAddUpToTheLossAndItsGradient) {
  expect_parts_equal_the_whole({{0, 1}, {2, 3}});
}

TEST(HoiCascadeParts, SharesOfUnequalPartsAddUpToTheLossAndItsGradient) {
  expect_parts_equal_the_whole({{0, 1, 2}, {3}});
}

TEST(HoiCascadeParts, SharesOfSinglePicturesAddUpToTheLossAndItsGradient) {
  expect_parts_equal_the_whole({{0}, {1}, {2}, {3}});
}

TEST(HoiCascadeParts, SharesOfSinglePicturesAddUpWhereMasksGateTheRelationFeatures) {
  expect_parts_equal_the_whole({{0}, {1}, {2}, {3}}, every_term(Representation::kSum));
}

TEST(HoiCascadeParts, APictureDrawsTheSameRowsInAnotherPlace) {
  const UnequalPictures pictures;
  auto network = small_cascade(every_term());
  const auto forward = pictures.loss(network, {0, 3});
  const auto backward = pictures.loss(network, {3, 0});
  for (std::size_t i = 0; i < forward.terms().size(); ++i) {
    EXPECT_NEAR(forward.terms()[i].value.item<double>(), backward.terms()[i].value.item<double>(),
                1e-5)
        << forward.terms()[i].name;
  }
}

TEST(HoiCascadeParts, RefusesGeneratorsOfOtherPictures) {
  auto network = small_cascade(1);
  auto generators = picture_generators(5, 0, {0});
  EXPECT_THROW(network->loss(small_batch(2), {small_truth(), small_truth()}, TrainingPhase::kJoint,
                             generators),
               c10::Error);
}

}  // namespace
}  // namespace hoi
