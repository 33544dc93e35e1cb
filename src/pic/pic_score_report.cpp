#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/text_table.h"
#include "pic/pic_score.h"

namespace hoi {
namespace {

using nlohmann::json;

/// "0.25", "0.5", "0.75": the keys of the thresholds.
std::string threshold_key(double threshold) { return fmt::format("{}", threshold); }

json fraction_or_null(const std::optional<double>& recall) {
  return recall ? json(*recall) : json();
}

std::string percent(const std::optional<double>& recall) {
  return recall ? fmt::format("{:.2f}", 100 * *recall) : "-";
}

/// The recall of one relation id at one threshold.
std::optional<double> recall_of(const ThresholdRecall& threshold, int relation) {
  return threshold.relations.at(static_cast<std::size_t>(relation - 1));
}

json kept_json(const KeptRecall& kept, const RelationRecallOptions& options,
               const PicNumbering& numbering) {
  json result;
  result["mean"] = fraction_or_null(kept.mean());
  json& relations = result["relations"] = json::object();
  for (std::size_t t = 0; t < kept.thresholds.size(); ++t) {
    const ThresholdRecall& threshold = kept.thresholds[t];
    const std::string key = threshold_key(options.iou_thresholds[t]);
    result[key] = {{"geometric", fraction_or_null(threshold.geometric)},
                   {"non_geometric", fraction_or_null(threshold.non_geometric)},
                   {"mean", fraction_or_null(threshold.mean())}};
    for (const auto& [id, name] : numbering.relations) {
      relations[name][key] = fraction_or_null(recall_of(threshold, id));
    }
  }
  return result;
}

std::vector<std::string> header_of_recalls(const std::string& first,
                                           const RelationRecallOptions& options) {
  std::vector<std::string> header = {first};
  for (const double threshold : options.iou_thresholds) {
    header.push_back("IoU " + threshold_key(threshold));
  }
  return header;
}

/// R@K of all K, as the field prints it.
std::string group_table(const RelationRecall& recall, const RelationRecallOptions& options) {
  auto header = header_of_recalls("recall %", options);
  header.emplace_back("mean");
  TextTable table(header);
  for (const KeptRecall& kept : recall.kept) {
    const std::string name = fmt::format("R@{}", kept.kept);
    std::vector<std::string> geometric = {name + " geometric"}, others = {name + " non-geometric"},
                             mean = {name};
    for (const ThresholdRecall& threshold : kept.thresholds) {
      geometric.push_back(percent(threshold.geometric));
      others.push_back(percent(threshold.non_geometric));
      mean.push_back(percent(threshold.mean()));
    }
    geometric.emplace_back();
    others.emplace_back();
    mean.push_back(percent(kept.mean()));
    table.add_row(geometric);
    table.add_row(others);
    table.add_row(mean);
  }
  return table.text();
}

/// Each annotated relation at the last K.
std::string relation_table(const KeptRecall& kept, const RelationRecallOptions& options,
                           const PicNumbering& numbering) {
  TextTable table(header_of_recalls(fmt::format("R@{} of each relation %", kept.kept), options));
  for (const auto& [id, name] : numbering.relations) {
    std::vector<std::string> row = {name};
    bool annotated = false;
    for (const ThresholdRecall& threshold : kept.thresholds) {
      const auto recall = recall_of(threshold, id);
      annotated = annotated || recall;
      row.push_back(percent(recall));
    }
    if (annotated) table.add_row(row);
  }
  return table.text();
}

}  // namespace

ScoreReport pic_score_report(const RelationRecall& recall, const RelationRecallOptions& options,
                             const PicNumbering& numbering) {
  ScoreReport report;
  report.table = group_table(recall, options);
  report.json["images"] = recall.images;
  for (const KeptRecall& kept : recall.kept) {
    report.json["recall"][std::to_string(kept.kept)] = kept_json(kept, options, numbering);
  }
  if (!recall.kept.empty()) {
    report.table += "\n" + relation_table(recall.kept.back(), options, numbering);
  }
  return report;
}

}  // namespace hoi
