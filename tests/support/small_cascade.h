#pragma once

#include <torch/torch.h>

#include "domain/vocabulary.h"
#include "model/cascade_options.h"
#include "model/hoi_cascade.h"
#include "vision/box_masks.h"

namespace hoi {

/// Options of a network that runs in milliseconds: every part of the real one, narrow.
inline CascadeOptions small_cascade_options(int64_t stages) {
  CascadeOptions options;
  options.stages = stages;
  options.backbone.kind = BackboneKind::kResNetSmall;
  options.backbone.normalization = Normalization::kGroup;
  options.backbone.small_width = 16;
  options.backbone.frozen_parts = 0;
  options.pyramid.channels = 16;
  options.proposals.anchor_scale = 4;
  options.proposals.anchors_per_image = 32;
  options.proposals.train_proposals = 40;
  options.proposals.test_proposals = 30;
  options.localization.hidden_features = 24;
  options.localization.regions_per_image = 24;
  options.relation.visual_features = 16;
  options.relation.geometric_features = 8;
  options.relation.face_hidden_features = 8;
  options.relation.top_pairs = 12;
  options.pairs.pairs_per_image = 16;
  return options;
}

inline Vocabulary small_vocabulary() {
  return {{"person", "ball", "cup"}, {"hold", "kick"}, 0, true};
}

inline torch::Tensor small_prior() {
  return torch::tensor({{0.2F, 0.1F}, {0.5F, 0.9F}, {0.8F, 0.0F}});
}

inline HoiCascade small_cascade(const CascadeOptions& options, uint64_t seed = 3) {
  torch::manual_seed(seed);
  return HoiCascade(options, small_vocabulary(), small_prior());
}

inline HoiCascade small_cascade(int64_t stages, uint64_t seed = 3) {
  return small_cascade(small_cascade_options(stages), seed);
}

/// The same with mask heads, and relation features of the given representation.
inline CascadeOptions small_segmentation_options(int64_t stages, Representation representation) {
  CascadeOptions options = small_cascade_options(stages);
  options.segmentation = {true, 2, 16};
  options.relation.representation = representation;
  return options;
}

/// One picture of noise, 96 x 128, with a person kicking a ball and a cup nobody touches.
inline ImageBatch small_batch(int64_t images = 1) {
  torch::manual_seed(11);
  return {torch::randn({images, 3, 96, 128}),
          std::vector<ImageSize>(static_cast<std::size_t>(images), {96, 128})};
}

inline GroundTruth small_truth() {
  GroundTruth truth;
  truth.boxes = torch::tensor(
      {{10.F, 10.F, 50.F, 90.F}, {45.F, 70.F, 65.F, 90.F}, {90.F, 20.F, 110.F, 45.F}});
  truth.labels = torch::tensor({0, 1, 2}, torch::kInt64);
  truth.pair_subject = torch::tensor({0}, torch::kInt64);
  truth.pair_object = torch::tensor({1}, torch::kInt64);
  truth.pair_verbs = torch::tensor({{0.F, 1.F}});
  truth.faces = torch::tensor({{22.F, 12.F, 34.F, 26.F, 0.9F}});
  truth.crowd_boxes = torch::zeros({0, 4});
  return truth;
}

/// The same with the mask of the person (its upper half) and of the ball (all of its box); that of
/// the cup is unknown.
inline GroundTruth small_truth_with_masks() {
  GroundTruth truth = small_truth();
  truth.masks = torch::zeros({3, kTruthMaskSize, kTruthMaskSize});
  truth.masks[0].slice(0, 0, kTruthMaskSize / 2).fill_(1);
  truth.masks[1].fill_(1);
  truth.has_mask = torch::tensor({true, true, false});
  return truth;
}

/// A ground truth without any instance.
inline GroundTruth empty_truth() {
  GroundTruth truth;
  truth.boxes = torch::zeros({0, 4});
  truth.labels = torch::zeros({0}, torch::kInt64);
  truth.pair_subject = torch::zeros({0}, torch::kInt64);
  truth.pair_object = torch::zeros({0}, torch::kInt64);
  truth.pair_verbs = torch::zeros({0, 2});
  truth.faces = torch::zeros({0, 5});
  truth.crowd_boxes = torch::zeros({0, 4});
  return truth;
}

inline torch::Generator seeded_generator(uint64_t seed) {
  return at::detail::createCPUGenerator(seed);
}

}  // namespace hoi
