#pragma once

#include <vector>

#include <torch/nn/module.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/pimpl.h>

#include "vision/feature_pyramid.h"
#include "vision/ground_truth.h"
#include "vision/image_batch.h"

namespace hoi {

/// Value of a semantic target cell that nobody can tell.
constexpr int64_t kUnknownSemantics = -1;

struct SemanticBranchOptions {
  int64_t channels = 256;    ///< C of the pyramid, and of everything in between
  int64_t convolutions = 4;  ///< 3x3, each with ReLU
  int64_t num_objects = 0;   ///< K, decided by the vocabulary
};

/// Per cell of P3 (stride 8); B images.
struct SemanticOutput {
  torch::Tensor logits;     ///< (B, K + 1, H / 8, W / 8); channel 0 is background
  torch::Tensor embedding;  ///< (B, C, H / 8, W / 8)
};

/// The optional semantic branch of the segmentation mode (spec 1.8): all levels of the pyramid
/// brought to the size of P3 and summed, convolved, and read twice, as classes and as an embedding
/// that is added to the region features of box and mask heads.
class SemanticBranchImpl : public torch::nn::Module {
 public:
  explicit SemanticBranchImpl(const SemanticBranchOptions& options);

  /// image: a pyramid of five levels P2..P6.
  SemanticOutput forward(const FeaturePyramid& image);

 private:
  std::vector<torch::nn::Conv2d> laterals_, convolutions_;
  torch::nn::Conv2d classes_{nullptr}, embedding_{nullptr};
};
TORCH_MODULE(SemanticBranch);

/// The embedding as box and mask heads see it: FeaturePyramid::semantic sampled in each box on a
/// 14 x 14 grid at stride 8, averaged to size x size, size 14 or 7. boxes (R, 4), image_index (R,)
/// -> (R, C, size, size).
torch::Tensor semantic_regions(const FeaturePyramid& image, const torch::Tensor& boxes,
                               const torch::Tensor& image_index, int64_t size);

/// What is where in one image: (rows, columns) int64 cells of stride 8, class + 1, 0 for
/// background, kUnknownSemantics where a box without a known mask lies, beyond the image, and in
/// images whose boxes are not exhaustive wherever no mask lies. Of masks that overlap the smaller
/// box wins. truth without masks: all cells unknown.
torch::Tensor semantic_target(const GroundTruth& truth, const ImageSize& size, int64_t rows,
                              int64_t columns);

/// Mean cross-entropy over the known cells, a scalar; 0 and connected to the graph for none.
/// targets (B, H / 8, W / 8).
torch::Tensor semantic_loss(const torch::Tensor& logits, const torch::Tensor& targets);

}  // namespace hoi
