#pragma once

#include <vector>

#include <torch/types.h>

namespace hoi {

/// Height and width in pixels.
struct ImageSize {
  int64_t height = 0, width = 0;
};

/// Images of one step, in the network frame (resized, normalised, padded right and bottom).
struct ImageBatch {
  torch::Tensor pixels;          ///< (B, 3, H, W) float, H and W multiples of 32
  std::vector<ImageSize> sizes;  ///< B valid sizes without padding: boxes are clipped to them
};

}  // namespace hoi
