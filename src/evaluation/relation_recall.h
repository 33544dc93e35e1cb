#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/label_map.h"

namespace hoi {

/// One <subject, object, relation> of a segmented image. The ends are values of the instance map:
/// 0 means the background, and a value that no pixel has (or that is no byte) an empty mask.
struct RelationTriple {
  int subject = 0, object = 0;
  int relation = 0;  ///< id of the relation, counted from 1
};

struct ScoredRelationTriple {
  RelationTriple triple;
  double score = 0;  ///< any range, not NaN
};

/// The classes and the instances of an image, both of one size.
struct SegmentedImage {
  LabelMap semantic, instance;
};

struct AnnotatedRelations {
  SegmentedImage maps;
  std::vector<RelationTriple> relations;
};

struct PredictedRelations {
  SegmentedImage maps;
  std::vector<ScoredRelationTriple> relations;
};

struct RelationRecallOptions {
  std::vector<int> kept = {20, 50, 100};  ///< the K of R@K
  std::vector<double> iou_thresholds = {0.25, 0.5, 0.75};
  int num_relations = 30;
  std::vector<int> geometric = {1, 2, 4, 13, 24, 25};  ///< relation ids; those of PIC 2.0
};

/// Which prediction recalls an annotated triple of one image, and how early.
struct RecalledRelations {
  std::vector<int> relations;  ///< relation id of each annotated triple
  /// [threshold][triple]: number of higher-scored predictions before the first that fits, or
  /// kNeverRecalled.
  std::vector<std::vector<int>> ranks;

  static constexpr int kNeverRecalled = INT32_MAX;
};

/// Mean recalls over the images, rounded to 4 decimals as the organisers' script does; nothing
/// where no image has such a relation.
struct ThresholdRecall {
  std::vector<std::optional<double>> relations;  ///< [relation id - 1]
  std::optional<double> geometric, non_geometric;

  /// Of the two groups; of the one that occurs when the other does not. Not rounded.
  std::optional<double> mean() const;
};

/// R@K of one K.
struct KeptRecall {
  int kept = 0;
  std::vector<ThresholdRecall> thresholds;  ///< as RelationRecallOptions::iou_thresholds

  /// The number of the tables: the mean over the thresholds. Not rounded.
  std::optional<double> mean() const;
};

struct RelationRecall {
  std::vector<KeptRecall> kept;    ///< as RelationRecallOptions::kept
  std::int64_t images = 0;         ///< that count
  std::int64_t without_truth = 0;  ///< left out: nothing is annotated in them
};

/// Matches the predictions of one image by the rules of the PIC organisers (spec 6.2):
///
///   - the class of a subject or object is the largest semantic value under its mask, not the most
///     frequent one; that of an empty mask is 0;
///   - predictions are taken by falling score, equal ones in their order; repeats and several
///     relations of a pair all count;
///   - a prediction recalls every annotated triple with the same classes and relation whose masks
///     both overlap its own with IoU >= threshold. Two empty masks do not overlap.
///
/// All four maps must have one size and the annotated relations ids in [1, num_relations]
/// (std::invalid_argument). One pass over the pixels, whatever the number of instances.
RecalledRelations match_relations(const AnnotatedRelations& annotated,
                                  const PredictedRelations& predicted,
                                  const RelationRecallOptions& options = {});

/// Recall per image and relation, and of the geometric and the other relations pooled, then the
/// mean over the images that have such relations. Sums in the order of numpy, so that even the
/// last bit that decides a rounding agrees when the images come in the script's order.
RelationRecall mean_relation_recall(const std::vector<RecalledRelations>& images,
                                    const RelationRecallOptions& options = {});

}  // namespace hoi
