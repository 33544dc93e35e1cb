#pragma once

#include <utility>
#include <vector>

#include <torch/torch.h>

#include "relation/pair_sampler.h"

namespace hoi {

/// A small annotated image for the pair sampler: persons 0 and 1, a cup 2 and a ball 3, far apart.
/// Person 0 uses the cup with verbs {0, 2}, person 1 the ball with verb {1}.
struct SamplingScene {
  static constexpr int64_t kPerson = 0, kCup = 1, kBall = 2;

  GroundTruth truth;
  RelationCandidates candidates;
  PairSamplerOptions options;
  bool person_as_object = false;
  double iou_threshold = 0.5;

  SamplingScene() {
    truth.boxes = torch::tensor({{0., 0., 100., 200.},
                                 {300., 0., 400., 200.},
                                 {50., 50., 80., 80.},
                                 {320., 150., 360., 190.}});
    truth.labels = torch::tensor({kPerson, kPerson, kCup, kBall}, torch::kInt64);
    truth.pair_subject = torch::tensor({0, 1}, torch::kInt64);
    truth.pair_object = torch::tensor({2, 3}, torch::kInt64);
    truth.pair_verbs = torch::tensor({{1., 0., 1.}, {0., 1., 0.}});
    const auto none = torch::zeros({0}, torch::kInt64);
    candidates = {torch::zeros({0, 4}), torch::zeros({0, 4}), none, none, torch::zeros({0})};
  }

  /// Adds a candidate; its parent box is the box moved by (-1, -1).
  void add(const torch::Tensor& box, int64_t gt_index, int64_t label, double score = 0.9) {
    const auto index = [](int64_t value) { return torch::full({1}, value, torch::kInt64); };
    candidates.boxes = torch::cat({candidates.boxes, box.view({1, 4})});
    candidates.parent_boxes = torch::cat({candidates.parent_boxes, box.view({1, 4}) - 1});
    candidates.gt_index = torch::cat({candidates.gt_index, index(gt_index)});
    candidates.labels = torch::cat({candidates.labels, index(label)});
    candidates.scores = torch::cat({candidates.scores, torch::full({1}, score)});
  }

  /// Adds `count` copies of every ground-truth box, moved by up to 4 % of its size.
  void add_jitter(int64_t count) {
    for (int64_t g = 0; g < truth.boxes.size(0); ++g) {
      const auto size = (truth.boxes[g].slice(0, 2, 4) - truth.boxes[g].slice(0, 0, 2)).repeat({2});
      for (int64_t i = 0; i < count; ++i) {
        add(truth.boxes[g] + 0.04 * size * torch::rand({4}), g, truth.labels[g].item<int64_t>());
      }
    }
  }

  /// Adds `count` unmatched cups at random places.
  void add_background(int64_t count) {
    for (int64_t i = 0; i < count; ++i) {
      const auto corner = 500 + 100 * torch::rand({2});
      add(torch::cat({corner, corner + 20}), -1, kCup);
    }
  }

  SampledPairs sample(uint64_t seed = 1) const {
    auto generator = torch::make_generator<torch::CPUGeneratorImpl>(seed);
    return sample_pairs(candidates, truth, kPerson, person_as_object, iou_threshold, options,
                        generator);
  }
};

/// (human, object) rows of pairs.
using PairRows = std::vector<std::pair<int64_t, int64_t>>;

inline PairRows rows_of(const SampledPairs& sample) {
  PairRows rows;
  for (int64_t p = 0; p < sample.pairs.size(); ++p) {
    rows.emplace_back(sample.pairs.human[p].item<int64_t>(),
                      sample.pairs.object[p].item<int64_t>());
  }
  return rows;
}

inline int64_t num_annotated(const SampledPairs& sample) {
  return sample.is_annotated.sum().item<int64_t>();
}

}  // namespace hoi
