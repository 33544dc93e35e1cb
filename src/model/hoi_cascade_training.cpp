// The training half of HoiCascade: who chooses the rows, and what each stage is taught.
#include <algorithm>
#include <string>

#include <ATen/Functions.h>
#include <torch/utils.h>

#include "detection/mask_loss.h"
#include "model/hoi_cascade.h"
#include "model/image_rows.h"
#include "model/picture_generators.h"
#include "model/relation_candidates.h"
#include "vision/box_masks.h"

namespace hoi {
namespace {

/// The pairs of an image whose interactions are annotated.
struct ImagePairs {
  std::size_t image;  ///< in the batch
  SampledPairs sampled;
};

/// What a stage learns from, without masks.
struct RelationExamples {
  RelationInput input;
  torch::Tensor targets;       // (P, N)
  torch::Tensor is_annotated;  // (P,)
};

RelationExamples join_pairs(const std::vector<ImagePairs>& pairs,
                            const std::vector<GroundTruth>& truths) {
  std::vector<RelationInput> inputs;
  std::vector<torch::Tensor> targets, is_annotated;
  for (const auto& [image, sampled] : pairs) {
    RelationInput input;
    input.boxes = sampled.boxes;
    input.parent_boxes = sampled.parent_boxes;
    input.labels = sampled.labels;
    input.faces = truths[image].faces;
    input.pairs = sampled.pairs;
    inputs.push_back(of_one_image(input, static_cast<int64_t>(image)));
    targets.push_back(sampled.targets);
    is_annotated.push_back(sampled.is_annotated);
  }
  return {join_inputs(inputs), torch::cat(targets), torch::cat(is_annotated)};
}

/// Entities of each image start with its ground-truth rows, which show the mask they have (spec
/// 2.19). masks: of the entities of all images.
void show_known_masks(const std::vector<ImagePairs>& pairs, const std::vector<GroundTruth>& truths,
                      torch::Tensor& masks) {
  std::vector<torch::Tensor> rows, is_known, known_masks;
  int64_t first_row = 0;
  for (const auto& [image, sampled] : pairs) {
    const GroundTruth& truth = truths[image];
    if (truth.masks.defined() && truth.boxes.size(0) > 0) {
      rows.push_back(first_row + torch::arange(truth.boxes.size(0), truth.labels.options()));
      is_known.push_back(truth.has_mask);
      known_masks.push_back(truth.masks);
    }
    first_row += sampled.boxes.size(0);
  }
  if (rows.empty()) return;
  const auto known = torch::cat(is_known).nonzero().squeeze(1);
  const auto shown = torch::avg_pool2d(torch::cat(known_masks).index_select(0, known).unsqueeze(1),
                                       kTruthMaskSize / kMaskSize)
                         .squeeze(1);
  masks.index_copy_(0, torch::cat(rows).index_select(0, known), shown);
}

/// (B, H / 8, W / 8), cell for cell those of `logits`.
torch::Tensor semantic_targets(const std::vector<GroundTruth>& truths,
                               const std::vector<ImageSize>& sizes, const torch::Tensor& logits) {
  std::vector<torch::Tensor> targets;
  for (std::size_t i = 0; i < truths.size(); ++i) {
    targets.push_back(semantic_target(truths[i], sizes[i], logits.size(2), logits.size(3)));
  }
  return torch::stack(targets);
}

double known_cells(const torch::Tensor& targets) {
  return targets.ne(int64_t{kUnknownSemantics}).sum().item<double>();
}

}  // namespace

CascadeLoss HoiCascadeImpl::loss(const ImageBatch& batch, const std::vector<GroundTruth>& truths,
                                 TrainingPhase phase, torch::Generator& generator) {
  auto generators = image_generators(truths.size(), generator);
  return loss(batch, truths, phase, generators);
}

CascadeLoss HoiCascadeImpl::loss(const ImageBatch& batch, const std::vector<GroundTruth>& truths,
                                 TrainingPhase phase, std::vector<torch::Generator>& generators) {
  TORCH_CHECK(truths.size() == batch.sizes.size() && truths.size() == generators.size(),
              "HoiCascade: ", truths.size(), " annotations and ", generators.size(),
              " generators for ", batch.sizes.size(), " images");
  const bool train_localization = phase != TrainingPhase::kRelation;
  const bool train_relation = phase != TrainingPhase::kLocalization;
  CascadeLoss loss;

  // In phase kRelation the detector is a fixed function: no graph is kept for it.
  torch::AutoGradMode localization_gradient(train_localization);
  FeaturePyramid image = pyramid(batch.pixels);
  const torch::Tensor semantic_logits = add_semantics(image);
  const RegionProposalOutput anchors = proposals_->forward(image);
  std::vector<torch::Tensor> regions = proposals_->proposals(anchors, batch.sizes);  // O^0
  if (train_localization) {
    const auto term = proposals_->loss(anchors, truths, batch.sizes, generators);
    loss.add("proposals/objectness", term.objectness, 1, static_cast<double>(term.rows));
    loss.add("proposals/box", term.box, 1, static_cast<double>(term.rows));
    if (semantic_logits.defined()) {
      const auto targets = semantic_targets(truths, batch.sizes, semantic_logits);
      loss.add("semantic", semantic_loss(semantic_logits, targets),
               options_.segmentation.semantic_loss_weight, known_cells(targets));
    }
  }

  for (int64_t t = 1; t <= options_.stages; ++t) {
    auto& stage = localization_[static_cast<std::size_t>(t - 1)];
    std::vector<SampledRegions> samples;
    std::vector<torch::Tensor> sampled_boxes;
    for (std::size_t i = 0; i < truths.size(); ++i) {
      samples.push_back(stage->sample(regions[i], truths[i], generators[i]));
      sampled_boxes.push_back(samples.back().boxes);
    }
    const ImageRows rows = concatenate_rows(sampled_boxes);
    const LocalizationOutput output =
        stage->forward(image, rows.boxes, rows.image_index, batch.sizes);  // O^t = L^t(O^{t-1})
    if (train_localization) {
      const auto term = stage->loss(output, samples, truths);
      const std::string name = "stage" + std::to_string(t);
      const auto count = static_cast<double>(term.rows);
      loss.add(name + "/classification", term.classification, CascadeLoss::stage_weight(t), count);
      loss.add(name + "/box", term.box, CascadeLoss::stage_weight(t), count);
    }
    const auto candidates = relation_candidates(samples, output);
    if (train_relation) {
      torch::AutoGradMode relation_gradient(true);
      add_relation_loss(t, image, candidates, truths, generators, loss);
    }
    for (std::size_t i = 0; i < regions.size(); ++i) regions[i] = candidates[i].boxes;
    if (train_localization && !segmentation_.empty()) {
      add_mask_loss(t, image, regions, truths, generators, loss);
    }
  }
  return loss;
}

void HoiCascadeImpl::add_relation_loss(int64_t t, const FeaturePyramid& image,
                                       const std::vector<RelationCandidates>& candidates,
                                       const std::vector<GroundTruth>& truths,
                                       std::vector<torch::Generator>& generators,
                                       CascadeLoss& loss) {
  const double iou_threshold =
      localization_[static_cast<std::size_t>(t - 1)]->options().iou_threshold;
  std::vector<ImagePairs> pairs;
  for (std::size_t i = 0; i < truths.size(); ++i) {
    if (!truths[i].interactions_annotated) continue;
    pairs.push_back(
        {i, sample_pairs(candidates[i], truths[i], vocabulary_.person, vocabulary_.person_as_object,
                         iou_threshold, options_.pairs, generators[i])});
  }

  const auto zero = torch::zeros({}, image.levels[0].options().dtype(torch::kFloat32));
  RelationLoss sum{zero, zero};
  if (!pairs.empty()) {
    auto& stage = recognition_[static_cast<std::size_t>(t - 1)];
    RelationExamples examples = join_pairs(pairs, truths);
    if (uses_masks(options_.relation.representation)) {
      examples.input.masks = entity_masks(t, image, examples.input);
      show_known_masks(pairs, truths, examples.input.masks);
    }
    const auto features = stage->features(image, examples.input, predecessors_of(t));
    sum = stage->loss(features, examples.targets, examples.is_annotated);
  }
  const std::string name = "stage" + std::to_string(t);
  const double weight = CascadeLoss::stage_weight(t);
  // A batch without annotated interactions has no relation loss; the terms stay in the log as 0.
  const auto count = static_cast<double>(pairs.size());
  loss.add(name + "/ranking", sum.ranking / std::max(count, 1.0), weight, count);
  loss.add(name + "/relation", sum.classification / std::max(count, 1.0), weight, count);
}

void HoiCascadeImpl::add_mask_loss(int64_t t, const FeaturePyramid& image,
                                   const std::vector<torch::Tensor>& regions,
                                   const std::vector<GroundTruth>& truths,
                                   const std::vector<torch::Generator>& generators,
                                   CascadeLoss& loss) {
  const auto& stage = localization_[static_cast<std::size_t>(t - 1)];
  std::vector<torch::Tensor> boxes, channels, targets;
  for (std::size_t i = 0; i < truths.size(); ++i) {
    auto own_generator = generators[i].clone();  // masks leave the draws of other samplers alone
    // The boxes after D^t are matched and sampled anew (spec 1.8).
    const MaskExamples examples =
        mask_examples(stage->sample(regions[i], truths[i], own_generator), truths[i]);
    boxes.push_back(examples.boxes);
    channels.push_back(examples.channels);
    targets.push_back(examples.targets);
  }
  const ImageRows rows = concatenate_rows(boxes);
  auto heads = segmentation_heads(t);
  const auto logits =
      mask_logits(heads, mask_regions(image, rows.boxes, rows.image_index), torch::cat(channels));
  loss.add("stage" + std::to_string(t) + "/mask", mask_loss(logits, torch::cat(targets)),
           CascadeLoss::stage_weight(t), static_cast<double>(logits.size(0)));
}

torch::Tensor HoiCascadeImpl::entity_masks(int64_t t, const FeaturePyramid& image,
                                           const RelationInput& input) {
  torch::NoGradGuard no_gradient;
  const int64_t entities = input.boxes.size(0);
  auto masks = torch::zeros({entities, kMaskSize, kMaskSize}, input.boxes.options());
  auto is_used = torch::zeros({entities}, input.labels.options().dtype(torch::kBool));
  is_used.index_fill_(0, torch::cat({input.pairs.human, input.pairs.object}), true);
  const auto used = is_used.nonzero().squeeze(1);
  masks.index_copy_(
      0, used,
      predicted_masks(t, image, input.image_index.index_select(0, used),
                      input.boxes.index_select(0, used), input.labels.index_select(0, used)));
  return masks;
}

}  // namespace hoi
