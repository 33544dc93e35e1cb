#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

namespace hoi {

struct FaceAttentionOptions {
  int64_t channels = 256;         ///< C of the region features
  int64_t resolution = 7;         ///< RoI cells per side
  int64_t hidden_features = 256;  ///< width between the two FCs
};

/// How much one region matters to another: sigmoid(FC(ReLU(FC([A, B])))) for P pairs of regions.
///
/// The first FC is linear in the concatenation, so it is applied once to each distinct region and
/// only its sum is formed per pair (spec 1.9).
class RegionAttentionImpl : public torch::nn::Module {
 public:
  explicit RegionAttentionImpl(const FaceAttentionOptions& options);

  /// a (n, C, r, r) and b (k, C, r, r), distinct regions; a_of_pair, b_of_pair (P,) int64 rows of
  /// them -> (P,) in [0, 1]; P may be 0.
  torch::Tensor forward(const torch::Tensor& a, const torch::Tensor& a_of_pair,
                        const torch::Tensor& b, const torch::Tensor& b_of_pair);

 private:
  torch::nn::Linear hidden_{nullptr}, output_{nullptr};
};
TORCH_MODULE(RegionAttention);

/// The regions the face attention of P pairs looks at. f faces, h humans, m objects.
struct FaceAttentionInput {
  torch::Tensor face;            ///< F (f + 1, C, r, r); row 0 is zero and stands for "no face"
  torch::Tensor faceless;        ///< F_bar (h, C, r, r), see remove_faces()
  torch::Tensor object;          ///< O (m, C, r, r)
  torch::Tensor face_of_pair;    ///< (P,) int64 in [0, f], 0 for a human without a face
  torch::Tensor human_of_pair;   ///< (P,) int64 in [0, h)
  torch::Tensor object_of_pair;  ///< (P,) int64 in [0, m)
};

/// alpha and alpha_bar of P pairs.
struct FaceWeights {
  torch::Tensor face;      ///< alpha (P,) in [0, 1]; 0 for a human without a face
  torch::Tensor faceless;  ///< alpha_bar (P,) in [0, 1]
};

/// Explicit facial region attending (EFRA): the object takes in its human's face and the rest of
/// the human.
/// Paper: Eqs. (8)-(10), section 3.3.1.
///
///   alpha = sigmoid(FCx2([F, O]))    alpha_bar = sigmoid(FCx2([F_bar, O]))
///   O_bar = O + alpha F + alpha_bar F_bar
///
/// This module gives the two weights. O_bar differs from pair to pair and is never formed: its only
/// reader, Eq. (11), starts with a linear map, which takes the three terms apart (VisualFeature).
class FaceAttentionImpl : public torch::nn::Module {
 public:
  explicit FaceAttentionImpl(const FaceAttentionOptions& options);

  FaceWeights forward(const FaceAttentionInput& input);

 private:
  RegionAttention face_{nullptr}, faceless_{nullptr};
};
TORCH_MODULE(FaceAttention);

}  // namespace hoi
