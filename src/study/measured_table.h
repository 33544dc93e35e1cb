#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "study/spread.h"
#include "study/study_plan.h"
#include "study/study_result.h"

namespace hoi {

/// The result of one seed.
struct SeedResult {
  std::int64_t seed = 0;
  StudyResult result;
};

/// A row and what was measured of it; seeds that are missing have not been measured yet.
struct MeasuredRow {
  StudyRow row;
  std::vector<SeedResult> seeds;       ///< by rising seed
  std::optional<double> milliseconds;  ///< per picture, timed tables only
};

/// A number of a result, for statistics: &StudyResult::map_rel and so on.
using ResultNumber = double (*)(const StudyResult&);

struct MeasuredTable {
  StudyPlan plan;
  std::string scale;  ///< "tiny"
  std::string data;   ///< folder and split, for readers
  std::vector<MeasuredRow> rows;
};

/// Of all seeds of a row; nothing when none was measured.
std::optional<Spread> spread_over_seeds(const MeasuredRow& row, ResultNumber number);

/// What `row` is better than `base`: the difference of each seed that both have, so that what a
/// seed changes for both alike does not blur it.
std::optional<Spread> gain_over(const MeasuredRow& row, const MeasuredRow& base,
                                ResultNumber number);

// The numbers of a result.
double map_rel_of(const StudyResult& result);
double recall_20_of(const StudyResult& result);
double recall_50_of(const StudyResult& result);
double recall_100_of(const StudyResult& result);
double mean_recall_of(const StudyResult& result);
double detection_ap50_of(const StudyResult& result);

}  // namespace hoi
