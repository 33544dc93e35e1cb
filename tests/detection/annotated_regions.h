#pragma once

#include <vector>

#include <torch/torch.h>

#include "vision/ground_truth.h"

namespace hoi {

inline torch::Generator seeded(uint64_t seed) {
  return torch::make_generator<torch::CPUGeneratorImpl>(seed);
}

/// An image with these objects and no crowds; label 0 where `labels` names none.
inline GroundTruth truth_of(const torch::Tensor& boxes, const std::vector<int64_t>& labels = {}) {
  GroundTruth truth;
  truth.boxes = boxes;
  truth.labels = labels.empty() ? torch::zeros({boxes.size(0)}, torch::kInt64)
                                : torch::tensor(labels, torch::kInt64);
  truth.crowd_boxes = torch::zeros({0, 4});
  return truth;
}

}  // namespace hoi
