#include "report/run_report.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostConfigBytes = std::uintmax_t{1} << 20;
constexpr std::uintmax_t kMostProblemBytes = std::uintmax_t{16} << 20;
constexpr std::size_t kMostProblems = 1000, kMostLogLines = 200;
constexpr std::streamoff kMostLogBytes = std::streamoff{1} << 16;

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

std::string without_quotes(const std::string& value) {
  const bool quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
                      value.back() == value.front();
  return quoted ? value.substr(1, value.size() - 2) : value;
}

/// The last lines of a file that may be long and may be growing.
std::string tail_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary | std::ios::ate);
  if (!stream) return "";
  const std::streamoff size = stream.tellg();
  const std::streamoff skipped = std::max<std::streamoff>(0, size - kMostLogBytes);
  stream.seekg(skipped);
  std::string text(static_cast<std::size_t>(std::max<std::streamoff>(0, size - skipped)), '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  auto lines = lines_of(text);
  // What is left of a line that began before the part that was read says nothing.
  if (skipped > 0 && !lines.empty()) lines.erase(lines.begin());
  const std::size_t first = lines.size() > kMostLogLines ? lines.size() - kMostLogLines : 0;
  std::string tail;
  for (std::size_t i = first; i < lines.size(); ++i) tail += lines[i] + "\n";
  return tail;
}

/// Runs `read` when the file is there; what it throws becomes a notice.
void read_part(const fs::path& file, RunReport& report, const std::function<void()>& read) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return;
  try {
    read();
  } catch (const InputError& error) {
    report.notices.push_back(error.what());
  }
}

void read_data_problems(const fs::path& file, RunReport& report) {
  for (const auto& line : lines_of(read_file(file, kMostProblemBytes))) {
    if (trimmed(line).empty()) continue;
    if (report.data_problems.size() == kMostProblems) {
      report.notices.push_back(
          fmt::format("{}: the first {} lines are shown", file.string(), kMostProblems));
      return;
    }
    report.data_problems.push_back(line);
  }
}

void read_metrics(const fs::path& file, RunReport& report) {
  report.metrics = read_run_metrics(file);
  if (report.metrics.unreadable > 0) {
    report.notices.push_back(fmt::format("{}: {} line(s) are no records and were passed over",
                                         file.string(), report.metrics.unreadable));
  }
}

/// The last name of a path that has one: of "runs/first/" it is "first".
std::string folder_name(const fs::path& folder) {
  const fs::path normal = fs::absolute(folder).lexically_normal();
  return (normal.has_filename() ? normal : normal.parent_path()).filename().string();
}

}  // namespace

std::string RunReport::setting(const std::string& key) const {
  for (const auto& [path, value] : settings) {
    if (path == key) return value;
  }
  return "";
}

const MetricsRecord* RunReport::best_validation() const {
  const MetricsRecord* best = nullptr;
  for (const auto& record : metrics.validations) {
    const auto score = record.value("score");
    if (score && (best == nullptr || *score > *best->value("score"))) best = &record;
  }
  return best;
}

std::vector<RunSetting> flat_settings(const std::string& toml) {
  std::vector<RunSetting> settings;
  std::map<std::string, int> entries;
  std::string table;
  for (const auto& line : lines_of(toml)) {
    const std::string text = trimmed(line);
    const std::size_t equals = text.find('=');
    if (text.rfind("[[", 0) == 0 && text.size() > 4 && text.substr(text.size() - 2) == "]]") {
      const std::string name = text.substr(2, text.size() - 4);
      table = fmt::format("{}.{}.", name, entries[name]++);
    } else if (text.rfind('[', 0) == 0 && text.back() == ']') {
      table = text.substr(1, text.size() - 2) + ".";
    } else if (!text.empty() && text[0] != '#' && equals != std::string::npos && equals > 0) {
      settings.emplace_back(table + trimmed(text.substr(0, equals)),
                            without_quotes(trimmed(text.substr(equals + 1))));
    }
  }
  return settings;
}

RunReport read_run_report(const fs::path& folder) {
  const auto config = folder / "config.toml", metrics = folder / "metrics.jsonl";
  if (!fs::exists(config) && !fs::exists(metrics)) {
    throw InputError(fmt::format(
        "{}: no training run here (expected config.toml and metrics.jsonl); name a run folder of "
        "hoi train",
        folder.string()));
  }
  RunReport report;
  report.folder = folder;
  report.name = folder_name(folder);
  read_part(config, report, [&] {
    report.config_text = read_file(config, kMostConfigBytes);
    report.settings = flat_settings(report.config_text);
  });
  read_part(metrics, report, [&] { read_metrics(metrics, report); });
  read_part(folder / "validation.json", report, [&] {
    StoredValidation stored = read_validation_report(folder);
    report.validation = std::move(stored.report);
    report.notices.insert(report.notices.end(), stored.notices.begin(), stored.notices.end());
  });
  const auto problems = folder / "data_problems.txt";
  read_part(problems, report, [&] { read_data_problems(problems, report); });
  report.log_tail = tail_of(folder / "log.txt");
  std::error_code error;
  const auto bytes = fs::file_size(folder / "model.safetensors", error);
  if (!error) report.model_bytes = bytes;
  return report;
}

std::vector<RunReport> read_run_reports(const std::vector<fs::path>& folders) {
  if (folders.empty()) throw InputError("report: no run folder; name at least one");
  std::vector<RunReport> reports;
  std::set<fs::path> seen;
  std::map<std::string, int> names;
  for (const auto& folder : folders) {
    reports.push_back(read_run_report(folder));
    if (!seen.insert(fs::canonical(folder)).second) {
      throw InputError(fmt::format("{}: the folder is named twice", folder.string()));
    }
    ++names[reports.back().name];
  }
  for (auto& report : reports) {
    if (names[report.name] > 1) report.name = report.folder.lexically_normal().string();
  }
  return reports;
}

}  // namespace hoi
