#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace hoi {

/// Cells per side of the pair raster.
constexpr int64_t kRasterSize = 64;

/// The two-channel mask of a pair: channel 0 the human's box, channel 1 the object's (spec 2.3).
///
/// The frame is the union box, scaled by k = 64 / max(width, height) and centred along its shorter
/// side. A box covers the columns [round(dx + k (x1 - ux)), round(dx + k (x2 - ux))), rows
/// likewise, at least one cell, clamped to the raster; its cells are 1, all others 0.
///
/// human, object (P, 4) in any common frame -> (P, 2, 64, 64) of the boxes' type; P may be 0.
torch::Tensor pair_raster(const torch::Tensor& human, const torch::Tensor& object);

/// The masks of P pairs, each (P, S, S) in the frame of its box (vision/box_masks.h); undefined:
/// every instance is its box.
struct PairMasks {
  torch::Tensor human, object;
};

/// The two-channel mask of a pair in the frame of pair_raster(), made of the instances' pixels: a
/// cell holds the mean of the mask over its area, a fraction where it is soft or partly covered,
/// and 0 outside of the box (spec 2.3).
///
/// human, object (P, 4); masks (P, S, S) each -> (P, 2, 64, 64) of the masks' type; P may be 0.
torch::Tensor pair_mask_raster(const torch::Tensor& human, const torch::Tensor& object,
                               const PairMasks& masks);

struct GeometricFeatureOptions {
  int64_t channels = 64;   ///< of the first convolution; the second has half as many
  int64_t features = 256;  ///< width of X_g
};

/// X_g, the spatial relation of human and object (section 3.3.1, spec 2.3).
///
///   raster -> conv 5x5 -> ReLU -> max-pool 2 -> conv 5x5 -> ReLU -> max-pool 2 -> FC -> ReLU
///
/// The convolutions have no padding.
///
/// X_g is not updated over the stages; every stage rasters its own boxes.
class GeometricFeatureImpl : public torch::nn::Module {
 public:
  explicit GeometricFeatureImpl(const GeometricFeatureOptions& options = {});

  /// human, object (P, 4) -> X_g (P, features); P may be 0. Not differentiable in the boxes. The
  /// raster is that of the masks where there are some.
  torch::Tensor forward(const torch::Tensor& human, const torch::Tensor& object,
                        const PairMasks& masks = {});

 private:
  torch::Tensor encode(const torch::Tensor& raster);

  torch::nn::Conv2d convolution1_{nullptr}, convolution2_{nullptr};
  torch::nn::Linear output_{nullptr};
};
TORCH_MODULE(GeometricFeature);

}  // namespace hoi
