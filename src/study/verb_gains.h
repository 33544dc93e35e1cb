#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "study/measured_table.h"

namespace hoi {

/// What one component does for one verb: AP_rel with it minus AP_rel without it, seed by seed.
struct VerbGain {
  std::string verb;
  std::vector<double> gains;  ///< one per seed that both rows have, [-1, 1]
};

/// Figure 7: the gains of one row of Table 4 over its first row, per verb with ground truth.
struct ComponentGains {
  std::string component;  ///< label of the row
  std::vector<VerbGain> verbs;
};

/// The gains of IHSM and EFRA from Table 4.
std::vector<ComponentGains> verb_gains(const MeasuredTable& components);

/// The same as Markdown, as JSON (schema "hoi-study-verb-gains/1") and as SVG.
std::string verb_gains_markdown(const std::vector<ComponentGains>& gains,
                                const MeasuredTable& components);
nlohmann::json verb_gains_json(const std::vector<ComponentGains>& gains,
                               const MeasuredTable& components);
std::string verb_gains_chart(const std::vector<ComponentGains>& gains);

}  // namespace hoi
