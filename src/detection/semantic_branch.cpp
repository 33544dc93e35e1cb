#include "detection/semantic_branch.h"

#include <algorithm>
#include <string>

#include <ATen/Functions.h>
#include <c10/util/Exception.h>
#include <torch/utils.h>

#include "detection/mask_head.h"
#include "detection/relu_initialization.h"
#include "vision/box_masks.h"
#include "vision/boxes.h"
#include "vision/device_copy.h"
#include "vision/mixed_precision.h"
#include "vision/roi_align.h"

namespace hoi {
namespace {

constexpr int64_t kLevels = 5;
constexpr int64_t kTargetLevel = 1;  // P3
constexpr int64_t kStride = 8;

/// The masks of all instances at the cell centres of the whole image: (G, rows, columns).
torch::Tensor masks_on_grid(const GroundTruth& truth, int64_t rows, int64_t columns) {
  // resample_masks() makes square grids; the larger side's stride is the grid's, the rest is cut.
  const int64_t side = std::max(rows, columns);
  const auto extent = static_cast<float>(side * kStride);
  const auto frame = copied_to(torch::tensor({0.F, 0.F, extent, extent}), truth.boxes.options());
  return resample_masks(truth.masks, truth.boxes, frame.expand_as(truth.boxes), side)
      .slice(1, 0, rows)
      .slice(2, 0, columns);
}

/// Which cell centres lie in each box: (G, rows, columns) bool.
torch::Tensor cells_in_boxes(const torch::Tensor& boxes, int64_t rows, int64_t columns) {
  const auto x = ((torch::arange(columns, boxes.options()) + 0.5) * kStride).view({1, 1, -1});
  const auto y = ((torch::arange(rows, boxes.options()) + 0.5) * kStride).view({1, -1, 1});
  const auto side = [&](int64_t column) { return boxes.select(1, column).view({-1, 1, 1}); };
  return x.ge(side(0))
      .logical_and(x.lt(side(2)))
      .logical_and(y.ge(side(1)).logical_and(y.lt(side(3))));
}

}  // namespace

SemanticBranchImpl::SemanticBranchImpl(const SemanticBranchOptions& options) {
  using torch::nn::Conv2d;
  using torch::nn::Conv2dOptions;
  const int64_t channels = options.channels;
  for (int64_t level = 0; level < kLevels; ++level) {
    laterals_.push_back(register_module("lateral" + std::to_string(level + 1),
                                        Conv2d(Conv2dOptions(channels, channels, 1))));
  }
  for (int64_t i = 0; i < options.convolutions; ++i) {
    convolutions_.push_back(
        register_module("convolution" + std::to_string(i + 1),
                        Conv2d(Conv2dOptions(channels, channels, 3).padding(1))));
  }
  classes_ =
      register_module("classes", Conv2d(Conv2dOptions(channels, options.num_objects + 1, 1)));
  embedding_ = register_module("embedding", Conv2d(Conv2dOptions(channels, channels, 1)));
  initialize_relu_convolutions(*this);
}

SemanticOutput SemanticBranchImpl::forward(const FeaturePyramid& image) {
  TORCH_CHECK(image.levels.size() == kLevels, "SemanticBranch: a pyramid of ", image.levels.size(),
              " levels, expected ", kLevels);
  const auto target = image.levels[kTargetLevel].sizes().slice(2);
  torch::Tensor sum;
  for (std::size_t level = 0; level < laterals_.size(); ++level) {
    const auto resized = torch::upsample_bilinear2d(image.levels[level], target, true);
    const auto x = laterals_[level]->forward(resized).relu();
    sum = sum.defined() ? sum + x : x;
  }
  for (auto& convolution : convolutions_) sum = convolution->forward(sum).relu();
  return {at_least_float32(classes_->forward(sum)), embedding_->forward(sum).relu()};
}

torch::Tensor semantic_regions(const FeaturePyramid& image, const torch::Tensor& boxes,
                               const torch::Tensor& image_index, int64_t size) {
  TORCH_CHECK(kMaskRegionSize % size == 0, "semantic_regions: size ", size, " does not divide ",
              kMaskRegionSize);
  RoiAlignOptions align;
  align.height = align.width = kMaskRegionSize;
  const auto regions = roi_align(image.semantic, boxes, image_index, 1.0 / kStride, align);
  return size == kMaskRegionSize ? regions : torch::avg_pool2d(regions, kMaskRegionSize / size);
}

torch::Tensor semantic_target(const GroundTruth& truth, const ImageSize& size, int64_t rows,
                              int64_t columns) {
  torch::NoGradGuard no_gradient;
  const auto background = truth.boxes_exhaustive && truth.masks.defined() ? 0 : kUnknownSemantics;
  auto target = torch::full({rows, columns}, background, truth.labels.options());
  if (truth.masks.defined() && truth.boxes.size(0) > 0) {
    const auto inside = masks_on_grid(truth, rows, columns).ge(0.5);
    const auto covered = cells_in_boxes(truth.boxes, rows, columns);
    const auto order =
        std::get<1>(box_area(truth.boxes).sort(/*stable=*/true, /*dim=*/0, /*descending=*/true));
    for (int64_t place = 0; place < order.size(0); ++place) {
      const auto row = order[place];
      const auto known = truth.has_mask.index({row});
      const auto where = torch::where(known, inside.index({row}), covered.index({row}));
      const auto value =
          torch::where(known, truth.labels.index({row}) + 1,
                       torch::full_like(truth.labels.index({row}), kUnknownSemantics));
      target = torch::where(where, value, target);
    }
  }
  const int64_t valid_rows = (size.height + kStride - 1) / kStride;
  const int64_t valid_columns = (size.width + kStride - 1) / kStride;
  target.slice(0, valid_rows).fill_(kUnknownSemantics);
  target.slice(1, valid_columns).fill_(kUnknownSemantics);
  return target;
}

torch::Tensor semantic_loss(const torch::Tensor& logits, const torch::Tensor& targets) {
  const auto sum =
      torch::nll_loss2d(logits.log_softmax(1), targets, {}, at::Reduction::Sum, kUnknownSemantics);
  return sum / targets.ne(kUnknownSemantics).sum().clamp_min(1);
}

}  // namespace hoi
