#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace hoi {

/// What happened to one entry of a data set while it was read or written.
struct DatasetFinding {
  enum class Kind {
    kRepair,  ///< the file was wrong and something sensible was made of it
    kLoss     ///< the file was right and the target cannot say it
  };
  Kind kind = Kind::kRepair;
  std::string
      rule;  ///< what kind of thing, the same words for the same thing: "object out of range"
  std::string file;   ///< the file it stands in
  std::string where;  ///< the entry: "image 'a.png', hoi_annotation 3"
  std::string text;   ///< what was found and what was made of it
};

/// "file: where: text"
std::string describe(const DatasetFinding& finding);

/// Collects what readers mend and writers cannot say, so that nothing is dropped silently. Readers
/// of dirty formats report each repair here instead of throwing; under `strict` the first repair
/// is an InputError (losses are not: they are no fault of the file).
class DatasetFindings {
 public:
  explicit DatasetFindings(bool strict = false) : strict_(strict) {}

  void repair(const std::string& rule, const std::string& file, const std::string& where,
              const std::string& text);
  void loss(const std::string& rule, const std::string& file, const std::string& where,
            const std::string& text);

  bool is_empty() const { return counts_.empty(); }
  std::int64_t repairs() const;
  std::int64_t losses() const;
  /// How often each (kind, rule) occurred; complete.
  const std::map<std::pair<DatasetFinding::Kind, std::string>, std::int64_t>& counts() const {
    return counts_;
  }
  /// The findings in order; of one (kind, rule) at most kMostListed, so that a hostile file cannot
  /// fill the memory.
  const std::vector<DatasetFinding>& list() const { return list_; }

  /// One line per (kind, rule) with its count: "repaired 3: object out of range".
  std::vector<std::string> summary() const;

  static constexpr std::int64_t kMostListed = 100'000;

 private:
  void add(DatasetFinding finding);

  bool strict_;
  std::map<std::pair<DatasetFinding::Kind, std::string>, std::int64_t> counts_;
  std::vector<DatasetFinding> list_;
};

}  // namespace hoi
