#include "report/run_charts.h"

#include <algorithm>
#include <map>

namespace hoi {
namespace {

/// Curves of one chart; a file with more names than a reader can tell apart is none of ours.
constexpr std::size_t kMostCurves = 100;

using ValueMap = std::map<std::string, double> MetricsRecord::*;

Curve curve_of(const std::vector<MetricsRecord>& records, ValueMap where, const std::string& name,
               double factor = 1) {
  Curve curve;
  curve.label = name;
  for (const auto& record : records) {
    const auto& values = record.*where;
    const auto found = values.find(name);
    if (found == values.end()) continue;
    curve.x.push_back(static_cast<double>(record.step));
    curve.y.push_back(factor * found->second);
  }
  return curve;
}

/// All names that records have, sorted.
std::vector<std::string> names_of(const std::vector<RunReport>& runs,
                                  std::vector<MetricsRecord> RunMetrics::*records, ValueMap where) {
  std::map<std::string, int> names;
  for (const auto& run : runs) {
    for (const auto& record : run.metrics.*records) {
      for (const auto& entry : record.*where) ++names[entry.first];
    }
  }
  std::vector<std::string> sorted;
  for (const auto& entry : names) sorted.push_back(entry.first);
  return sorted;
}

/// "stage2/box" -> "stage2", "box"; without a slash the first is empty.
std::pair<std::string, std::string> split_term(const std::string& name) {
  const auto slash = name.rfind('/');
  if (slash == std::string::npos) return {"", name};
  return {name.substr(0, slash), name.substr(slash + 1)};
}

/// Position of a word in the order in which words were first asked for.
int position_of(const std::string& word, std::vector<std::string>& words) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found != words.end()) return static_cast<int>(found - words.begin());
  words.push_back(word);
  return static_cast<int>(words.size()) - 1;
}

void add_curve(LineChart& chart, Curve curve) {
  if (!curve.x.empty() && chart.curves.size() < kMostCurves)
    chart.curves.push_back(std::move(curve));
}

/// One curve per run of a figure of the logged steps.
LineChart step_chart(const std::vector<RunReport>& runs, LineChart chart, const std::string& name) {
  for (std::size_t i = 0; i < runs.size(); ++i) {
    Curve curve = curve_of(runs[i].metrics.steps, &MetricsRecord::values, name);
    curve.colour = static_cast<int>(i);
    curve.dash = static_cast<int>(i / 8);
    curve.label = runs.size() > 1 ? runs[i].name : chart.title;
    add_curve(chart, std::move(curve));
  }
  return chart;
}

LineChart term_chart(const std::vector<RunReport>& runs) {
  LineChart chart{"terms", "Terms of the loss"};
  chart.smooth = true;
  std::vector<std::string> kinds, parts;
  for (const auto& name : names_of(runs, &RunMetrics::steps, &MetricsRecord::terms)) {
    for (std::size_t i = 0; i < runs.size(); ++i) {
      Curve curve = curve_of(runs[i].metrics.steps, &MetricsRecord::terms, name);
      if (runs.size() > 1) {
        curve.label = runs[i].name;
        curve.group = name;
        curve.colour = static_cast<int>(i);
        curve.dash = static_cast<int>(i / 8);
      } else {
        const auto [part, kind] = split_term(name);
        curve.colour = position_of(kind, kinds);
        curve.dash = position_of(part, parts);
      }
      add_curve(chart, std::move(curve));
    }
  }
  return chart;
}

/// Is `score` one of the other figures of all validations? Then it needs no curve of its own.
bool repeats_another(const std::vector<RunReport>& runs) {
  for (const auto& run : runs) {
    for (const auto& record : run.metrics.validations) {
      const auto score = record.value("score");
      const auto count =
          std::count_if(record.values.begin(), record.values.end(),
                        [&](const auto& entry) { return score && entry.second == *score; });
      if (score && count < 2) return false;
    }
  }
  return true;
}

