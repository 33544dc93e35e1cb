#include "model/hoi_cascade.h"

#include <algorithm>
#include <string>
#include <utility>

#include <ATen/Functions.h>
#include <c10/core/DefaultDtype.h>
#include <torch/utils.h>

#include "model/merge_detections.h"

namespace hoi {
namespace {

/// Concatenates per-image rows and remembers which image each came from.
struct ImageRows {
  torch::Tensor boxes;        // (R, 4) of all images
  torch::Tensor image_index;  // (R,) int64
  std::vector<int64_t> counts;
};

ImageRows concatenate(const std::vector<torch::Tensor>& boxes_per_image) {
  ImageRows rows;
  std::vector<torch::Tensor> indices;
  for (std::size_t i = 0; i < boxes_per_image.size(); ++i) {
    const auto& boxes = boxes_per_image[i];
    rows.counts.push_back(boxes.size(0));
    indices.push_back(torch::full({boxes.size(0)}, static_cast<int64_t>(i),
                                  boxes.options().dtype(torch::kInt64)));
  }
  rows.boxes = torch::cat(boxes_per_image);
  rows.image_index = torch::cat(indices);
  return rows;
}

/// Refined regions of one image that did not start as ground truth: what the next stage and the
/// pair sampler may see (spec 1.7, 3.2).
RelationCandidates candidates_of(const SampledRegions& sample, const torch::Tensor& class_logits,
                                 const torch::Tensor& refined_boxes) {
  const auto rows = sample.is_ground_truth.logical_not().nonzero().squeeze(1);
  const auto best = class_logits.softmax(1).slice(1, 1).max(1);
  RelationCandidates candidates;
  candidates.boxes = refined_boxes.index_select(0, rows);
  candidates.parent_boxes = sample.boxes.index_select(0, rows);
  candidates.gt_index =
      torch::where(sample.is_positive, sample.gt_index, torch::full_like(sample.gt_index, -1))
          .index_select(0, rows);
  candidates.labels = std::get<1>(best).index_select(0, rows);
  candidates.scores = std::get<0>(best).index_select(0, rows);
  return candidates;
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
  backbone_ = register_module("backbone", build_backbone(options.backbone));
  pyramid_ =
      register_module("pyramid", FeaturePyramidNetwork(options.pyramid, backbone_->channels()));
  proposals_ = register_module("proposals", RegionProposalNetwork(options.proposals, channels));

  BoxHeadOptions head;
  head.channels = channels;
  head.resolution = options.localization.resolution;
  head.hidden_features = options.localization.hidden_features;
  head.num_objects = num_objects;
  RoiAlignOptions align;
  align.convention = options.roi_convention;
  align.height = align.width = options.localization.resolution;
  RoiAlignOptions relation_align = align;
  relation_align.height = relation_align.width = options.relation.resolution;

  for (int64_t t = 1; t <= options.stages; ++t) {
    LocalizationStageOptions stage = default_localization_stage(t);
    stage.regions_per_image = options.localization.regions_per_image;
    stage.positive_fraction = options.localization.positive_fraction;
    localization_.push_back(
        register_module("localization" + std::to_string(t), LocalizationStage(head, stage, align)));
    recognition_.push_back(
        register_module("recognition" + std::to_string(t),
                        RecognitionStage(options.relation, channels, prior, relation_align)));
  }
}

FeaturePyramid HoiCascadeImpl::pyramid(const torch::Tensor& pixels) {
  return pyramid_->forward(backbone_->forward(pixels));
}

CascadeLoss HoiCascadeImpl::loss(const ImageBatch& batch, const std::vector<GroundTruth>& truths,
                                 TrainingPhase phase, torch::Generator& generator) {
  TORCH_CHECK(truths.size() == batch.sizes.size(), "HoiCascade: ", truths.size(),
              " annotations for ", batch.sizes.size(), " images");
  const bool train_localization = phase != TrainingPhase::kRelation;
  const bool train_relation = phase != TrainingPhase::kLocalization;
  CascadeLoss loss;

  // In phase kRelation the detector is a fixed function: no graph is kept for it.
  torch::AutoGradMode localization_gradient(train_localization);
  const FeaturePyramid image = pyramid(batch.pixels);
  const RegionProposalOutput anchors = proposals_->forward(image);
  std::vector<torch::Tensor> regions = proposals_->proposals(anchors, batch.sizes);  // O^0
  if (train_localization) {
    const auto term = proposals_->loss(anchors, truths, batch.sizes, generator);
    loss.add("proposals/objectness", term.objectness);
    loss.add("proposals/box", term.box);
  }

  for (int64_t t = 1; t <= options_.stages; ++t) {
    auto& stage = localization_[static_cast<std::size_t>(t - 1)];
    std::vector<SampledRegions> samples;
    std::vector<torch::Tensor> sampled_boxes;
    for (std::size_t i = 0; i < truths.size(); ++i) {
      samples.push_back(stage->sample(regions[i], truths[i], generator));
      sampled_boxes.push_back(samples.back().boxes);
    }
    const ImageRows rows = concatenate(sampled_boxes);
    const LocalizationOutput output =
        stage->forward(image, rows.boxes, rows.image_index, batch.sizes);  // O^t = L^t(O^{t-1})
    if (train_localization) {
      const auto term = stage->loss(output, samples, truths);
      const std::string name = "stage" + std::to_string(t);
      loss.add(name + "/classification", term.classification, CascadeLoss::stage_weight(t));
      loss.add(name + "/box", term.box, CascadeLoss::stage_weight(t));
    }
    if (train_relation) {
      torch::AutoGradMode relation_gradient(true);
      add_relation_loss(t, image, output, samples, truths, generator, loss);
    }
    const auto refined = output.boxes.split_with_sizes(rows.counts);
    for (std::size_t i = 0; i < refined.size(); ++i) {
      // Ground-truth rows would teach the next stage on boxes it never sees at test time.
      const auto keep = samples[i].is_ground_truth.logical_not().nonzero().squeeze(1);
      regions[i] = refined[i].index_select(0, keep);
    }
  }
  return loss;
}

std::vector<RecognitionStageImpl*> HoiCascadeImpl::predecessors_of(int64_t t) {
  std::vector<RecognitionStageImpl*> earlier;
  for (int64_t s = 1; s < t; ++s) {
    earlier.push_back(recognition_[static_cast<std::size_t>(s - 1)].get());
  }
  return earlier;
}

void HoiCascadeImpl::add_relation_loss(int64_t t, const FeaturePyramid& image,
                                       const LocalizationOutput& output,
                                       const std::vector<SampledRegions>& samples,
                                       const std::vector<GroundTruth>& truths,
                                       torch::Generator& generator, CascadeLoss& loss) {
  auto& stage = recognition_[static_cast<std::size_t>(t - 1)];
  const auto predecessors = predecessors_of(t);
  const double iou_threshold =
      localization_[static_cast<std::size_t>(t - 1)]->options().iou_threshold;
  auto ranking = torch::zeros({}, output.boxes.options());
  auto classification = torch::zeros({}, output.boxes.options());
  int64_t images = 0;
  int64_t begin = 0;
  for (std::size_t i = 0; i < truths.size(); ++i) {
    const int64_t end = begin + samples[i].boxes.size(0);
    const auto candidates =
        candidates_of(samples[i], output.class_logits.detach().slice(0, begin, end),
                      output.boxes.slice(0, begin, end));
    begin = end;
    if (!truths[i].interactions_annotated) continue;
    const SampledPairs sampled =
        sample_pairs(candidates, truths[i], vocabulary_.person, vocabulary_.person_as_object,
                     iou_threshold, options_.pairs, generator);
    const RelationInput input{
        static_cast<int64_t>(i), sampled.boxes, sampled.parent_boxes, sampled.labels, {},
        truths[i].faces,         sampled.pairs};
    const RelationFeatures features = stage->features(image, input, predecessors);
    const RelationLoss term = stage->loss(features, sampled.targets, sampled.is_annotated);
    ranking = ranking + term.ranking;
    classification = classification + term.classification;
    ++images;
  }
  const std::string name = "stage" + std::to_string(t);
  const double weight = CascadeLoss::stage_weight(t);
  // A batch without annotated interactions has no relation loss; the terms stay in the log as 0.
  const auto count = static_cast<double>(std::max<int64_t>(images, 1));
  loss.add(name + "/ranking", ranking / count, weight);
  loss.add(name + "/relation", classification / count, weight);
}

std::vector<ImagePrediction> HoiCascadeImpl::predict(const ImageBatch& batch,
                                                     const std::vector<torch::Tensor>& faces,
                                                     const PredictionOptions& options) {
  torch::NoGradGuard no_gradient;
  TORCH_CHECK(faces.size() == batch.sizes.size(), "HoiCascade: faces of ", faces.size(),
              " images for ", batch.sizes.size(), " images");
  const FeaturePyramid image = pyramid(batch.pixels);
  ImageRows rows =
      concatenate(proposals_->proposals(proposals_->forward(image), batch.sizes));  // O^0

  RefinedProposals refined{rows.boxes, rows.boxes, {}};
  for (auto& stage : localization_) {
    const LocalizationOutput output =
        stage->forward(image, refined.boxes, rows.image_index, batch.sizes);  // O^t = L^t(O^{t-1})
    refined.class_logits = refined.class_logits.defined()
                               ? refined.class_logits + output.class_logits
                               : output.class_logits;
    refined.parent_boxes = refined.boxes;
    refined.boxes = output.boxes;
  }
  refined.class_logits = refined.class_logits / static_cast<double>(options_.stages);

  DetectionOptions reported = options.detection;
  reported.min_score = std::min(options.report_min_score, options.detection.min_score);
  std::vector<ImagePrediction> predictions;
  int64_t begin = 0;
  for (std::size_t i = 0; i < rows.counts.size(); ++i) {
    const int64_t end = begin + rows.counts[i];
    const Regions regions = merge_detections(
        {refined.boxes.slice(0, begin, end), refined.parent_boxes.slice(0, begin, end),
         refined.class_logits.slice(0, begin, end)},
        reported);
    begin = end;
    // Rows come best first, so those that may form pairs are the leading ones.
    const int64_t paired = (regions.scores >= options.detection.min_score).sum().item<int64_t>();
    auto prediction = recognize(image, static_cast<int64_t>(i), leading_rows(regions, paired),
                                faces[i], options.scoring);
    prediction.regions = regions;
    predictions.push_back(std::move(prediction));
  }
  return predictions;
}

ImagePrediction HoiCascadeImpl::recognize(const FeaturePyramid& image, int64_t image_index,
                                          const Regions& regions, const torch::Tensor& faces,
                                          Scoring scoring) {
  const HumanObjectPairs pairs =
      enumerate_pairs(regions.labels, vocabulary_.person, vocabulary_.person_as_object);
  auto& stage = recognition_.back();
  if (scoring == Scoring::kPrior) {
    return {regions, pairs, stage->prior_scores(regions.labels.index_select(0, pairs.object))};
  }
  const RelationFeatures features = stage->features(
      image, {image_index, regions.boxes, regions.parent_boxes, regions.labels, {}, faces, pairs},
      predecessors_of(options_.stages));
  const torch::Tensor kept = stage->best_pairs(features);
  const ActionScores scores = stage->classify(features.select(kept));
  return {regions, pairs.select(kept), scores.fused(options_.score_fusion)};
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
