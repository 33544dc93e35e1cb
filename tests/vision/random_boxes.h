#pragma once

#include <torch/types.h>

namespace hoi {

/// `count` boxes whose corners lie within a frame of width x height pixels, sides at least 1 pixel.
inline torch::Tensor random_boxes(int64_t count, double width, double height) {
  const auto limit = torch::tensor({width, height}, torch::kFloat32);
  const auto low = torch::rand({count, 2}) * (limit - 1);
  const auto high = low + 1 + torch::rand({count, 2}) * (limit - low - 1);
  return torch::cat({low, high}, 1);
}

}  // namespace hoi
