#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hoi {

/// What the paper reports for a row, in percent; nothing where its table has no such column. The
/// recalls are those of PIC (relation segmentation), map_rel that of HOIW's private validation set.
struct PaperValues {
  std::optional<double> recall_20, recall_50, recall_100;
  std::optional<double> map_rel;
  std::optional<double> mean_recall;   ///< of the three recalls, Table 8
  std::optional<double> milliseconds;  ///< per picture, Table 5

  /// The number that the paper's chart of this row would show: map_rel, else mean_recall.
  std::optional<double> headline() const { return map_rel ? map_rel : mean_recall; }
};

/// One row of a table: how its network differs from the complete one, and what the paper measured.
/// Changes are "section.key=value" assignments to the configuration files of the scale.
struct StudyRow {
  std::string label;                 ///< as the paper calls it
  std::vector<std::string> trunk;    ///< changes of both phases: another detector
  std::vector<std::string> changes;  ///< changes of phase 2 only
  std::vector<std::string> scoring;  ///< changes of the trained network when it is scored
  PaperValues paper;
};

/// "detector", with the changes of the trunk if there are any: rows with the same name share it.
std::string detector_name(const StudyRow& row);

/// Name of the trained network of a row. It follows from the changes alone, so that a network that
/// several tables ask for is trained once: "stages-1+no-ranking".
std::string network_name(const StudyRow& row);

/// Name of what is measured: the network and how it is scored.
std::string result_name(const StudyRow& row);

/// `name` for one seed: "stages-3-seed2", a folder or file name.
std::string seeded_name(const std::string& name, std::int64_t seed);

}  // namespace hoi
