#pragma once

#include <algorithm>
#include <vector>

#include <torch/torch.h>

#include "relation/visual_feature.h"

namespace hoi {

/// X_v of Eq. (4) pair by pair, as the (P, 3C, r, r) tensor that the library never forms.
inline torch::Tensor literal_visual_feature(const VisualFeature& x) {
  std::vector<torch::Tensor> pairs;
  for (int64_t p = 0; p < x.human_of_pair.size(0); ++p) {
    const auto human = x.human_of_pair[p].item<int64_t>();
    auto object = x.object[x.object_of_pair[p].item<int64_t>()];
    if (x.face.defined()) {
      object = object + x.weights.face[p] * x.face[x.face_of_pair[p].item<int64_t>()] +
               x.weights.faceless[p] * x.faceless[human];
    }
    pairs.push_back(
        torch::cat({x.human[human], object, x.unions[x.union_of_pair[p].item<int64_t>()]}));
  }
  return torch::stack(pairs);
}

/// How many regions and pairs random_visual_feature() makes.
struct VisualFeatureSizes {
  int64_t humans = 3, objects = 4, unions = 6, faces = 2, pairs = 8, channels = 5, resolution = 3;
};

/// A feature of random numbers (double); human 0 has no face. Without `faces` there is no face
/// attention.
inline VisualFeature random_visual_feature(const VisualFeatureSizes& sizes, bool faces) {
  const auto regions = [&](int64_t count) {
    return torch::randn({count, sizes.channels, sizes.resolution, sizes.resolution},
                        torch::kFloat64);
  };
  const auto rows = [&](int64_t count) {
    return torch::randint(std::max<int64_t>(count, 1), {sizes.pairs}, torch::kInt64);
  };
  VisualFeature x;
  x.human = regions(sizes.humans);
  x.object = regions(sizes.objects);
  x.unions = regions(sizes.unions);
  x.human_of_pair = rows(sizes.humans);
  x.object_of_pair = rows(sizes.objects);
  x.union_of_pair = rows(sizes.unions);
  if (!faces) return x;
  x.face = regions(sizes.faces + 1);
  x.face[0] = 0;
  x.faceless = regions(sizes.humans);
  x.face_of_pair = x.human_of_pair.remainder(sizes.faces + 1);
  x.weights.face = torch::rand({sizes.pairs}, torch::kFloat64) * x.face_of_pair.gt(0);
  x.weights.faceless = torch::rand({sizes.pairs}, torch::kFloat64);
  return x;
}

/// The feature of the stage before: other numbers, the same pairs and faces.
inline VisualFeature random_predecessor(const VisualFeature& current) {
  VisualFeature x = current;
  x.human = torch::randn_like(current.human);
  x.object = torch::randn_like(current.object);
  x.unions = torch::randn_like(current.unions);
  if (!current.face.defined()) return x;
  x.faceless = torch::randn_like(current.faceless);
  x.weights.face = torch::rand_like(current.weights.face) * current.face_of_pair.gt(0);
  x.weights.faceless = torch::rand_like(current.weights.faceless);
  return x;
}

}  // namespace hoi
