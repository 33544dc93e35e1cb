#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hoi {

/// Something wrong in an annotated data set.
struct DatasetDefect {
  std::string file;
  std::string entity;              ///< "image", "annotation", "verb", ...; "file" for the whole
  std::optional<std::int64_t> id;  ///< id of that entity in the file
  std::string text;                ///< what was found and what was expected
  /// True: nothing sensible can be made of it, so read_annotation_file throws. False: the data can
  /// be used, but probably do not say what their author meant.
  bool unreadable = true;
};

/// "data/annotations.json: annotation 17: bbox ..."
std::string describe(const DatasetDefect& defect);

/// Defects in the order in which they were found. All are counted; of the unreadable and of the
/// other ones only the first kMostListed are kept, so that a hostile file cannot fill the memory.
class DefectList {
 public:
  void add(DatasetDefect defect);
  /// Adds all of `defects` and leaves it empty.
  void take(std::vector<DatasetDefect>& defects);

  bool empty() const { return list_.empty(); }
  /// How many were added.
  std::int64_t unreadable() const { return unreadable_; }
  std::int64_t questionable() const { return questionable_; }
  /// Those that were kept.
  const std::vector<DatasetDefect>& list() const { return list_; }
  /// The kept ones and, where some were not kept, a last one that says how many. Leaves this empty.
  std::vector<DatasetDefect> release();

  static constexpr std::int64_t kMostListed = 100'000;

 private:
  std::vector<DatasetDefect> list_;
  std::int64_t unreadable_ = 0, questionable_ = 0;
};

}  // namespace hoi
