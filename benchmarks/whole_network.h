#pragma once

// What the benchmarks of whole networks compute on: random weights, random pictures and
// annotations, so that neither data sets nor trained models are needed.

#include <cstdint>
#include <string>
#include <vector>

#include <malloc.h>
#include <torch/types.h>
#include <torch/utils.h>

#include "data/image_transform.h"
#include "model/hoi_cascade.h"
#include "vision/box_masks.h"

namespace measured {

constexpr std::int64_t kObjects = 11, kVerbs = 10;  // those of HOI-W

/// Memory is kept for the next step, as the program keeps it (cli/process_memory).
inline void keep_memory() {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 256 << 20);
}

/// Random weights whose activations neither grow nor vanish, and the same score for every class:
/// the best 100 of all (proposal, class) are then about nine of each class.
inline hoi::HoiCascade random_network(const hoi::CascadeOptions& options) {
  hoi::Vocabulary vocabulary;
  for (std::int64_t k = 0; k < kObjects; ++k) vocabulary.objects.push_back(std::to_string(k));
  for (std::int64_t n = 0; n < kVerbs; ++n) vocabulary.verbs.push_back(std::to_string(n));
  hoi::HoiCascade network(options, vocabulary, torch::full({kObjects, kVerbs}, 0.2F));
  torch::NoGradGuard no_gradient;
  for (auto& entry : network->named_parameters()) {
    const std::string& key = entry.key();
    if (key.find(".norm.weight") != std::string::npos) entry.value().fill_(0.5);
    if (key.find(".classes.") != std::string::npos) entry.value().zero_();
  }
  return network;
}

/// `count` pictures of one size, with zeros around them as a training pads them.
inline hoi::ImageBatch random_pictures(std::int64_t count, const hoi::ImageSize& size,
                                       std::int64_t pad_multiple) {
  std::vector<torch::Tensor> pictures;
  for (std::int64_t i = 0; i < count; ++i) {
    pictures.push_back(torch::randn({3, size.height, size.width}));
  }
  return hoi::collate(pictures, pad_multiple);
}

/// A row of people, each with an object at hand and every other one with a face; everything has an
/// elliptic mask. For six people at 1333 x 800; other sizes have the same picture, scaled.
inline hoi::GroundTruth row_of_people(std::int64_t people, const hoi::ImageSize& size) {
  const auto count = torch::arange(people, torch::kFloat32);
  const auto left = count * (1333.0 / static_cast<double>(people)) + 10;
  const auto top = 60 + 20 * count;
  const double x = static_cast<double>(size.width) / 1333;
  const double y = static_cast<double>(size.height) / 800;
  const auto scale = torch::tensor({x, y, x, y}).to(torch::kFloat32);
  hoi::GroundTruth truth;
  truth.boxes = torch::cat({torch::stack({left, top, left + 150, top + 560}, 1),
                            torch::stack({left + 110, top + 260, left + 190, top + 330}, 1)}) *
                scale;
  truth.labels = torch::cat({torch::zeros({people}, torch::kInt64),
                             1 + torch::arange(people, torch::kInt64) % (kObjects - 1)});
  const auto axis = torch::linspace(-1, 1, hoi::kTruthMaskSize);
  const auto ellipse = (axis.square().unsqueeze(0) + axis.square().unsqueeze(1) < 1);
  truth.masks = ellipse.to(torch::kFloat32).expand({2 * people, -1, -1}).contiguous();
  truth.has_mask = torch::ones({2 * people}, torch::kBool);
  truth.pair_subject = torch::arange(people, torch::kInt64);
  truth.pair_object = truth.pair_subject + people;
  truth.pair_verbs = torch::zeros({people, kVerbs});
  truth.pair_verbs.select(1, 0).fill_(1);
  const auto faces = torch::stack({left + 45, top + 10, left + 105, top + 90}, 1) * scale;
  truth.faces = torch::cat({faces, torch::full({people, 1}, 0.9F)}, 1).slice(0, 0, people, 2);
  truth.crowd_boxes = torch::zeros({0, 4});
  return truth;
}

}  // namespace measured
