#include "study/table_report.h"

#include <algorithm>

#include <fmt/format.h>

#include "study/bar_chart.h"
#include "study/markdown_table.h"

namespace hoi {
namespace {

std::string paper_number(const std::optional<double>& value) {
  return value ? fmt::format("{:.1f}", *value) : "";
}

std::string paper_gain(const MeasuredRow& row, const MeasuredRow& base) {
  const auto value = row.row.paper.headline(), first = base.row.paper.headline();
  return value && first ? fmt::format("{:+.1f}", *value - *first) : "";
}

std::string milliseconds(const std::optional<double>& value) {
  return value ? fmt::format("{:.1f}", *value) : "-";
}

/// Times of the first row = 1.
std::string relative_time(const std::optional<double>& value, const std::optional<double>& first) {
  return value && first && *first > 0 ? fmt::format("{:.2f}", *value / *first) : "-";
}

bool compares_recall(const MeasuredTable& table) {
  return !table.rows.empty() && table.rows.front().row.paper.mean_recall.has_value();
}

std::string triple(const std::string& a, const std::string& b, const std::string& c) {
  return a.empty() ? "" : a + " / " + b + " / " + c;
}

std::vector<std::string> header_cells(const MeasuredTable& table) {
  const bool recall = compares_recall(table);
  std::vector<std::string> cells{"", "mAP_rel", "gain"};
  if (!recall) cells.insert(cells.end(), {"paper: mAP_rel (HOIW)", "paper: gain"});
  cells.insert(cells.end(), {"R@20", "R@50", "R@100"});
  if (recall) cells.insert(cells.end(), {"mean R", "gain"});
  cells.emplace_back("paper: R@20 / 50 / 100 (PIC)");
  if (recall) cells.insert(cells.end(), {"paper: mean R", "paper: gain"});
  cells.insert(cells.end(), {"AP50 of boxes", "seeds"});
  if (table.plan.timed) cells.insert(cells.end(), {"ms", "of T = 1", "paper: ms", "of T = 1"});
  return cells;
}

std::vector<std::string> row_cells(const MeasuredTable& table, const MeasuredRow& row) {
  const MeasuredRow& base = table.rows.front();
  const PaperValues& paper = row.row.paper;
  const bool recall = compares_recall(table);
  const auto measured = [&row](ResultNumber number) {
    return format_percent(spread_over_seeds(row, number));
  };
  const auto gain = [&](ResultNumber number) {
    return &row == &base ? std::string() : format_percent(gain_over(row, base, number), true);
  };
  const std::string papers_gain = &row == &base ? "" : paper_gain(row, base);
  std::vector<std::string> cells{row.row.label, measured(map_rel_of), gain(map_rel_of)};
  if (!recall) cells.insert(cells.end(), {paper_number(paper.map_rel), papers_gain});
  cells.insert(cells.end(),
               {measured(recall_20_of), measured(recall_50_of), measured(recall_100_of)});
  if (recall) cells.insert(cells.end(), {measured(mean_recall_of), gain(mean_recall_of)});
  cells.push_back(triple(paper_number(paper.recall_20), paper_number(paper.recall_50),
                         paper_number(paper.recall_100)));
  if (recall) cells.insert(cells.end(), {paper_number(paper.mean_recall), papers_gain});
  cells.insert(cells.end(), {measured(detection_ap50_of), std::to_string(row.seeds.size())});
  if (table.plan.timed) {
    cells.insert(cells.end(), {milliseconds(row.milliseconds),
                               relative_time(row.milliseconds, base.milliseconds),
                               fmt::format("{:.0f}", paper.milliseconds.value_or(0)),
                               relative_time(paper.milliseconds, base.row.paper.milliseconds)});
  }
  return cells;
}

nlohmann::json optional_json(const std::optional<double>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json();
}

nlohmann::json spread_json(const std::optional<Spread>& spread) {
  if (!spread) return nullptr;
  return {{"mean", spread->mean},
          {"deviation", optional_json(spread->deviation)},
          {"count", spread->count}};
}

nlohmann::json paper_json(const PaperValues& paper) {
  return {{"R@20", optional_json(paper.recall_20)},     {"R@50", optional_json(paper.recall_50)},
          {"R@100", optional_json(paper.recall_100)},   {"mAP_rel", optional_json(paper.map_rel)},
          {"mean_R", optional_json(paper.mean_recall)}, {"ms", optional_json(paper.milliseconds)}};
}

nlohmann::json row_json(const MeasuredRow& row, const MeasuredRow& base) {
  nlohmann::json runs = nlohmann::json::array();
  for (const auto& entry : row.seeds) {
    nlohmann::json run = to_json(entry.result);
    run["seed"] = entry.seed;
    run.erase("schema");
    run["settings"].erase("root");  // an absolute path of this machine; the table names its data
    runs.push_back(run);
  }
  std::vector<std::string> changes = row.row.trunk;
  changes.insert(changes.end(), row.row.changes.begin(), row.row.changes.end());
  return {{"label", row.row.label},
          {"network", network_name(row.row)},
          {"changes", changes},
          {"scoring", row.row.scoring},
          {"paper", paper_json(row.row.paper)},
          {"mAP_rel", spread_json(spread_over_seeds(row, map_rel_of))},
          {"gain", spread_json(gain_over(row, base, map_rel_of))},
          {"R@20", spread_json(spread_over_seeds(row, recall_20_of))},
          {"R@50", spread_json(spread_over_seeds(row, recall_50_of))},
          {"R@100", spread_json(spread_over_seeds(row, recall_100_of))},
          {"mean_R", spread_json(spread_over_seeds(row, mean_recall_of))},
          {"AP50", spread_json(spread_over_seeds(row, detection_ap50_of))},
          {"ms", optional_json(row.milliseconds)},
          {"runs", runs}};
}

}  // namespace

std::string table_markdown(const MeasuredTable& table) {
  MarkdownTable rows(header_cells(table));
  for (const auto& row : table.rows) rows.add_row(row_cells(table, row));
  std::string text = fmt::format(
      "## {}\n\nScale {}, measured on {}. Percent, mean +- sample "
      "standard deviation over the seeds; gains are differences of the "
      "same seed.\n\n{}\n![chart]({}.svg)\n",
      table.plan.title, table.scale, table.data, rows.text(), table.plan.name);
  for (const auto& note : table.plan.notes) text += fmt::format("\n{}\n", note);
  return text;
}

nlohmann::json table_json(const MeasuredTable& table) {
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& row : table.rows) rows.push_back(row_json(row, table.rows.front()));
  return {{"schema", "hoi-study-table/1"},
          {"table", table.plan.name},
          {"title", table.plan.title},
          {"scale", table.scale},
          {"data", table.data},
          {"notes", table.plan.notes},
          {"rows", rows}};
}

std::string table_chart(const MeasuredTable& table) {
  BarChart chart;
  chart.title = table.plan.title;
  ChartPanel measured{"measured mAP_rel, %", ChartMark::kBar, {}};
  ChartPanel paper{compares_recall(table) ? "paper, mean of R@20, 50, 100 on PIC, %"
                                          : "paper, mAP_rel on HOIW, %",
                   ChartMark::kDot,
                   {}};
  for (const auto& row : table.rows) {
    chart.labels.push_back(row.row.label);
    const auto spread = spread_over_seeds(row, map_rel_of);
    ChartValue value;
    if (spread) value.value = 100 * spread->mean;
    if (spread && spread->deviation) value.deviation = 100 * *spread->deviation;
    measured.values.push_back(value);
    paper.values.push_back({row.row.paper.headline(), {}});
  }
  chart.panels = {measured, paper};
  return chart_svg(chart);
}

}  // namespace hoi
