#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include "relation/face_attention.h"
#include "relation/pair_groups.h"
#include "vision/feature_pyramid.h"
#include "vision/roi_pooler.h"

namespace hoi {

/// Region features of the pairs of some images, each distinct region once. C channels, r x r cells.
struct PairRegionFeatures {
  torch::Tensor human_boxes;   ///< (h, 4) the boxes that `human_in_box` was pooled from
  torch::Tensor human_in_box;  ///< (h, C, r, r) what the face-removed F_bar is made of
  torch::Tensor human;         ///< H (h, C, r, r); human_in_box, unless masks gate it
  torch::Tensor object;        ///< O (m, C, r, r)
  torch::Tensor unions;        ///< U (u, C, r, r)
};

/// H, O and U of Eq. (3). boxes (R, 4) of the regions that `groups` points to, union_boxes (u, 4)
/// of its union regions, both of one stage; h, m and u may be 0.
PairRegionFeatures pool_pair_regions(const RoiPooler& pooler, const FeaturePyramid& image,
                                     const torch::Tensor& boxes, const torch::Tensor& union_boxes,
                                     const PairGroups& groups);

/// The faces of h humans and their features. f faces of all images.
struct HumanFaces {
  torch::Tensor boxes;          ///< (h, 4) face of each human; zero extent for none
  torch::Tensor features;       ///< F (f + 1, C, r, r); row 0 is zero and stands for "no face"
  torch::Tensor face_of_human;  ///< (h,) int64 in [0, f], 0 for none
};

/// faces (f, 5): x1, y1, x2, y2, score; face_image (f,) int64 the image of each; face_of_human (h,)
/// int64 as assign_faces() gives it.
HumanFaces pool_faces(const RoiPooler& pooler, const FeaturePyramid& image,
                      const torch::Tensor& faces, const torch::Tensor& face_image,
                      const torch::Tensor& face_of_human);

/// X_v of P pairs in factored form: the (P, 3C, r, r) tensor of Eq. (4) is
///
///   X_v[p] = [H_bar[human_of_pair[p]],
///             O[object_of_pair[p]] + alpha[p] F[face_of_pair[p]] + alpha_bar[p]
///             F_bar[human_of_pair[p]], U[union_of_pair[p]]]
///
/// and would repeat most of its rows many times. Without face attention `face`, `faceless`,
/// `face_of_pair` and `weights` are undefined and O_bar = O.
struct VisualFeature {
  torch::Tensor human;     ///< H_bar (h, C, r, r)
  torch::Tensor object;    ///< O (m, C, r, r)
  torch::Tensor unions;    ///< U (u, C, r, r)
  torch::Tensor face;      ///< F (f + 1, C, r, r), row 0 zero
  torch::Tensor faceless;  ///< F_bar (h, C, r, r)
  FaceWeights weights;     ///< alpha, alpha_bar (P,)
  torch::Tensor human_of_pair, object_of_pair, union_of_pair, face_of_pair;  ///< (P,) int64 rows
};

struct VisualFeatureOptions {
  FaceAttentionOptions face_attention;
  bool use_human_semantic_mining = true;  ///< off: H_bar = H
  bool use_face_attention = true;         ///< off: O_bar = O, and no parameters exist
  double human_semantic_temperature = 0;  ///< 0 = sqrt(C)
};

/// Makes X_v of one stage: enhances the human by its own parts and the object by the human's face.
/// Paper: Eqs. (3)-(4), section 3.3.1.
///
///   H = P(I, h)    O = P(I, o)    U = P(I, (h, o))        X_v = [H_bar, O_bar, U]
class VisualFeatureExtractorImpl : public torch::nn::Module {
 public:
  explicit VisualFeatureExtractorImpl(const VisualFeatureOptions& options);

  /// regions: of the boxes of one stage; faces: of the same humans, nullptr without face attention;
  /// groups: which region each pair uses.
  VisualFeature forward(const PairRegionFeatures& regions, const HumanFaces* faces,
                        const PairGroups& groups);

  bool uses_faces() const { return options_.use_face_attention; }

 private:
  VisualFeatureOptions options_;
  FaceAttention face_attention_{nullptr};
};
TORCH_MODULE(VisualFeatureExtractor);

}  // namespace hoi
