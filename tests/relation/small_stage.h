#pragma once

#include <torch/torch.h>

#include "relation/recognition_stage.h"
#include "vision/box_masks.h"

namespace hoi {

/// A recognition stage small enough for literal tests, and an image with seven pairs for it.
struct SmallStage {
  static constexpr int64_t kChannels = 4, kObjects = 3, kVerbs = 5;

  RecognitionOptions options;
  torch::Tensor prior = torch::rand({kObjects, kVerbs});
  FeaturePyramid image;
  RelationInput input;

  SmallStage() {
    torch::manual_seed(11);
    options.resolution = 3;
    options.visual_features = 12;
    options.geometric_channels = 4;
    options.geometric_features = 6;
    options.face_hidden_features = 5;
    for (const int64_t stride : {4, 8, 16, 32}) {
      image.levels.push_back(torch::randn({2, kChannels, 256 / stride, 256 / stride}));
      image.strides.push_back(stride);
    }
    // Persons 0, 2 and 4; person 4 shows no face.
    input.boxes = torch::tensor({{10., 20., 90., 220.},
                                 {60., 60., 120., 100.},
                                 {100., 5., 250., 250.},
                                 {15., 100., 60., 140.},
                                 {200., 100., 250., 250.}});
    input.parent_boxes = input.boxes + 6 * torch::rand({5, 4});
    input.labels = torch::tensor({0, 1, 0, 2, 0}, torch::kInt64);
    input.faces = torch::tensor({{150., 20., 190., 70., .9}, {30., 25., 60., 60., .8}});
    input.pairs = {torch::tensor({0, 0, 2, 2, 2, 4, 4}, torch::kInt64),
                   torch::tensor({1, 2, 0, 1, 3, 1, 2}, torch::kInt64)};
    input = of_one_image(input, 1);
  }

  RecognitionStage stage() const { return stage(options); }
  RecognitionStage stage(const RecognitionOptions& changed) const {
    return RecognitionStage(changed, kChannels, prior, RoiAlignOptions());
  }

  RelationInput without_pairs() const {
    RelationInput empty = input;
    empty.pairs = input.pairs.select(torch::zeros({0}, torch::kInt64));
    return empty;
  }

  /// The input with a soft mask of every region.
  RelationInput with_masks() const {
    RelationInput masked = input;
    const auto count = input.boxes.size(0) * kMaskSize * kMaskSize;
    masked.masks = ((torch::arange(count) * 0.37).sin() / 2 + 0.5).view({-1, kMaskSize, kMaskSize});
    return masked;
  }

  /// The same options and input with parameters and buffers of `from`, where both have them.
  static void copy_parameters(RecognitionStage& from, RecognitionStage& to) {
    torch::NoGradGuard no_gradient;
    const auto source = from->named_parameters();
    for (auto& parameter : to->named_parameters()) {
      if (source.contains(parameter.key())) parameter.value().copy_(source[parameter.key()]);
    }
  }
};

}  // namespace hoi
