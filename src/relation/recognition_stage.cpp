#include "relation/recognition_stage.h"

#include <algorithm>
#include <tuple>

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Functions.h>
#include <c10/util/Exception.h>

#include "relation/classification_loss.h"
#include "relation/face_assignment.h"
#include "relation/pair_groups.h"
#include "relation/ranking_loss.h"
#include "relation/semantic_feature.h"
#include "vision/box_masks.h"
#include "vision/part_seeds.h"

namespace hoi {
namespace {

RoiAlignOptions square_grid(RoiAlignOptions align, int64_t resolution) {
  align.height = align.width = resolution;
  return align;
}

VisualFeatureOptions visual_options(const RecognitionOptions& options, int64_t channels) {
  VisualFeatureOptions visual;
  visual.face_attention.channels = channels;
  visual.face_attention.resolution = options.resolution;
  visual.face_attention.hidden_features = options.face_hidden_features;
  visual.use_human_semantic_mining = options.use_human_semantic_mining;
  visual.use_face_attention = options.use_face_attention;
  visual.human_semantic_temperature = options.human_semantic_temperature;
  return visual;
}

CrossStageFusionOptions fusion_options(const RecognitionOptions& options, int64_t channels) {
  CrossStageFusionOptions fusion;
  fusion.channels = channels;
  fusion.resolution = options.resolution;
  fusion.features = options.visual_features;
  return fusion;
}

ClassificationModuleOptions classification_options(const RecognitionOptions& options,
                                                   int64_t num_verbs) {
  ClassificationModuleOptions classification;
  classification.num_verbs = num_verbs;
  classification.visual_features = options.visual_features;
  classification.geometric_features = options.geometric_features;
  return classification;
}

/// The regions as one stage sees them.
struct StageRegions {
  torch::Tensor boxes;        // (R, 4)
  torch::Tensor union_boxes;  // (u, 4)
  torch::Tensor masks;        // (R, S, S) in the frame of `boxes`; undefined for boxes alone
};

PairMasks masks_of_pairs(const torch::Tensor& masks, const HumanObjectPairs& pairs) {
  if (!masks.defined()) return {};
  return {masks.index_select(0, pairs.human), masks.index_select(0, pairs.object)};
}

/// `count` of `pairs` rows in ascending order.
torch::Tensor random_rows(int64_t pairs, int64_t count) {
  auto generator = at::make_generator<at::CPUGeneratorImpl>(static_cast<uint64_t>(pairs));
  const auto order = at::randperm(pairs, generator, torch::TensorOptions(torch::kInt64));
  return std::get<0>(order.slice(0, 0, count).sort());
}

}  // namespace

int64_t first_visual_stage(const RecognitionOptions& options, int64_t t) {
  const bool accumulates = options.visual_predecessor == VisualPredecessor::kAccumulated;
  return accumulates ? 1 : std::max<int64_t>(t - 1, 1);
}

RelationFeatures RelationFeatures::select(const torch::Tensor& rows) const {
  return {semantic.index_select(0, rows), geometric.index_select(0, rows),
          visual.index_select(0, rows), image_index.index_select(0, rows)};
}

RecognitionStageImpl::RecognitionStageImpl(const RecognitionOptions& options, int64_t channels,
                                           const torch::Tensor& prior, const RoiAlignOptions& align)
    : options_(options), pooler_(square_grid(align, options.resolution)) {
  TORCH_CHECK(prior.dim() == 2, "RecognitionStage: prior of shape ", prior.sizes(),
              ", expected (K, N)");
  prior_ = register_buffer("prior", prior.detach().clone());
  const PartSeeds seeds;
  seeds.start("geometric");
  geometric_ =
      register_module("geometric", GeometricFeature(GeometricFeatureOptions{
                                       options.geometric_channels, options.geometric_features}));
  seeds.start("visual");
  visual_ = register_module("visual", VisualFeatureExtractor(visual_options(options, channels)));
  seeds.start("fusion");
  fusion_ = register_module("fusion", CrossStageFusion(fusion_options(options, channels)));
  if (options.use_ranking) {
    seeds.start("ranking");
    ranking_ = register_module(
        "ranking",
        RankingModule(RankingModuleOptions{options.visual_features, options.geometric_features}));
  }
  seeds.start("classification");
  classification_ = register_module(
      "classification", ClassificationModule(classification_options(options, prior.size(1))));
}

RelationFeatures RecognitionStageImpl::features(
    const FeaturePyramid& image, const RelationInput& input,
    const std::vector<RecognitionStageImpl*>& predecessors) {
  const auto& pairs = input.pairs;
  const auto masks = gating_masks(options_.representation, input.masks, input.boxes.size(0));
  RelationFeatures features;
  features.image_index = input.image_index.index_select(0, pairs.human);
  features.semantic = prior_scores(input.labels.index_select(0, pairs.object));
  features.geometric =
      geometric_->forward(input.boxes.index_select(0, pairs.human),
                          input.boxes.index_select(0, pairs.object), masks_of_pairs(masks, pairs));
  const auto t = static_cast<int64_t>(predecessors.size()) + 1;
  features.visual = visual_feature(
      image, input, masks,
      {predecessors.begin() + first_visual_stage(options_, t) - 1, predecessors.end()});
  return features;
}

torch::Tensor RecognitionStageImpl::visual_feature(
    const FeaturePyramid& image, const RelationInput& input, const torch::Tensor& masks,
    const std::vector<RecognitionStageImpl*>& predecessors) {
  const PairGroups groups =
      group_pairs(input, masks.defined() ? UnionSharing::kSameRegions : UnionSharing::kSameBoxes);
  HumanFaces faces;  // the same face for all stages: it is where it is, whatever the human's box
  if (visual_->uses_faces()) {
    const auto face_of_human =
        assign_faces(input.boxes.index_select(0, groups.humans), groups.human_image, input.faces,
                     input.face_image_index);
    faces = pool_faces(pooler_, image, input.faces, input.face_image_index, face_of_human);
  }
  const auto regions_of = [&](const StageRegions& stage) {
    const auto in_boxes = pool_pair_regions(pooler_, image, stage.boxes, stage.union_boxes, groups);
    if (!stage.masks.defined()) return in_boxes;
    return gate_regions(options_.representation, in_boxes,
                        region_masks(stage.masks, stage.boxes, stage.union_boxes, groups));
  };
  const VisualFeature current =
      visual_->forward(regions_of({input.boxes, groups.union_boxes, masks}), &faces, groups);
  if (predecessors.empty()) return fusion_->forward(current, {});

  // The mask of a row is where it is; the parent box is another window on it.
  const auto parent_masks =
      masks.defined() ? resample_masks(masks, input.boxes, input.parent_boxes, masks.size(1))
                      : masks;
  const auto parent_regions =
      regions_of({input.parent_boxes, groups.parent_union_boxes, parent_masks});
  std::vector<VisualFeature> earlier;
  for (RecognitionStageImpl* stage : predecessors) {
    earlier.push_back(stage->visual_->forward(parent_regions, &faces, groups));
  }
  return fusion_->forward(current, earlier);
}

torch::Tensor RecognitionStageImpl::rank(const RelationFeatures& features) {
  if (ranking_.is_empty()) {
    return torch::ones({features.visual.size(0)}, features.visual.options());
  }
  return ranking_->forward(features.visual, features.geometric);
}

torch::Tensor RecognitionStageImpl::best_pairs(const RelationFeatures& features) {
  const int64_t pairs = features.visual.size(0);
  if (ranking_.is_empty()) {
    const bool keeps_all =
        options_.unranked_pairs == UnrankedPairs::kAll || pairs <= options_.top_pairs;
    const auto rows = keeps_all ? torch::arange(pairs, torch::TensorOptions(torch::kInt64))
                                : random_rows(pairs, options_.top_pairs);
    return rows.to(features.visual.device());
  }
  const auto order =
      std::get<1>(rank(features).sort(/*stable=*/true, /*dim=*/0, /*descending=*/true));
  return order.slice(0, 0, options_.top_pairs);
}

ActionScores RecognitionStageImpl::classify(const RelationFeatures& features) {
  return classification_->forward(features.semantic, features.geometric, features.visual);
}

RelationLoss RecognitionStageImpl::loss(const RelationFeatures& features,
                                        const torch::Tensor& targets,
                                        const torch::Tensor& is_annotated) {
  RelationLoss loss;
  loss.classification =
      classification_loss(classify(features).logits, targets, features.image_index);
  if (ranking_.is_empty()) {
    loss.ranking = torch::zeros({}, features.visual.options());
    return loss;
  }
  loss.ranking =
      ranking_loss(rank(features), is_annotated, features.image_index, options_.ranking_margin);
  return loss;
}

torch::Tensor RecognitionStageImpl::prior_scores(const torch::Tensor& object_labels) const {
  return semantic_feature(prior_, object_labels);
}

}  // namespace hoi
