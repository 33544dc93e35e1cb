#include "study/measured_table.h"

namespace hoi {

std::optional<Spread> spread_over_seeds(const MeasuredRow& row, ResultNumber number) {
  std::vector<double> values;
  for (const auto& entry : row.seeds) values.push_back(number(entry.result));
  return spread_of(values);
}

std::optional<Spread> gain_over(const MeasuredRow& row, const MeasuredRow& base,
                                ResultNumber number) {
  std::vector<double> gains;
  for (const auto& entry : row.seeds) {
    for (const auto& other : base.seeds) {
      if (other.seed == entry.seed) gains.push_back(number(entry.result) - number(other.result));
    }
  }
  return spread_of(gains);
}

double map_rel_of(const StudyResult& result) { return result.map_rel; }
double recall_20_of(const StudyResult& result) { return result.recall_20; }
double recall_50_of(const StudyResult& result) { return result.recall_50; }
double recall_100_of(const StudyResult& result) { return result.recall_100; }
double mean_recall_of(const StudyResult& result) { return result.mean_recall(); }
double detection_ap50_of(const StudyResult& result) { return result.detection_ap50; }

}  // namespace hoi
