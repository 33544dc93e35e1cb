#include "relation/geometric_feature.h"

#include <algorithm>
#include <vector>

#include <ATen/Functions.h>
#include <c10/util/Exception.h>
#include <torch/nn/init.h>

#include "relation/mask_averaging.h"
#include "vision/boxes.h"

namespace hoi {
namespace {

constexpr int64_t kKernel = 5;
// Side of the map after both convolutions and poolings: 64 -> 60 -> 30 -> 26 -> 13.
constexpr int64_t kEncodedSize = ((kRasterSize - kKernel + 1) / 2 - kKernel + 1) / 2;
// Pairs encoded at once: the first convolution writes 0.9 MB a pair, and an image can have
// thousands.
constexpr int64_t kPairsPerBlock = 256;

/// Which of the 64 cells of one axis lie in [begin, end): edges (P, 2) -> (P, 64).
torch::Tensor covered_cells(const torch::Tensor& begin, const torch::Tensor& end) {
  const auto cells = torch::arange(kRasterSize, begin.options());
  const auto first = begin.round().clamp(0, kRasterSize - 1).unsqueeze(-1);
  const auto last = torch::maximum(end.round().clamp_max(kRasterSize).unsqueeze(-1), first + 1);
  return cells.ge(first).logical_and(cells.lt(last)).to(begin.dtype());
}

torch::Tensor raster_of_rows(const torch::Tensor& human, const torch::Tensor& object,
                             const PairMasks& masks, int64_t begin, int64_t end) {
  const auto human_rows = human.slice(0, begin, end), object_rows = object.slice(0, begin, end);
  if (!masks.human.defined()) return pair_raster(human_rows, object_rows);
  return pair_mask_raster(human_rows, object_rows,
                          {masks.human.slice(0, begin, end), masks.object.slice(0, begin, end)});
}

}  // namespace

torch::Tensor pair_raster(const torch::Tensor& human, const torch::Tensor& object) {
  TORCH_CHECK(human.sizes() == object.sizes() && human.dim() == 2 && human.size(1) == 4,
              "pair_raster: human boxes of shape ", human.sizes(), " and object boxes of shape ",
              object.sizes(), ", expected (P, 4) both");
  const auto frame = union_boxes(human, object);
  const auto origin = frame.slice(1, 0, 2);
  const auto extent = frame.slice(1, 2, 4) - origin;                                  // (P, 2)
  const auto scale = kRasterSize / extent.amax(1, /*keepdim=*/true).clamp_min(1e-6);  // (P, 1)
  const auto margin = (kRasterSize - scale * extent) / 2;                             // (P, 2)

  const auto boxes = torch::stack({human, object}, 1);  // (P, 2, 4)
  const auto offset = margin.unsqueeze(1), factor = scale.unsqueeze(1);
  const auto begin = offset + factor * (boxes.slice(2, 0, 2) - origin.unsqueeze(1));  // (P, 2, xy)
  const auto end = offset + factor * (boxes.slice(2, 2, 4) - origin.unsqueeze(1));
  const auto cells = covered_cells(begin, end);  // (P, 2, xy, 64)
  return cells.select(2, 1).unsqueeze(3) * cells.select(2, 0).unsqueeze(2);
}

torch::Tensor pair_mask_raster(const torch::Tensor& human, const torch::Tensor& object,
                               const PairMasks& masks) {
  const auto both = union_boxes(human, object);
  const auto low = both.slice(1, 0, 2), high = both.slice(1, 2, 4);
  const auto half_side = (high - low).amax(1, /*keepdim=*/true) / 2;
  const auto centre = (low + high) / 2;
  const auto frame = torch::cat({centre - half_side, centre + half_side}, 1);  // 64 x 64 cells
  return torch::stack({average_masks(masks.human, human, frame, kRasterSize),
                       average_masks(masks.object, object, frame, kRasterSize)},
                      1);
}

GeometricFeatureImpl::GeometricFeatureImpl(const GeometricFeatureOptions& options) {
  using torch::nn::Conv2d;
  using torch::nn::Conv2dOptions;
  TORCH_CHECK(options.channels >= 2, "GeometricFeature: ", options.channels,
              " channels, expected at least 2");
  const int64_t half = options.channels / 2;
  convolution1_ =
      register_module("convolution1", Conv2d(Conv2dOptions(2, options.channels, kKernel)));
  convolution2_ =
      register_module("convolution2", Conv2d(Conv2dOptions(options.channels, half, kKernel)));
  output_ = register_module(
      "output", torch::nn::Linear(half * kEncodedSize * kEncodedSize, options.features));
  for (auto* convolution : {&convolution1_, &convolution2_}) {
    torch::nn::init::kaiming_normal_((*convolution)->weight, 0, torch::kFanIn, torch::kReLU);
    torch::nn::init::zeros_((*convolution)->bias);
  }
  torch::nn::init::kaiming_normal_(output_->weight, 0, torch::kFanIn, torch::kReLU);
  torch::nn::init::zeros_(output_->bias);
}

torch::Tensor GeometricFeatureImpl::forward(const torch::Tensor& human, const torch::Tensor& object,
                                            const PairMasks& masks) {
  const int64_t pairs = human.size(0);
  if (pairs <= kPairsPerBlock) return encode(raster_of_rows(human, object, masks, 0, pairs));
  std::vector<torch::Tensor> blocks;
  for (int64_t begin = 0; begin < pairs; begin += kPairsPerBlock) {
    const int64_t end = std::min(begin + kPairsPerBlock, pairs);
    blocks.push_back(encode(raster_of_rows(human, object, masks, begin, end)));
  }
  return torch::cat(blocks);
}

torch::Tensor GeometricFeatureImpl::encode(const torch::Tensor& raster) {
  // Channels-last, and the ReLU after the maximum, which it commutes with: half the time.
  auto x = raster.to(output_->weight.dtype()).contiguous(at::MemoryFormat::ChannelsLast);
  x = torch::max_pool2d(convolution1_->forward(x), 2).relu();
  x = torch::max_pool2d(convolution2_->forward(x), 2).relu();
  return output_->forward(x.flatten(1)).relu();
}

}  // namespace hoi
