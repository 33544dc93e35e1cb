#pragma once

#include <vector>

#include <torch/types.h>

namespace hoi {

/// Boxes of several images in one tensor, image by image, that remembers which image each is of.
struct ImageRows {
  torch::Tensor boxes;          ///< (R, 4) of all images
  torch::Tensor image_index;    ///< (R,) int64
  std::vector<int64_t> counts;  ///< rows of each image
};

/// boxes_per_image: one (R_i, 4) per image, at least one image.
ImageRows concatenate_rows(const std::vector<torch::Tensor>& boxes_per_image);

}  // namespace hoi