/// Are all values of a figure fractions? Times and counts do not belong on an axis of percents.
bool is_fraction(const std::vector<RunReport>& runs, const std::string& name) {
  for (const auto& run : runs) {
    for (const auto& record : run.metrics.validations) {
      const double value = record.value(name).value_or(0);
      if (value < 0 || value > 1) return false;
    }
  }
  return true;
}

LineChart validation_chart(const std::vector<RunReport>& runs) {
  LineChart chart{"validation", "Validation", "%"};
  chart.from_zero = true;
  const bool drop_score = repeats_another(runs);
  int figure = 0;
  for (const auto& name : names_of(runs, &RunMetrics::validations, &MetricsRecord::values)) {
    if ((name == "score" && drop_score) || !is_fraction(runs, name)) continue;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      Curve curve = curve_of(runs[i].metrics.validations, &MetricsRecord::values, name, 100);
      curve.label = figure_word(name);
      curve.colour = runs.size() > 1 ? static_cast<int>(i) : figure;
      if (runs.size() > 1) {
        curve.label = runs[i].name;
        curve.group = figure_word(name);
        curve.dash = static_cast<int>(i / 8);
      }
      add_curve(chart, std::move(curve));
    }
    ++figure;
  }
  return chart;
}

LineChart speed_chart(const std::vector<RunReport>& runs) {
  LineChart chart{"speed", "Speed", "per second"};
  chart.smooth = true;
  chart.from_zero = true;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    int kind = 0;
    for (Curve curve : {images_per_second(runs[i].metrics), steps_per_second(runs[i].metrics)}) {
      curve.colour = runs.size() > 1 ? static_cast<int>(i) : kind;
      if (runs.size() > 1) {
        curve.group = curve.label;
        curve.label = runs[i].name;
        curve.dash = static_cast<int>(i / 8);
      }
      ++kind;
      add_curve(chart, std::move(curve));
    }
  }
  return chart;
}

}  // namespace

std::string figure_word(const std::string& name) {
  static const std::map<std::string, std::string> words{{"map_rel", "mAP_rel"},
                                                        {"detection_ap", "box AP"},
                                                        {"detection_ap50", "box AP50"},
                                                        {"mask_ap", "mask AP"}};
  const auto found = words.find(name);
  return found == words.end() ? name : found->second;
}

Curve steps_per_second(const RunMetrics& metrics) {
  Curve curve = curve_of(metrics.steps, &MetricsRecord::values, "steps_per_second");
  curve.label = "steps";
  if (!curve.x.empty()) return curve;
  const Curve times = curve_of(metrics.steps, &MetricsRecord::values, "time");
  for (std::size_t i = 1; i < times.x.size(); ++i) {
    const double seconds = times.y[i] - times.y[i - 1];
    if (seconds <= 0) continue;
    curve.x.push_back(times.x[i]);
    curve.y.push_back((times.x[i] - times.x[i - 1]) / seconds);
  }
  return curve;
}

Curve images_per_second(const RunMetrics& metrics) {
  Curve curve = curve_of(metrics.steps, &MetricsRecord::values, "images_per_second");
  curve.label = "images";
  return curve;
}

double median_of(const Curve& curve) {
  if (curve.y.empty()) return 0;
  std::vector<double> values = curve.y;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::vector<LineChart> run_charts(const std::vector<RunReport>& runs) {
  LineChart loss{"loss", "Loss"}, rate{"learning-rate", "Learning rate"};
  LineChart norm{"gradient-norm", "Gradient norm"};
  loss.smooth = true;
  norm.smooth = true;
  norm.thinning = ThinningRule::kMaximum;
  norm.from_zero = true;
  rate.from_zero = true;
  std::vector<LineChart> charts;
  for (auto& chart : {step_chart(runs, loss, "loss"), term_chart(runs), validation_chart(runs),
                      step_chart(runs, norm, "gradient_norm"),
                      step_chart(runs, rate, "learning_rate"), speed_chart(runs)}) {
    if (!chart.empty()) charts.push_back(chart);
  }
  return charts;
}

}  // namespace hoi
