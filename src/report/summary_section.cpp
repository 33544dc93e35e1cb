#include "report/summary_section.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>

#include "report/page_text.h"
#include "report/run_charts.h"

namespace hoi {
namespace {

struct Tile {
  std::string title, value, note;
};

/// "training.epochs" as a number, 0 when it is not set.
double planned_epochs(const RunReport& run) {
  return std::max(0.0, std::strtod(run.setting("training.epochs").c_str(), nullptr));
}

bool is_finished(const RunReport& run) {
  const double planned = planned_epochs(run);
  return planned > 0 && run.metrics.last_epoch() >= planned;
}

std::string epoch_text(double epoch) {
  if (!std::isfinite(epoch)) return "-";
  return epoch == std::floor(epoch) ? fmt::format("{:.0f}", epoch) : fmt::format("{:.1f}", epoch);
}

/// What the best score measures: the figure by which the phase is judged, else the name of another
/// one with its value, else "score".
std::string score_word(const RunReport& run, const MetricsRecord& best) {
  const bool boxes_only = run.setting("training.phase") == "localization";
  const std::string usual = boxes_only ? "detection_ap50" : "map_rel";
  if (best.value(usual) == best.value("score")) return figure_word(usual);
  for (const auto& [name, value] : best.values) {
    if (name != "score" && value == best.value("score")) return figure_word(name);
  }
  return "score";
}

Tile best_tile(const RunReport& run) {
  const MetricsRecord* best = run.best_validation();
  if (best == nullptr) return {"Best score", "-", "no validation yet"};
  return {"Best " + score_word(run, *best), percent_text(best->value("score")) + " %",
          fmt::format("epoch {}, step {}", epoch_text(best->epoch), grouped_digits(best->step))};
}

/// The mean of the last ten logged values: one alone says little.
Tile loss_tile(const RunReport& run) {
  double sum = 0;
  int count = 0;
  for (auto record = run.metrics.steps.rbegin(); record != run.metrics.steps.rend() && count < 10;
       ++record) {
    const auto loss = record->value("loss");
    if (!loss) continue;
    sum += *loss;
    ++count;
  }
  if (count == 0) return {"Loss", "-", "nothing logged yet"};
  return {"Loss", short_number(sum / count), fmt::format("mean of last {} logged", count)};
}

std::string rate_text(double per_second) { return fmt::format("{:.3g}", per_second); }

/// Nothing for a run whose trainer recorded no speed.
std::optional<Tile> speed_tile(const RunReport& run) {
  const double images = median_of(images_per_second(run.metrics));
  const double steps = median_of(steps_per_second(run.metrics));
  if (images > 0) {
    return Tile{"Speed", rate_text(images) + " images/s",
                steps > 0 ? rate_text(steps) + " steps/s (medians)" : "median"};
  }
  if (steps > 0) return Tile{"Speed", rate_text(steps) + " steps/s", "median"};
  return std::nullopt;
}

Tile epoch_tile(const RunReport& run) {
  const double planned = planned_epochs(run);
  return {"Epoch", epoch_text(run.metrics.last_epoch()),
          planned > 0 ? fmt::format("of {}", epoch_text(planned)) : ""};
}

std::vector<Tile> tiles_of(const RunReport& run) {
  const std::string again = run.metrics.measured_again > 0
                                ? fmt::format("{} records measured again after a resume",
                                              grouped_digits(run.metrics.measured_again))
                                : "optimiser steps";
  std::vector<Tile> tiles{epoch_tile(run),
                          {"Step", grouped_digits(run.metrics.last_step()), again},
                          best_tile(run),
                          loss_tile(run)};
  if (const auto speed = speed_tile(run)) tiles.push_back(*speed);
  if (run.model_bytes)
    tiles.push_back({"Model", byte_count(*run.model_bytes), "model.safetensors"});
  return tiles;
}

/// "relation phase - mobilenet_v2 trunk - 3 stages - seed 1", as far as settings say it.
std::string subtitle_of(const RunReport& run) {
  std::vector<std::string> parts;
  const auto add = [&](const std::string& key, const char* before, const char* after) {
    const std::string value = run.setting(key);
    if (!value.empty()) parts.push_back(before + value + after);
  };
  add("training.phase", "", " phase");
  add("network.backbone.kind", "", " trunk");
  add("network.stages", "T = ", "");
  add("training.images_per_step", "", " images per step");
  add("seed", "seed ", "");
  std::string html;
  for (const auto& part : parts) html += "<span>" + escaped_html(part) + "</span>";
  return html;
}

std::string status_html(const RunReport& run) {
  if (is_finished(run)) return "<span class=\"pill done\">finished</span>";
  const double planned = planned_epochs(run), epoch = run.metrics.last_epoch();
  if (planned <= 0 || !std::isfinite(epoch)) return "";
  return fmt::format("<span class=\"pill\">{:.0f} % of {} epochs</span>", 100 * epoch / planned,
                     epoch_text(planned));
}

std::string progress_html(const RunReport& run) {
  const double planned = planned_epochs(run), epoch = run.metrics.last_epoch();
  if (planned <= 0 || !std::isfinite(epoch) || is_finished(run)) return "";
  return fmt::format("<div class=\"progress\"><span style=\"width:{:.1f}%\"></span></div>\n",
                     100 * std::clamp(epoch / planned, 0.0, 1.0));
}

}  // namespace

std::string run_summary_html(const RunReport& run) {
  // The configuration's name is the model's; the folder's is what the reader called the run.
  const std::string model = run.setting("name");
  std::string html =
      "<section id=\"summary\">\n<h1>" + escaped_html(run.name) + status_html(run) + "</h1>\n";
  html += "<p class=\"subtitle\">";
  if (!model.empty() && model != run.name) html += "<span>model " + escaped_html(model) + "</span>";
  html += subtitle_of(run) + "</p>\n" + progress_html(run) + "<div class=\"tiles\">\n";
  for (const auto& tile : tiles_of(run)) {
    html += fmt::format(
        "<div class=\"tile\"><span class=\"title\">{}</span><strong>{}</strong>"
        "<span class=\"note\">{}</span></div>\n",
        escaped_html(tile.title), escaped_html(tile.value), escaped_html(tile.note));
  }
  return html + "</div>\n</section>\n";
}

std::string comparison_summary_html(const std::vector<RunReport>& runs) {
  std::string html = fmt::format(
      "<section id=\"summary\">\n<h1>Comparison of {} runs</h1>\n<div class=\"card wide\"><table "
      "class=\"sortable\">\n<thead><tr><th>Run</th><th class=\"number\">Epoch</th><th "
      "class=\"number\">Step</th><th class=\"number\">Best score</th><th class=\"number\">at "
      "epoch</th><th class=\"number\">Loss</th><th "
      "class=\"number\">Images/s</th></tr></thead>\n<tbody>\n",
      runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const RunReport& run = runs[i];
    const MetricsRecord* best = run.best_validation();
    const double images = median_of(images_per_second(run.metrics));
    html += fmt::format(
        "<tr><td><i class=\"dot c{}\"></i>{} {}</td><td class=\"number\">{}</td>"
        "<td class=\"number\">{}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>"
        "<td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
        i % 8, escaped_html(run.name), status_html(run), epoch_text(run.metrics.last_epoch()),
        grouped_digits(run.metrics.last_step()),
        percent_text(best == nullptr ? std::nullopt : best->value("score")),
        best == nullptr ? "-" : epoch_text(best->epoch), loss_tile(run).value,
        images > 0 ? rate_text(images) : "-");
  }
  return html + "</tbody></table></div>\n</section>\n";
}

}  // namespace hoi
