#pragma once

#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/pimpl.h>

namespace hoi {

/// RoI cells per side of what a mask head reads; its masks have twice as many tiles.
constexpr int64_t kMaskRegionSize = 14;

struct MaskHeadOptions {
  int64_t channels = 256;         ///< C of the pyramid
  int64_t hidden_channels = 256;  ///< width of the head
  int64_t convolutions = 4;       ///< 3x3, each with ReLU
  int64_t num_objects = 0;        ///< K, decided by the vocabulary
  bool receives_flow = false;     ///< true for t > 1: takes in the feature of the head before
};

/// S^t: one head of the segmentation cascade (spec 1.8).
/// Paper: Eq. (17), section 3.4.
///
///   Y_bar^t = P(I, o^t)    o_bar^t = S^t(Y_bar^t, Y_bar^{t-1})
///
///   Y_bar^t (+ ReLU(conv 1x1(feature of S^{t-1}))) -> n x (conv 3x3 -> ReLU) = feature of S^t
///   feature -> transposed conv 2x2, stride 2 -> ReLU -> conv 1x1 = K + 1 mask logits
class MaskHeadImpl : public torch::nn::Module {
 public:
  explicit MaskHeadImpl(const MaskHeadOptions& options);

  /// regions Y_bar (R, C, 14, 14); earlier: the feature of S^{t-1} on the same regions, undefined
  /// for a head without flow -> (R, hidden_channels, 14, 14); R may be 0.
  torch::Tensor feature(const torch::Tensor& regions, const torch::Tensor& earlier);

  /// Mask logits of one channel per row: channels (R,) int64 in [0, K], 0 is background, k + 1 is
  /// object k -> (R, 28, 28). Only the channels asked for are computed.
  torch::Tensor logits(const torch::Tensor& feature, const torch::Tensor& channels);

 private:
  torch::nn::Conv2d flow_{nullptr};
  std::vector<torch::nn::Conv2d> convolutions_;
  torch::nn::ConvTranspose2d upsample_{nullptr};
  torch::nn::Conv2d predict_{nullptr};
};
TORCH_MODULE(MaskHead);

/// Logits of S^t, the last of `heads` = S^1..S^t: all of them run on the same regions, one handing
/// its feature to the next (spec 1.8). See MaskHeadImpl::logits for the shapes.
torch::Tensor mask_logits(std::vector<MaskHead>& heads, const torch::Tensor& regions,
                          const torch::Tensor& channels);

/// Mean of the probabilities of all `heads` S^1..S^t: (R, 28, 28) in [0, 1].
torch::Tensor mask_probabilities(std::vector<MaskHead>& heads, const torch::Tensor& regions,
                                 const torch::Tensor& channels);

}  // namespace hoi
