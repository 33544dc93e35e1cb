#include "model/relation_candidates.h"

#include <tuple>

#include <ATen/Functions.h>

#include "vision/device_copy.h"

namespace hoi {
namespace {

torch::Tensor join_rows(const std::vector<SampledRegions>& samples,
                        torch::Tensor SampledRegions::*rows) {
  std::vector<torch::Tensor> parts;
  for (const auto& sample : samples) parts.push_back(sample.*rows);
  return torch::cat(parts);
}

/// Rows that go on, and how many there are of each image.
struct KeptRows {
  torch::Tensor rows;
  std::vector<int64_t> counts;
};

/// Decided by the host, which asks the device once for all images: it needs the counts anyway.
KeptRows proposal_rows(const std::vector<SampledRegions>& samples) {
  const auto is_ground_truth = join_rows(samples, &SampledRegions::is_ground_truth);
  const auto is_proposal = is_ground_truth.cpu().logical_not();
  KeptRows kept;
  int64_t begin = 0;
  for (const auto& sample : samples) {
    const int64_t end = begin + sample.is_ground_truth.size(0);
    kept.counts.push_back(is_proposal.slice(0, begin, end).sum().item<int64_t>());
    begin = end;
  }
  kept.rows =
      copied_to(is_proposal.nonzero().squeeze(1), is_ground_truth.options().dtype(torch::kInt64));
  return kept;
}

RelationCandidates joined_candidates(const std::vector<SampledRegions>& samples,
                                     const LocalizationOutput& output, const torch::Tensor& rows) {
  const auto best = output.class_logits.softmax(1).slice(1, 1).max(1);
  const auto is_positive = join_rows(samples, &SampledRegions::is_positive);
  const auto gt_index = join_rows(samples, &SampledRegions::gt_index);
  RelationCandidates candidates;
  candidates.boxes = output.boxes.index_select(0, rows);
  candidates.parent_boxes = join_rows(samples, &SampledRegions::boxes).index_select(0, rows);
  candidates.gt_index =
      torch::where(is_positive, gt_index, torch::full_like(gt_index, -1)).index_select(0, rows);
  candidates.labels = std::get<1>(best).index_select(0, rows);
  candidates.scores = std::get<0>(best).index_select(0, rows);
  return candidates;
}

}  // namespace

std::vector<RelationCandidates> relation_candidates(const std::vector<SampledRegions>& samples,
                                                    const LocalizationOutput& output) {
  torch::NoGradGuard no_gradient;
  const KeptRows kept = proposal_rows(samples);
  const RelationCandidates all = joined_candidates(samples, output, kept.rows);
  std::vector<RelationCandidates> candidates;
  int64_t begin = 0;
  for (const int64_t count : kept.counts) {
    const int64_t end = begin + count;
    candidates.push_back({all.boxes.slice(0, begin, end), all.parent_boxes.slice(0, begin, end),
                          all.gt_index.slice(0, begin, end), all.labels.slice(0, begin, end),
                          all.scores.slice(0, begin, end)});
    begin = end;
  }
  return candidates;
}

}  // namespace hoi
