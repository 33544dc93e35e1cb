#include "relation/pair_sampler.h"

#include <algorithm>
#include <tuple>

#include <ATen/Functions.h>
#include <c10/util/Exception.h>

#include "vision/boxes.h"
#include "vision/device_copy.h"

namespace hoi {
namespace {

/// E_t of spec 3.2, step 1.
struct Entities {
  torch::Tensor boxes, parent_boxes;  // (E, 4); the first rows are the ground truth
  torch::Tensor labels;               // (E,)
  torch::Tensor gt_index;             // (E,) -1 for background
};

torch::Tensor rows_where(const torch::Tensor& mask) { return mask.nonzero().squeeze(1); }

torch::Tensor falling_order(const torch::Tensor& values) {
  return std::get<1>(values.sort(/*stable=*/true, /*dim=*/0, /*descending=*/true));
}

torch::Tensor shuffled(const torch::Tensor& rows, torch::Generator& generator) {
  const auto order = at::randperm(rows.size(0), generator, torch::TensorOptions(torch::kInt64));
  return rows.index_select(0, copied_to(order, rows.options()));
}

/// Matched candidates, at most `limit` for each ground-truth box, those of highest IoU first.
torch::Tensor best_matched_rows(const RelationCandidates& candidates, const torch::Tensor& gt_boxes,
                                int64_t limit) {
  const auto rows = rows_where(candidates.gt_index.ge(0));
  if (rows.size(0) == 0) return rows;
  const auto gt_index = candidates.gt_index.index_select(0, rows);
  const auto iou = box_iou(candidates.boxes.index_select(0, rows), gt_boxes)
                       .gather(1, gt_index.unsqueeze(1))
                       .squeeze(1);
  auto order = falling_order(iou);
  const auto by_truth = gt_index.index_select(0, order).sort(/*stable=*/true, /*dim=*/0,
                                                             /*descending=*/false);
  order = order.index_select(0, std::get<1>(by_truth));  // grouped by ground truth, IoU falling
  const auto group = std::get<0>(by_truth).contiguous();
  const auto place = torch::arange(rows.size(0), rows.options()) - at::searchsorted(group, group);
  return rows.index_select(0, order.index_select(0, rows_where(place.lt(limit))));
}

/// Unmatched candidates that the detector believes in most.
torch::Tensor best_background_rows(const RelationCandidates& candidates,
                                   const PairSamplerOptions& options) {
  const auto rows = rows_where(
      candidates.gt_index.lt(0).logical_and(candidates.scores.ge(options.background_min_score)));
  const auto order = falling_order(candidates.scores.index_select(0, rows));
  return rows.index_select(0, order.slice(0, 0, options.background_regions));
}

Entities gather_entities(const RelationCandidates& candidates, const GroundTruth& truth,
                         const PairSamplerOptions& options) {
  auto matched = best_matched_rows(candidates, truth.boxes, options.regions_per_truth);
  auto background = best_background_rows(candidates, options);
  // Where not every object has a box, an unmatched region may take part in an interaction.
  if (!truth.boxes_exhaustive) background = background.slice(0, 0, 0);
  const auto refined = torch::cat({matched, background});
  const auto matched_labels =
      truth.labels.index_select(0, candidates.gt_index.index_select(0, matched));

  Entities entities;
  entities.boxes = torch::cat({truth.boxes, candidates.boxes.index_select(0, refined)});
  entities.parent_boxes =
      torch::cat({truth.boxes, candidates.parent_boxes.index_select(0, refined)});
  entities.labels =
      torch::cat({truth.labels, matched_labels, candidates.labels.index_select(0, background)});
  entities.gt_index = torch::cat({torch::arange(truth.labels.size(0), truth.labels.options()),
                                  candidates.gt_index.index_select(0, refined)});
  return entities;
}

/// Step 2: all pairs of a person with another entity that does not stand for the same instance.
HumanObjectPairs pairs_of(const Entities& entities, int64_t person, bool person_as_object) {
  const auto pairs = enumerate_pairs(entities.labels, person, person_as_object);
  const auto human = entities.gt_index.index_select(0, pairs.human);
  const auto object = entities.gt_index.index_select(0, pairs.object);
  return pairs.select(rows_where(human.ne(object).logical_or(human.lt(0))));
}

/// Step 3: which annotated pairs each pair stands for, (P, A) bool.
torch::Tensor matched_annotations(const Entities& entities, const HumanObjectPairs& pairs,
                                  const GroundTruth& truth, double iou_threshold) {
  const auto same_class = entities.labels.unsqueeze(1).eq(truth.labels.unsqueeze(0));
  auto stands_for =
      box_iou(entities.boxes, truth.boxes).ge(iou_threshold).logical_and(same_class);  // (E, G)
  // A ground-truth box stands for itself even if it has no area.
  const auto itself = torch::arange(truth.labels.size(0), truth.labels.options());
  stands_for.index_put_({itself, itself}, torch::ones({}, stands_for.options()));
  const auto human = stands_for.index_select(1, truth.pair_subject).index_select(0, pairs.human);
  const auto object = stands_for.index_select(1, truth.pair_object).index_select(0, pairs.object);
  return human.logical_and(object);
}

/// Pairs whose human, or whose object, is that of a positive pair too: (P,) bool.
torch::Tensor shares_with_positive(const HumanObjectPairs& pairs,
                                   const torch::Tensor& positive_rows, int64_t num_entities) {
  const auto options = pairs.human.options().dtype(torch::kBool);
  auto shared = torch::zeros({pairs.size()}, options);
  for (const auto* rows : {&pairs.human, &pairs.object}) {
    auto is_positive = torch::zeros({num_entities}, options);
    is_positive.index_fill_(0, rows->index_select(0, positive_rows), true);
    shared.logical_or_(is_positive.index_select(0, *rows));
  }
  return shared;
}

/// Step 4: pairs of two ground-truth boxes first, then the others at random.
torch::Tensor draw_positives(const HumanObjectPairs& pairs, const torch::Tensor& is_positive,
                             int64_t num_truths, int64_t limit, torch::Generator& generator) {
  const auto is_truth = pairs.human.lt(num_truths).logical_and(pairs.object.lt(num_truths));
  const auto truths = rows_where(is_positive.logical_and(is_truth));
  const auto others = rows_where(is_positive.logical_and(is_truth.logical_not()));
  return torch::cat({shuffled(truths, generator), shuffled(others, generator)}).slice(0, 0, limit);
}

/// Steps 4 and 5: `wanted` negatives, half of them hard; either kind fills up for the other.
torch::Tensor draw_negatives(const torch::Tensor& is_negative, const torch::Tensor& is_shared,
                             int64_t wanted, torch::Generator& generator) {
  const auto hard = shuffled(rows_where(is_negative.logical_and(is_shared)), generator);
  const auto easy =
      shuffled(rows_where(is_negative.logical_and(is_shared.logical_not())), generator);
  int64_t num_hard = std::min(hard.size(0), (wanted + 1) / 2);
  const int64_t num_easy = std::min(easy.size(0), wanted - num_hard);
  num_hard = std::min(hard.size(0), wanted - num_easy);
  return torch::cat({hard.slice(0, 0, num_hard), easy.slice(0, 0, num_easy)});
}

}  // namespace

SampledPairs sample_pairs(const RelationCandidates& candidates, const GroundTruth& truth,
                          int64_t person, bool person_as_object, double iou_threshold,
                          const PairSamplerOptions& options, torch::Generator& generator) {
  TORCH_CHECK(truth.pair_verbs.dim() == 2 && truth.pair_verbs.size(0) == truth.pair_subject.size(0),
              "sample_pairs: verbs of shape ", truth.pair_verbs.sizes(), " for ",
              truth.pair_subject.size(0), " annotated pairs");
  torch::NoGradGuard no_gradient;
  const auto entities = gather_entities(candidates, truth, options);
  const auto pairs = pairs_of(entities, person, person_as_object);
  const auto annotations = matched_annotations(entities, pairs, truth, iou_threshold);
  const auto is_positive = annotations.any(1);

  const int64_t max_positives = options.pairs_per_image / 4;
  const auto positives =
      draw_positives(pairs, is_positive, truth.labels.size(0), max_positives, generator);
  const int64_t wanted = positives.size(0) == 0 ? options.negatives_without_positive
                                                : std::min(3 * positives.size(0),
                                                           options.pairs_per_image - max_positives);
  const auto is_shared =
      shares_with_positive(pairs, rows_where(is_positive), entities.labels.size(0));
  const auto negatives = draw_negatives(is_positive.logical_not(), is_shared, wanted, generator);

  const auto drawn = torch::cat({positives, negatives});
  SampledPairs sample;
  sample.boxes = entities.boxes;
  sample.parent_boxes = entities.parent_boxes;
  sample.labels = entities.labels;
  sample.pairs = pairs.select(drawn);
  const auto verbs = truth.pair_verbs;
  sample.targets =
      annotations.index_select(0, drawn).to(verbs.dtype()).matmul(verbs).gt(0).to(verbs.dtype());
  sample.is_annotated = is_positive.index_select(0, drawn);
  return sample;
}

}  // namespace hoi
