#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/annotation.h"

namespace hoi {

/// Counts over the images of one split.
struct SplitStatistics {
  std::string split;
  std::int64_t images = 0;
  std::int64_t images_with_annotated_interactions = 0;
  std::int64_t images_with_exhaustive_boxes = 0;
  std::int64_t instances = 0;  ///< persons and crowds included
  std::int64_t persons = 0;
  std::int64_t crowds = 0;
  std::int64_t masks = 0;  ///< instances with polygons or run lengths
  std::int64_t faces = 0;
  std::int64_t interactions = 0;
  std::int64_t pairs = 0;  ///< (subject, object) with at least one verb
  std::int64_t possible_pairs =
      0;  ///< (person, other instance) in images with annotated interactions
};

/// Counts over all images of a data set, in vocabulary order where a word is counted.
struct DatasetStatistics {
  std::vector<SplitStatistics> splits;  ///< in order of first appearance
  SplitStatistics total;                ///< `split` is "total"
  std::vector<std::int64_t> instances_of_category;
  std::vector<std::int64_t> object_pairs_of_category;  ///< annotated pairs with this object class
  std::vector<std::int64_t> interactions_of_verb;
  std::vector<std::int64_t> images_of_verb;
};

DatasetStatistics count_statistics(const AnnotatedDataset& dataset);

/// The counts as tables for people: splits, verbs and the categories that occur.
std::string statistics_table(const DatasetStatistics& statistics, const Vocabulary& vocabulary);

}  // namespace hoi
