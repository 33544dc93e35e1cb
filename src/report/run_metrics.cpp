#include "report/run_metrics.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/json_file.h"

namespace hoi {
namespace {

using nlohmann::json;

constexpr std::uintmax_t kMostMetricsBytes = std::uintmax_t{256} << 20;
constexpr int kMostDepth = 8;
/// Distinct numbers of one object; a run has some twenty.
constexpr std::size_t kMostNumbers = 200;

std::map<std::string, double> finite_numbers(const json& object) {
  std::map<std::string, double> numbers;
  for (const auto& [name, value] : object.items()) {
    if (!value.is_number() || numbers.size() >= kMostNumbers) continue;
    const double number = value.get<double>();
    if (std::isfinite(number)) numbers[name] = number;
  }
  return numbers;
}

const json* member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

/// Forgets the records from `first` on, counted.
void forget_from(std::vector<MetricsRecord>& records, std::int64_t first, std::int64_t& forgotten) {
  while (!records.empty() && records.back().step >= first) {
    records.pop_back();
    ++forgotten;
  }
}

void add_record(const json& entry, RunMetrics& metrics) {
  const json* step = member(entry, "step");
  if (step == nullptr || !step->is_number_integer()) {
    ++metrics.unreadable;
    return;
  }
  MetricsRecord record;
  record.step = std::max<std::int64_t>(0, step->get<std::int64_t>());
  const json* epoch = member(entry, "epoch");
  if (epoch != nullptr && epoch->is_number()) record.epoch = epoch->get<double>();
  const json* validation = member(entry, "validation");
  if (validation != nullptr && validation->is_object()) {
    record.values = finite_numbers(*validation);
    forget_from(metrics.validations, record.step, metrics.measured_again);
    forget_from(metrics.steps, record.step + 1, metrics.measured_again);
    metrics.validations.push_back(std::move(record));
    return;
  }
  record.values = finite_numbers(entry);
  const json* terms = member(entry, "terms");
  if (terms != nullptr && terms->is_object()) record.terms = finite_numbers(*terms);
  forget_from(metrics.steps, record.step, metrics.measured_again);
  forget_from(metrics.validations, record.step, metrics.measured_again);
  metrics.steps.push_back(std::move(record));
}

}  // namespace

std::optional<double> MetricsRecord::value(const std::string& name) const {
  const auto found = values.find(name);
  if (found == values.end()) return std::nullopt;
  return found->second;
}

std::int64_t RunMetrics::last_step() const {
  std::int64_t step = 0;
  if (!steps.empty()) step = steps.back().step;
  if (!validations.empty()) step = std::max(step, validations.back().step);
  return step;
}

double RunMetrics::last_epoch() const {
  double epoch = std::numeric_limits<double>::quiet_NaN();
  if (!steps.empty()) epoch = steps.back().epoch;
  if (!validations.empty()) epoch = std::fmax(epoch, validations.back().epoch);
  return epoch;
}

RunMetrics parse_run_metrics(const std::string& text) {
  RunMetrics metrics;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = text.find('\n', begin);
    // Each line is written with its end: without it, it is half a line of a running or killed run.
    if (end == std::string::npos) break;
    const std::string line = text.substr(begin, end - begin);
    begin = end + 1;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      const json entry = parse_json(line, "metrics", {kMostMetricsBytes, kMostDepth});
      if (entry.is_object()) {
        add_record(entry, metrics);
      } else {
        ++metrics.unreadable;
      }
    } catch (const InputError&) {
      ++metrics.unreadable;  // the report says how many
    }
  }
  return metrics;
}

RunMetrics read_run_metrics(const std::filesystem::path& file) {
  return parse_run_metrics(read_file(file, kMostMetricsBytes));
}

}  // namespace hoi
