#include "evaluation/region_matching.h"

#include <algorithm>

namespace hoi {
namespace {

using Box4 = std::array<double, 4>;

double box_area(const Box4& box) { return box[2] * box[3]; }

double shared_box_area(const Box4& a, const Box4& b) {
  const double width = std::min(a[0] + a[2], b[0] + b[2]) - std::max(a[0], b[0]);
  const double height = std::min(a[1] + a[3], b[1] + b[3]) - std::max(a[1], b[1]);
  return width > 0 && height > 0 ? width * height : 0;
}

double shared_mask_area(const RunLengthMask& a, const RunLengthMask& b) {
  if (a.width != b.width || a.height != b.height) return 0;
  return static_cast<double>(mask_intersection(a, b));
}

double region_area(const Region& region, RegionKind kind) {
  return kind == RegionKind::kBox ? box_area(region.box)
                                  : static_cast<double>(mask_area(region.mask));
}

/// One category in one image.
struct MatchingTask {
  const std::vector<const AnnotatedRegion*>& annotated;
  const std::vector<const PredictedRegion*>& predicted;
  RegionKind kind;
  std::vector<double> overlaps;  ///< predicted x annotated
  std::vector<double> areas;     ///< of the predicted regions
};

std::vector<double> overlaps_of(const MatchingTask& task) {
  std::vector<double> overlaps;
  overlaps.reserve(task.predicted.size() * task.annotated.size());
  for (const PredictedRegion* predicted : task.predicted) {
    for (const AnnotatedRegion* annotated : task.annotated) {
      overlaps.push_back(region_overlap(*predicted, *annotated, task.kind));
    }
  }
  return overlaps;
}

/// The annotated regions in the order in which they are offered, those looked for first.
struct Offers {
  std::vector<std::size_t> order;
  std::size_t looked_for = 0;
};

Offers offers_of(const MatchingTask& task, std::size_t size) {
  Offers offers;
  for (std::size_t i = 0; i < task.annotated.size(); ++i) offers.order.push_back(i);
  const auto begin = offers.order.begin();
  const auto end = std::stable_partition(begin, offers.order.end(), [&](std::size_t i) {
    return !task.annotated[i]->crowd && has_size(task.annotated[i]->area, size);
  });
  offers.looked_for = static_cast<std::size_t>(end - begin);
  return offers;
}

/// The place in `offers` that a prediction chooses, or the number of offers. overlaps: its row.
std::size_t chosen_offer(const double* overlaps, const Offers& offers, double threshold,
                         const std::vector<bool>& taken) {
  std::size_t best = offers.order.size();
  double best_overlap = threshold;
  for (std::size_t place = 0; place < offers.order.size(); ++place) {
    if (place == offers.looked_for && best < offers.looked_for) break;
    const std::size_t i = offers.order[place];
    if (taken[i] || overlaps[i] < best_overlap) continue;
    best_overlap = overlaps[i];
    best = place;
  }
  return best;
}

void judge_size(const MatchingTask& task, std::size_t size, std::vector<JudgedRegion>& judged) {
  const Offers offers = offers_of(task, size);
  for (std::size_t t = 0; t < kOverlapThresholds; ++t) {
    std::vector<bool> taken(task.annotated.size(), false);
    const auto bit = static_cast<std::uint16_t>(1U << t);
    for (std::size_t d = 0; d < judged.size(); ++d) {
      const double* const row = task.overlaps.data() + d * task.annotated.size();
      const std::size_t place = chosen_offer(row, offers, overlap_threshold(t), taken);
      RegionJudgement& judgement = judged[d].sizes[size];
      if (place < offers.order.size()) {
        const std::size_t chosen = offers.order[place];
        taken[chosen] = !task.annotated[chosen]->crowd;
        auto& bits = place < offers.looked_for ? judgement.correct : judgement.ignored;
        bits = static_cast<std::uint16_t>(bits | bit);
      } else if (!has_size(task.areas[d], size)) {
        judgement.ignored = static_cast<std::uint16_t>(judgement.ignored | bit);
      }
    }
  }
}

}  // namespace

double overlap_threshold(std::size_t index) {
  constexpr double kFirst = 0.5, kLast = 0.95;
  constexpr std::size_t kSteps = kOverlapThresholds - 1;
  return index == kSteps
             ? kLast
             : static_cast<double>(index) * ((kLast - kFirst) / double{kSteps}) + kFirst;
}

bool has_size(double area, std::size_t size) {
  constexpr double kSmallest[kRegionSizes] = {0, 0, 32.0 * 32, 96.0 * 96};
  constexpr double kLargest[kRegionSizes] = {1e10, 32.0 * 32, 96.0 * 96, 1e10};
  return area >= kSmallest[size] && area <= kLargest[size];
}

double region_overlap(const PredictedRegion& predicted, const AnnotatedRegion& annotated,
                      RegionKind kind) {
  const Region &p = predicted.region, &a = annotated.region;
  const double shared =
      kind == RegionKind::kBox ? shared_box_area(p.box, a.box) : shared_mask_area(p.mask, a.mask);
  if (!(shared > 0)) return 0;
  const double own = region_area(p, kind);
  return shared / (annotated.crowd ? own : own + region_area(a, kind) - shared);
}

std::vector<JudgedRegion> match_regions(const std::vector<const AnnotatedRegion*>& annotated,
                                        std::vector<const PredictedRegion*> predicted,
                                        RegionKind kind, std::size_t max_detections) {
  std::stable_sort(predicted.begin(), predicted.end(),
                   [](const auto* a, const auto* b) { return a->score > b->score; });
  if (predicted.size() > max_detections) predicted.resize(max_detections);
  MatchingTask task{annotated, predicted, kind, {}, {}};
  task.overlaps = overlaps_of(task);
  std::vector<JudgedRegion> judged;
  for (const PredictedRegion* region : predicted) {
    task.areas.push_back(region_area(region->region, kind));
    judged.push_back({region->score, judged.size(), {}});
  }
  for (std::size_t size = 0; size < kRegionSizes; ++size) judge_size(task, size, judged);
  return judged;
}

}  // namespace hoi
