#include "model/image_rows.h"

#include <ATen/Functions.h>
#include <c10/util/Exception.h>

namespace hoi {

ImageRows concatenate_rows(const std::vector<torch::Tensor>& boxes_per_image) {
  ImageRows rows;
  std::vector<torch::Tensor> indices;
  for (std::size_t i = 0; i < boxes_per_image.size(); ++i) {
    const auto& boxes = boxes_per_image[i];
    rows.counts.push_back(boxes.size(0));
    indices.push_back(torch::full({boxes.size(0)}, static_cast<int64_t>(i),
                                  boxes.options().dtype(torch::kInt64)));
  }
  rows.boxes = torch::cat(boxes_per_image);
  rows.image_index = torch::cat(indices);
  return rows;
}

}  // namespace hoi
