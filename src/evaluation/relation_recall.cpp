#include "evaluation/relation_recall.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <numeric>
#include <stdexcept>

#include <fmt/format.h>

namespace hoi {
namespace {

constexpr std::size_t kLabels = 256;

bool is_label(int value) { return value >= 0 && value < static_cast<int>(kLabels); }

void check_sizes(const LabelMap& map, const LabelMap& first) {
  if (map.width != first.width || map.height != first.height ||
      map.values.size() != first.values.size()) {
    throw std::invalid_argument("match_relations: the label maps differ in size");
  }
}

/// The class of each instance of an image: the largest semantic value under its mask.
class InstanceClasses {
 public:
  explicit InstanceClasses(const SegmentedImage& maps) {
    for (std::size_t i = 0; i < maps.instance.values.size(); ++i) {
      std::uint8_t& largest = classes_[maps.instance.values[i]];
      largest = std::max(largest, maps.semantic.values[i]);
    }
  }

  int of(int instance) const {
    return is_label(instance) ? classes_[static_cast<std::size_t>(instance)] : 0;
  }

 private:
  std::array<std::uint8_t, kLabels> classes_{};
};

/// One more than the largest value.
std::size_t label_limit(const LabelMap& map) {
  const auto largest = std::max_element(map.values.begin(), map.values.end());
  return largest == map.values.end() ? 0 : std::size_t{*largest} + 1;
}

/// Pixels shared by each annotated and each predicted instance.
class InstanceOverlaps {
 public:
  InstanceOverlaps(const LabelMap& annotated, const LabelMap& predicted)
      : annotated_area_(label_limit(annotated), 0),
        predicted_area_(label_limit(predicted), 0),
        shared_(annotated_area_.size() * predicted_area_.size(), 0) {
    const std::size_t columns = predicted_area_.size();
    for (std::size_t i = 0; i < annotated.values.size(); ++i) {
      ++shared_[annotated.values[i] * columns + predicted.values[i]];
    }
    for (std::size_t a = 0; a < annotated_area_.size(); ++a) {
      for (std::size_t p = 0; p < columns; ++p) {
        annotated_area_[a] += shared_[a * columns + p];
        predicted_area_[p] += shared_[a * columns + p];
      }
    }
  }

  double iou(int annotated, int predicted) const {
    if (annotated < 0 || predicted < 0) return 0;
    const auto a = static_cast<std::size_t>(annotated);
    const auto p = static_cast<std::size_t>(predicted);
    if (a >= annotated_area_.size() || p >= predicted_area_.size()) return 0;
    const std::int64_t shared = shared_[a * predicted_area_.size() + p];
    const std::int64_t united = annotated_area_[a] + predicted_area_[p] - shared;
    return united == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(united);
  }

 private:
  std::vector<std::int64_t> annotated_area_, predicted_area_;  // [instance]
  std::vector<std::uint32_t> shared_;                          // [annotated][predicted]
};

/// How well a predicted triple of an image fits an annotated one.
class TripleOverlaps {
 public:
  TripleOverlaps(const SegmentedImage& annotated, const SegmentedImage& predicted)
      : annotated_classes_(annotated),
        predicted_classes_(predicted),
        overlaps_(annotated.instance, predicted.instance) {}

  /// The smaller IoU of both ends; negative when a class or the relation differs.
  double overlap(const RelationTriple& truth, const RelationTriple& guess) const {
    if (guess.relation != truth.relation || !is_same_class(truth.subject, guess.subject) ||
        !is_same_class(truth.object, guess.object)) {
      return -1;
    }
    return std::min(overlaps_.iou(truth.subject, guess.subject),
                    overlaps_.iou(truth.object, guess.object));
  }

 private:
  bool is_same_class(int annotated, int predicted) const {
    return annotated_classes_.of(annotated) == predicted_classes_.of(predicted);
  }

  InstanceClasses annotated_classes_, predicted_classes_;
  InstanceOverlaps overlaps_;
};

/// The predictions that the largest K keeps, best first.
std::vector<RelationTriple> best_predictions(const std::vector<ScoredRelationTriple>& scored,
                                             const RelationRecallOptions& options) {
  std::vector<std::size_t> order(scored.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return scored[a].score > scored[b].score; });
  int most = 0;
  for (const int kept : options.kept) most = std::max(most, kept);
  if (order.size() > static_cast<std::size_t>(most)) order.resize(static_cast<std::size_t>(most));

