#include "model/hoi_cascade.h"

#include <algorithm>
#include <string>
#include <utility>

#include <ATen/Functions.h>
#include <c10/core/DefaultDtype.h>
#include <torch/utils.h>

#include "model/image_rows.h"
#include "model/merge_detections.h"
#include "vision/part_seeds.h"

namespace hoi {
namespace {

RoiAlignOptions square_grid(const CascadeOptions& options, int64_t side) {
  RoiAlignOptions align;
  align.convention = options.roi_convention;
  align.height = align.width = side;
  return align;
}

BoxHeadOptions box_head_options(const CascadeOptions& options, int64_t num_objects) {
  BoxHeadOptions head;
  head.channels = options.pyramid.channels;
  head.resolution = options.localization.resolution;
  head.hidden_features = options.localization.hidden_features;
  head.num_objects = num_objects;
  return head;
}

MaskHeadOptions mask_head_options(const CascadeOptions& options, int64_t num_objects, int64_t t) {
  MaskHeadOptions head;
  head.channels = options.pyramid.channels;
  head.hidden_channels = options.segmentation.channels;
  head.convolutions = options.segmentation.convolutions;
  head.num_objects = num_objects;
  head.receives_flow = t > 1;
  return head;
}

/// Rows begin..end of every stage: those of one image.
std::vector<RefinedProposals> rows_of_stages(const std::vector<RefinedProposals>& stages,
                                             int64_t begin, int64_t end) {
  std::vector<RefinedProposals> rows;
  for (const auto& stage : stages) {
    rows.push_back({stage.boxes.slice(0, begin, end), stage.parent_boxes.slice(0, begin, end),
                    stage.class_logits.slice(0, begin, end)});
  }
  return rows;
}

Regions leading_rows(const Regions& regions, int64_t count) {
  return {regions.boxes.slice(0, 0, count), regions.parent_boxes.slice(0, 0, count),
          regions.labels.slice(0, 0, count), regions.scores.slice(0, 0, count)};
}

}  // namespace

HoiCascadeImpl::HoiCascadeImpl(const CascadeOptions& options, const Vocabulary& vocabulary,
                               const torch::Tensor& prior)
    : options_(options), vocabulary_(vocabulary) {
  const auto num_objects = static_cast<int64_t>(vocabulary.objects.size());
  TORCH_CHECK(prior.dim() == 2 && prior.size(0) == num_objects &&
                  prior.size(1) == static_cast<int64_t>(vocabulary.verbs.size()),
              "HoiCascade: prior of shape ", prior.sizes(), " for ", num_objects, " objects and ",
              vocabulary.verbs.size(), " verbs");
  const int64_t channels = options.pyramid.channels;
  const PartSeeds seeds;
  seeds.start("backbone");
  backbone_ = register_module("backbone", build_backbone(options.backbone));
  seeds.start("pyramid");
  pyramid_ =
      register_module("pyramid", FeaturePyramidNetwork(options.pyramid, backbone_->channels()));
  seeds.start("proposals");
  proposals_ = register_module("proposals", RegionProposalNetwork(options.proposals, channels));

  const BoxHeadOptions head = box_head_options(options, num_objects);
  const RoiAlignOptions align = square_grid(options, options.localization.resolution);
  mask_pooler_ = RoiPooler(square_grid(options, kMaskRegionSize));
  for (int64_t t = 1; t <= options.stages; ++t) {
    const std::string number = std::to_string(t);
    LocalizationStageOptions stage = default_localization_stage(t);
    stage.regions_per_image = options.localization.regions_per_image;
    stage.positive_fraction = options.localization.positive_fraction;
    seeds.start("localization" + number);
    localization_.push_back(
        register_module("localization" + number, LocalizationStage(head, stage, align)));
    seeds.start("recognition" + number);
    recognition_.push_back(register_module(
        "recognition" + number, RecognitionStage(options.relation, channels, prior, align)));
    if (!options.segmentation.enabled) continue;
    seeds.start("segmentation" + number);
    segmentation_.push_back(register_module("segmentation" + number,
                                            MaskHead(mask_head_options(options, num_objects, t))));
  }
  if (options.segmentation.semantic_branch) {
    seeds.start("semantic");
    semantic_ = register_module("semantic",
                                SemanticBranch(SemanticBranchOptions{channels, 4, num_objects}));
  }
}

torch::Tensor HoiCascadeImpl::add_semantics(FeaturePyramid& image) {
  if (semantic_.is_empty()) return {};
  const SemanticOutput output = semantic_->forward(image);
  image.semantic = output.embedding;
  return output.logits;
}

torch::Tensor HoiCascadeImpl::mask_regions(const FeaturePyramid& image, const torch::Tensor& boxes,
                                           const torch::Tensor& image_index) const {
  const auto regions = mask_pooler_(image, boxes, image_index);
  if (!image.semantic.defined()) return regions;
  return regions + semantic_regions(image, boxes, image_index, kMaskRegionSize);
}

FeaturePyramid HoiCascadeImpl::pyramid(const torch::Tensor& pixels) {
  return pyramid_->forward(backbone_->forward(pixels));
}

std::vector<RecognitionStageImpl*> HoiCascadeImpl::predecessors_of(int64_t t) {
  std::vector<RecognitionStageImpl*> earlier;
  for (int64_t s = 1; s < t; ++s) {
    earlier.push_back(recognition_[static_cast<std::size_t>(s - 1)].get());
  }
  return earlier;
}

std::vector<ImagePrediction> HoiCascadeImpl::predict(const ImageBatch& batch,
                                                     const std::vector<torch::Tensor>& faces,
                                                     const PredictionOptions& options) {
  torch::NoGradGuard no_gradient;
  TORCH_CHECK(faces.size() == batch.sizes.size(), "HoiCascade: faces of ", faces.size(),
              " images for ", batch.sizes.size(), " images");
  FeaturePyramid image = pyramid(batch.pixels);
  add_semantics(image);
  const ImageRows rows =
      concatenate_rows(proposals_->proposals(proposals_->forward(image), batch.sizes));  // O^0

  std::vector<RefinedProposals> stages;
  torch::Tensor boxes = rows.boxes;
  for (auto& stage : localization_) {
    const LocalizationOutput output =
        stage->forward(image, boxes, rows.image_index, batch.sizes);  // O^t = L^t(O^{t-1})
    stages.push_back({output.boxes, boxes, output.class_logits});
    boxes = output.boxes;
  }

  DetectionOptions reported = options.detection;
  reported.min_score = std::min(options.report_min_score, options.detection.min_score);
  std::vector<ImagePrediction> predictions;
  int64_t begin = 0;
  for (std::size_t i = 0; i < rows.counts.size(); ++i) {
    const int64_t end = begin + rows.counts[i];
    const Regions regions = merge_detections(
        join_stages(rows_of_stages(stages, begin, end), options_.stage_merge), reported);
    begin = end;
    predictions.push_back(recognize(image, static_cast<int64_t>(i), regions, faces[i], options));
  }
  return predictions;
}

ImagePrediction HoiCascadeImpl::recognize(const FeaturePyramid& image, int64_t image_index,
                                          const Regions& regions, const torch::Tensor& faces,
                                          const PredictionOptions& options) {
  // Rows come best first, so those that may form pairs are the leading ones.
  const int64_t paired = (regions.scores >= options.detection.min_score).sum().item<int64_t>();
  const Regions rows = leading_rows(regions, paired);
  const bool gated = options.scoring == Scoring::kNetwork &&  // the prior looks at no features
                     uses_masks(options_.relation.representation);
  ImagePrediction prediction;
  prediction.regions = regions;
  if (!segmentation_.empty() && (options.masks || gated)) {
    const Regions& wanted = options.masks ? regions : rows;
    const auto index = torch::full_like(wanted.labels, image_index);
    prediction.masks = predicted_masks(options_.stages, image, index, wanted.boxes, wanted.labels);
  }
  prediction.pairs = enumerate_pairs(rows.labels, vocabulary_.person, vocabulary_.person_as_object);
  auto& stage = recognition_.back();
  if (options.scoring == Scoring::kPrior) {
    prediction.pair_scores =
        stage->prior_scores(rows.labels.index_select(0, prediction.pairs.object));
  } else {
    const auto gates = gated ? prediction.masks.slice(0, 0, paired) : torch::Tensor();
    const RelationInput input = of_one_image(
        {rows.boxes, rows.parent_boxes, rows.labels, gates, faces, prediction.pairs}, image_index);
    const RelationFeatures features =
        stage->features(image, input, predecessors_of(options_.stages));
    const torch::Tensor kept = stage->best_pairs(features);
    prediction.pairs = prediction.pairs.select(kept);
    prediction.pair_scores = stage->classify(features.select(kept)).fused(options_.score_fusion);
  }
  if (!options.masks) prediction.masks = torch::Tensor();
  return prediction;
}

std::vector<MaskHead> HoiCascadeImpl::segmentation_heads(int64_t t) const {
  return {segmentation_.begin(), segmentation_.begin() + t};
}

torch::Tensor HoiCascadeImpl::predicted_masks(int64_t t, const FeaturePyramid& image,
                                              const torch::Tensor& image_index,
                                              const torch::Tensor& boxes,
                                              const torch::Tensor& labels) {
  auto heads = segmentation_heads(t);
  return mask_probabilities(heads, mask_regions(image, boxes, image_index), labels + 1);
}

std::vector<torch::Tensor> HoiCascadeImpl::trained_parameters(TrainingPhase phase) const {
  std::vector<torch::Tensor> parameters;
  for (const auto& entry : named_parameters()) {
    const bool is_relation = entry.key().rfind("recognition", 0) == 0;
    const bool wanted =
        phase == TrainingPhase::kJoint || is_relation == (phase == TrainingPhase::kRelation);
    if (wanted && entry.value().requires_grad()) parameters.push_back(entry.value());
  }
  return parameters;
}

}  // namespace hoi
