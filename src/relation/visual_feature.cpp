#include "relation/visual_feature.h"

#include <ATen/Functions.h>
#include <c10/util/Exception.h>

#include "relation/face_removal.h"
#include "relation/human_semantic_mining.h"

namespace hoi {

PairRegionFeatures pool_pair_regions(const RoiPooler& pooler, const FeaturePyramid& image,
                                     const torch::Tensor& boxes, const torch::Tensor& union_boxes,
                                     const PairGroups& groups) {
  const auto human_boxes = boxes.index_select(0, groups.humans);
  const auto object_boxes = boxes.index_select(0, groups.objects);
  const auto pooled =
      pooler(image, torch::cat({human_boxes, object_boxes, union_boxes}),
             torch::cat({groups.human_image, groups.object_image, groups.union_image}));
  const auto parts =
      pooled.split_with_sizes({human_boxes.size(0), object_boxes.size(0), union_boxes.size(0)});
  return {human_boxes, parts[0], parts[0], parts[1], parts[2]};
}

HumanFaces pool_faces(const RoiPooler& pooler, const FeaturePyramid& image,
                      const torch::Tensor& faces, const torch::Tensor& face_image,
                      const torch::Tensor& face_of_human) {
  HumanFaces result;
  result.face_of_human = face_of_human + 1;
  const auto boxes = faces.slice(1, 0, 4);
  result.boxes = torch::cat({torch::zeros({1, 4}, boxes.options()), boxes})
                     .index_select(0, result.face_of_human);
  const auto pooled = pooler(image, boxes.contiguous(), face_image);
  const auto none =
      torch::zeros({1, pooled.size(1), pooled.size(2), pooled.size(3)}, pooled.options());
  result.features = torch::cat({none, pooled});
  return result;
}

VisualFeatureExtractorImpl::VisualFeatureExtractorImpl(const VisualFeatureOptions& options)
    : options_(options) {
  if (options.use_face_attention) {
    face_attention_ = register_module("face_attention", FaceAttention(options.face_attention));
  }
}

VisualFeature VisualFeatureExtractorImpl::forward(const PairRegionFeatures& regions,
                                                  const HumanFaces* faces,
                                                  const PairGroups& groups) {
  VisualFeature feature;
  feature.human = options_.use_human_semantic_mining
                      ? human_semantic_mining(regions.human, options_.human_semantic_temperature)
                      : regions.human;
  feature.object = regions.object;
  feature.unions = regions.unions;
  feature.human_of_pair = groups.human_of_pair;
  feature.object_of_pair = groups.object_of_pair;
  feature.union_of_pair = groups.union_of_pair;
  if (!options_.use_face_attention) return feature;

  TORCH_CHECK(faces != nullptr && faces->face_of_human.size(0) == regions.human.size(0),
              "VisualFeatureExtractor: face attention needs the faces of all ",
              regions.human.size(0), " humans");
  feature.face = faces->features;
  feature.faceless = remove_faces(regions.human_in_box, regions.human_boxes, faces->boxes);
  feature.face_of_pair = faces->face_of_human.index_select(0, groups.human_of_pair);
  feature.weights = face_attention_->forward({feature.face, feature.faceless, feature.object,
                                              feature.face_of_pair, feature.human_of_pair,
                                              feature.object_of_pair});
  return feature;
}

}  // namespace hoi
