#include "study/verb_gains.h"

#include <fmt/format.h>

#include "study/bar_chart.h"
#include "study/markdown_table.h"

namespace hoi {
namespace {

constexpr const char* kGainsTitle = "Figure 7: what IHSM and EFRA do for each verb";

/// Adds the gains of one seed; verbs are found by name.
void add_gains(const StudyResult& with, const StudyResult& without, std::vector<VerbGain>& verbs) {
  for (const auto& before : without.verbs) {
    if (before.ground_truth == 0) continue;
    for (const auto& after : with.verbs) {
      if (after.verb != before.verb) continue;
      const double gain = after.average_precision - before.average_precision;
      bool known = false;
      for (auto& verb : verbs) {
        if (verb.verb != before.verb) continue;
        verb.gains.push_back(gain);
        known = true;
      }
      if (!known) verbs.push_back({before.verb, {gain}});
    }
  }
}

ComponentGains gains_of(const MeasuredRow& row, const MeasuredRow& base) {
  ComponentGains gains{row.row.label, {}};
  for (const auto& entry : row.seeds) {
    for (const auto& other : base.seeds) {
      if (other.seed == entry.seed) add_gains(entry.result, other.result, gains.verbs);
    }
  }
  return gains;
}

/// The gains of `verb`, empty when this component has none.
std::vector<double> gains_of_verb(const ComponentGains& component, const std::string& verb) {
  for (const auto& entry : component.verbs) {
    if (entry.verb == verb) return entry.gains;
  }
  return {};
}

}  // namespace

std::vector<ComponentGains> verb_gains(const MeasuredTable& components) {
  std::vector<ComponentGains> gains;
  for (const auto& row : components.rows) {
    if (row.row.label == "IHSM" || row.row.label == "EFRA") {
      gains.push_back(gains_of(row, components.rows.front()));
    }
  }
  return gains;
}

std::string verb_gains_markdown(const std::vector<ComponentGains>& gains,
                                const MeasuredTable& components) {
  std::vector<std::string> header{"verb"};
  for (const auto& component : gains) header.push_back("gain of " + component.component);
  MarkdownTable table(header);
  if (!gains.empty()) {
    for (const auto& verb : gains.front().verbs) {
      std::vector<std::string> cells{verb.verb};
      for (const auto& component : gains) {
        cells.push_back(format_percent(spread_of(gains_of_verb(component, verb.verb)), true));
      }
      table.add_row(cells);
    }
  }
  return fmt::format(
      "## {}\n\nScale {}, measured on {}. Points of AP_rel over the baseline of Table 4 (T = 1), "
      "mean "
      "+- sample standard deviation over the seeds, differences of the same seed. The paper's "
      "figure "
      "has no numbers; it says that EFRA helps eat, drink, smoke and call, IHSM ride and "
      "kick.\n\n{}"
      "\n![chart](figure7.svg)\n",
      kGainsTitle, components.scale, components.data, table.text());
}

nlohmann::json verb_gains_json(const std::vector<ComponentGains>& gains,
                               const MeasuredTable& components) {
  nlohmann::json list = nlohmann::json::array();
  for (const auto& component : gains) {
    nlohmann::json verbs = nlohmann::json::array();
    for (const auto& verb : component.verbs) {
      verbs.push_back({{"verb", verb.verb}, {"gains", verb.gains}});
    }
    list.push_back({{"component", component.component}, {"verbs", verbs}});
  }
  return {{"schema", "hoi-study-verb-gains/1"},
          {"title", kGainsTitle},
          {"scale", components.scale},
          {"data", components.data},
          {"components", list}};
}

std::string verb_gains_chart(const std::vector<ComponentGains>& gains) {
  BarChart chart;
  chart.title = kGainsTitle;
  if (gains.empty()) return chart_svg(chart);
  for (const auto& verb : gains.front().verbs) chart.labels.push_back(verb.verb);
  for (const auto& component : gains) {
    ChartPanel panel{"gain of " + component.component + ", points of AP_rel", ChartMark::kBar, {}};
    for (const auto& label : chart.labels) {
      const auto spread = spread_of(gains_of_verb(component, label));
      ChartValue value;
      if (spread) value.value = 100 * spread->mean;
      if (spread && spread->deviation) value.deviation = 100 * *spread->deviation;
      panel.values.push_back(value);
    }
    chart.panels.push_back(panel);
  }
  return chart_svg(chart);
}

}  // namespace hoi
