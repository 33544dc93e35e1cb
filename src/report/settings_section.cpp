#include "report/settings_section.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "report/page_text.h"

namespace hoi {
namespace {

/// Settings that a reader looks for first, and the words they are shown by.
constexpr std::array<std::array<const char*, 2>, 15> kMainSettings{{
    {"name", "model"},
    {"training.phase", "phase"},
    {"network.backbone.kind", "trunk"},
    {"network.stages", "stages T"},
    {"input.short_side", "short side"},
    {"input.long_side", "long side"},
    {"training.epochs", "epochs"},
    {"training.images_per_step", "images per step"},
    {"training.learning_rate.base", "learning rate"},
    {"training.learning_rate.decay_epochs", "decay epochs"},
    {"training.optimizer.weight_decay", "weight decay"},
    {"training.initial_model", "initial model"},
    {"training.pretrained_backbone", "pretrained trunk"},
    {"seed", "seed"},
    {"device", "device"},
}};

std::string setting_html(const std::string& word, const std::string& value) {
  return "<div><dt>" + escaped_html(word) + "</dt><dd>" + escaped_html(value) + "</dd></div>\n";
}

/// "data.train.0.root" and the like, as one entry per kind of data.
std::string data_sources(const RunReport& run, const std::string& kind) {
  std::string roots;
  for (const auto& [key, value] : run.settings) {
    const bool root = key.rfind("data." + kind + ".", 0) == 0 && key.size() > 5 &&
                      key.substr(key.size() - 5) == ".root";
    if (root) roots += (roots.empty() ? "" : ", ") + value;
  }
  return roots;
}

std::string folded_html(const std::string& title, const std::string& text, bool open) {
  return fmt::format(
      "<details class=\"card wide\"{}><summary>{}</summary><pre>{}</pre></details>\n",
      open ? " open" : "", escaped_html(title), escaped_html(text));
}

std::string joined_lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

}  // namespace

std::string settings_section_html(const RunReport& run) {
  if (run.settings.empty()) return "";
  std::string html = "<section id=\"settings\">\n<h2>Settings</h2>\n<dl class=\"card settings\">\n";
  for (const auto& [key, word] : kMainSettings) {
    const std::string value = run.setting(key);
    if (!value.empty()) html += setting_html(word, value);
  }
  for (const char* kind : {"train", "validation"}) {
    const std::string roots = data_sources(run, kind);
    if (!roots.empty()) html += setting_html(std::string(kind) + " data", roots);
  }
  return html + "</dl>\n" + folded_html("config.toml, all settings", run.config_text, false) +
         "</section>\n";
}

std::string differing_settings_html(const std::vector<RunReport>& runs) {
  std::vector<std::string> keys;
  std::map<std::string, std::vector<std::string>> values;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (const auto& [key, value] : runs[i].settings) {
      const auto [entry, is_new] = values.try_emplace(key, runs.size(), "-");
      if (is_new) keys.push_back(key);
      entry->second[i] = value;
    }
  }
  std::string rows;
  for (const auto& key : keys) {
    const auto& row = values[key];
    if (std::all_of(row.begin(), row.end(), [&](const auto& value) { return value == row[0]; }))
      continue;
    rows += "<tr><td><code>" + escaped_html(key) + "</code></td>";
    for (const auto& value : row) rows += "<td>" + escaped_html(value) + "</td>";
    rows += "</tr>\n";
  }
  if (rows.empty()) return "";
  std::string head = "<th>Setting</th>";
  for (std::size_t i = 0; i < runs.size(); ++i) {
    head += fmt::format("<th><i class=\"dot c{}\"></i>{}</th>", i % 8, escaped_html(runs[i].name));
  }
  return fmt::format(
      "<section id=\"settings\">\n<h2>Settings that differ</h2>\n<div class=\"card wide\"><table>\n"
      "<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody></table></div>\n</section>\n",
      head, rows);
}

std::string log_section_html(const RunReport& run) {
  std::string html;
  if (!run.notices.empty()) {
    html += folded_html("What could not be read for this report", joined_lines(run.notices), true);
  }
  if (!run.data_problems.empty()) {
    html += folded_html(fmt::format("Problems of the training data: {}", run.data_problems.size()),
                        joined_lines(run.data_problems), false);
  }
  if (!run.log_tail.empty()) html += folded_html("log.txt, its end", run.log_tail, true);
  if (html.empty()) return "";
  return "<section id=\"log\">\n<h2>Log</h2>\n" + html + "</section>\n";
}

}  // namespace hoi