  std::vector<RelationTriple> best;
  best.reserve(order.size());
  for (const std::size_t row : order) best.push_back(scored[row].triple);
  return best;
}

int first_rank(const std::vector<double>& overlaps, double threshold) {
  for (std::size_t rank = 0; rank < overlaps.size(); ++rank) {
    if (overlaps[rank] >= threshold) return static_cast<int>(rank);
  }
  return RecalledRelations::kNeverRecalled;
}

bool is_geometric(int relation, const RelationRecallOptions& options) {
  return std::find(options.geometric.begin(), options.geometric.end(), relation) !=
         options.geometric.end();
}

/// The sum of values[begin..end) in the order of numpy's pairwise summation.
double pairwise_sum(const double* values, std::size_t count) {
  constexpr std::size_t kLanes = 8, kBlock = 128;
  if (count < kLanes) return std::accumulate(values, values + count, 0.0);
  if (count > kBlock) {
    std::size_t half = count / 2;
    half -= half % kLanes;
    return pairwise_sum(values, half) + pairwise_sum(values + half, count - half);
  }
  std::array<double, kLanes> lane{};
  std::copy(values, values + kLanes, lane.begin());
  std::size_t i = kLanes;
  for (; i + kLanes <= count; i += kLanes) {
    for (std::size_t k = 0; k < kLanes; ++k) lane[k] += values[i + k];
  }
  double sum =
      ((lane[0] + lane[1]) + (lane[2] + lane[3])) + ((lane[4] + lane[5]) + (lane[6] + lane[7]));
  for (; i < count; ++i) sum += values[i];
  return sum;
}

/// The mean as printed with 4 decimals and read back.
std::optional<double> rounded_mean(const std::vector<double>& recalls) {
  if (recalls.empty()) return std::nullopt;
  const double mean =
      pairwise_sum(recalls.data(), recalls.size()) / static_cast<double>(recalls.size());
  const std::string text = fmt::format("{:.4f}", mean);
  double rounded = 0;
  std::from_chars(text.data(), text.data() + text.size(), rounded);
  return rounded;
}

/// Annotated triples and how many of them were recalled.
struct TripleCount {
  std::int64_t annotated = 0, recalled = 0;

  void add(bool is_recalled) {
    ++annotated;
    if (is_recalled) ++recalled;
  }
  void append_to(std::vector<double>& recalls) const {
    if (annotated > 0) {
      recalls.push_back(static_cast<double>(recalled) / static_cast<double>(annotated));
    }
  }
};

/// The recalls of one K and one threshold, image by image.
class RecallLists {
 public:
  explicit RecallLists(const RelationRecallOptions& options)
      : options_(options), relations_(static_cast<std::size_t>(options.num_relations)) {}

  void add(const std::vector<int>& relations, const std::vector<int>& ranks, int kept) {
    std::vector<TripleCount> counts(relations_.size());
    TripleCount geometric, non_geometric;
    for (std::size_t i = 0; i < relations.size(); ++i) {
      const bool recalled = ranks[i] < kept;
      counts[static_cast<std::size_t>(relations[i] - 1)].add(recalled);
      (is_geometric(relations[i], options_) ? geometric : non_geometric).add(recalled);
    }
    for (std::size_t r = 0; r < counts.size(); ++r) counts[r].append_to(relations_[r]);
    geometric.append_to(geometric_);
    non_geometric.append_to(non_geometric_);
  }

  ThresholdRecall means() const {
    ThresholdRecall result;
    for (const auto& recalls : relations_) result.relations.push_back(rounded_mean(recalls));
    result.geometric = rounded_mean(geometric_);
    result.non_geometric = rounded_mean(non_geometric_);
    return result;
  }

 private:
  const RelationRecallOptions& options_;
  std::vector<std::vector<double>> relations_;
  std::vector<double> geometric_, non_geometric_;
};

}  // namespace

std::optional<double> ThresholdRecall::mean() const {
  if (!geometric) return non_geometric;
  if (!non_geometric) return geometric;
  return (*geometric + *non_geometric) / 2;
}

std::optional<double> KeptRecall::mean() const {
  if (thresholds.empty()) return std::nullopt;
  double sum = 0;
  for (const ThresholdRecall& threshold : thresholds) {
    const auto mean = threshold.mean();
    if (!mean) return std::nullopt;  // no image has any relation, at no threshold
    sum += *mean;
  }
  return sum / static_cast<double>(thresholds.size());
}

RecalledRelations match_relations(const AnnotatedRelations& annotated,
                                  const PredictedRelations& predicted,
                                  const RelationRecallOptions& options) {
  check_sizes(annotated.maps.semantic, annotated.maps.instance);
  check_sizes(predicted.maps.semantic, annotated.maps.instance);
  check_sizes(predicted.maps.instance, annotated.maps.instance);

  const TripleOverlaps overlaps(annotated.maps, predicted.maps);
  const auto best = best_predictions(predicted.relations, options);

  RecalledRelations result;
  result.ranks.resize(options.iou_thresholds.size());
  for (const RelationTriple& truth : annotated.relations) {
    if (truth.relation < 1 || truth.relation > options.num_relations) {
      throw std::invalid_argument("match_relations: a relation outside of the list");
    }
    result.relations.push_back(truth.relation);
    std::vector<double> overlap;
    for (const RelationTriple& guess : best) overlap.push_back(overlaps.overlap(truth, guess));
    for (std::size_t t = 0; t < options.iou_thresholds.size(); ++t) {
      result.ranks[t].push_back(first_rank(overlap, options.iou_thresholds[t]));
    }
  }
  return result;
}

RelationRecall mean_relation_recall(const std::vector<RecalledRelations>& images,
                                    const RelationRecallOptions& options) {
  RelationRecall result;
  for (const RecalledRelations& image : images) {
    ++(image.relations.empty() ? result.without_truth : result.images);
  }
  for (const int kept : options.kept) {
    KeptRecall of_kept;
    of_kept.kept = kept;
    for (std::size_t t = 0; t < options.iou_thresholds.size(); ++t) {
      RecallLists lists(options);
      for (const RecalledRelations& image : images) {
        lists.add(image.relations, image.ranks[t], kept);
      }
      of_kept.thresholds.push_back(lists.means());
    }
    result.kept.push_back(std::move(of_kept));
  }
  return result;
}

}  // namespace hoi
