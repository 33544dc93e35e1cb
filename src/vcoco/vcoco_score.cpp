#include "vcoco/vcoco_score.h"

#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text_table.h"
#include "formats/printable_text.h"
#include "vcoco/vcoco_labels.h"
#include "vcoco/vcoco_predictions.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

using nlohmann::json;

/// One line of the report: an action, or a role of it.
struct ReportLine {
  std::size_t action = 0;
  std::optional<std::size_t> role;  ///< index into VcocoGroundTruth::roles
};

std::vector<ReportLine> report_lines(const VcocoGroundTruth& truth) {
  std::vector<ReportLine> lines;
  for (std::size_t action = 0; action < truth.actions.size(); ++action) {
    const std::size_t before = lines.size();
    for (std::size_t role = 0; role < truth.roles.size(); ++role) {
      if (truth.roles[role].action == action) lines.push_back({action, role});
    }
    if (lines.size() == before) lines.push_back({action, std::nullopt});
  }
  return lines;
}

std::string name_of(const VcocoGroundTruth& truth, std::size_t role) {
  const VcocoRoleClass& entry = truth.roles[role];
  return printable(truth.actions[entry.action] + "-" + entry.role);
}

std::vector<RoleClassPrecision> without_point(const VcocoGroundTruth& truth,
                                              const std::vector<RoleClassPrecision>& roles) {
  std::vector<RoleClassPrecision> kept;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (truth.actions[truth.roles[i].action] != kVcocoPoint) kept.push_back(roles[i]);
  }
  return kept;
}

/// The five figures that are reported.
struct MeanPrecisions {
  double agent = 0, scenario_1 = 0, scenario_2 = 0, scenario_1_no_point = 0,
         scenario_2_no_point = 0;
};

MeanPrecisions mean_precisions(const VcocoGroundTruth& truth, const RoleAveragePrecision& scores) {
  return {mean_agent_precision(scores.agents), mean_role_precision(scores.scenario_1),
          mean_role_precision(scores.scenario_2),
          mean_role_precision(without_point(truth, scores.scenario_1)),
          mean_role_precision(without_point(truth, scores.scenario_2))};
}

json fraction(double value) { return std::isnan(value) ? json() : json(value); }

json score_json(const VcocoGroundTruth& truth, const RoleAveragePrecision& scores) {
  json classes = json::array();
  for (const ReportLine& line : report_lines(truth)) {
    const RoleClassPrecision& agent = scores.agents[line.action];
    json entry = {{"action", truth.actions[line.action]},
                  {"role", nullptr},
                  {"AP_agent", fraction(agent.average_precision)},
                  {"AP_s1", nullptr},
                  {"AP_s2", nullptr},
                  {"positives", agent.positives},
                  {"predictions", agent.predictions}};
    if (line.role) {
      entry["role"] = truth.roles[*line.role].role;
      entry["AP_s1"] = fraction(scores.scenario_1[*line.role].average_precision);
      entry["AP_s2"] = fraction(scores.scenario_2[*line.role].average_precision);
      entry["predictions"] = scores.scenario_1[*line.role].predictions;
    }
    classes.push_back(std::move(entry));
  }
  const MeanPrecisions means = mean_precisions(truth, scores);
  return {{"AP_agent", means.agent},
          {"AP_role_s1", fraction(means.scenario_1)},
          {"AP_role_s2", fraction(means.scenario_2)},
          {"AP_role_s1_no_point", fraction(means.scenario_1_no_point)},
          {"AP_role_s2_no_point", fraction(means.scenario_2_no_point)},
          {"classes", std::move(classes)}};
}

std::string percent_or_dash(double value) {
  return std::isnan(value) ? "-" : fmt::format("{:.2f}", 100 * value);
}

std::string score_table(const VcocoGroundTruth& truth, const RoleAveragePrecision& scores) {
  TextTable table({"action", "AP agent", "AP role S1", "AP role S2", "positives"});
  const MeanPrecisions means = mean_precisions(truth, scores);
  for (const ReportLine& line : report_lines(truth)) {
    const RoleClassPrecision& agent = scores.agents[line.action];
    const auto role_cell = [&](const std::vector<RoleClassPrecision>& roles) {
      return line.role ? percent_or_dash(roles[*line.role].average_precision) : std::string();
    };
    table.add_row({line.role ? name_of(truth, *line.role) : printable(truth.actions[line.action]),
                   percent_or_dash(agent.average_precision), role_cell(scores.scenario_1),
                   role_cell(scores.scenario_2), fmt::format("{}", agent.positives)});
  }
  table.add_row({"mean", percent_or_dash(means.agent), percent_or_dash(means.scenario_1),
                 percent_or_dash(means.scenario_2), ""});
  table.add_row({"mean without point", "", percent_or_dash(means.scenario_1_no_point),
                 percent_or_dash(means.scenario_2_no_point), ""});
  return table.text() +
         fmt::format(
             "\nAP_agent {} %, AP_role {} % in scenario 1 and {} % in scenario 2; without "
             "\"point\", as most papers report it, {} % and {} %\n",
             percent_or_dash(means.agent), percent_or_dash(means.scenario_1),
             percent_or_dash(means.scenario_2), percent_or_dash(means.scenario_1_no_point),
             percent_or_dash(means.scenario_2_no_point));
}

void add_class_notice(const std::string& name, const RoleClassPrecision& entry,
                      std::vector<std::string>& notices) {
  if (entry.positives == 0) {
    notices.push_back(name +
                      ": nobody does it, so it has no AP and is left out of the means over "
                      "roles (the organisers' script stops here)");
  } else if (entry.predictions == 0) {
    notices.push_back(name +
                      ": no prediction counts, so its AP is 0 (the organisers' script stops "
                      "here)");
  }
}

std::vector<std::string> class_notices(const VcocoGroundTruth& truth,
                                       const RoleAveragePrecision& scores) {
  std::vector<std::string> notices;
  for (std::size_t i = 0; i < scores.agents.size(); ++i) {
    add_class_notice("agent of " + printable(truth.actions[i]), scores.agents[i], notices);
  }
  for (std::size_t i = 0; i < scores.scenario_1.size(); ++i) {
    add_class_notice(name_of(truth, i), scores.scenario_1[i], notices);
  }
  return notices;
}

}  // namespace

ScoreReport score_vcoco(const VcocoGroundTruth& truth) {
  const RoleAveragePrecision scores = evaluate_roles(truth.task, truth.images);
  ScoreReport report = {score_table(truth, scores), score_json(truth, scores), truth.notices};
  for (auto& notice : class_notices(truth, scores)) report.notices.push_back(std::move(notice));
  return report;
}

ScoreReport score_vcoco(const VcocoScoreFiles& files, const ReadProgress& progress) {
  if (files.coco.empty()) {
    throw InputError("V-COCO needs the COCO instances file with its boxes (--coco)");
  }
  std::vector<std::int64_t> ids;
  if (!files.split_ids.empty()) ids = read_vcoco_ids(files.split_ids);
  VcocoGroundTruth truth = build_vcoco_ground_truth(
      parse_vcoco_labels(JsonRecords::read(files.vcoco)), files.vcoco.string(),
      JsonRecords::read(files.coco, progress), std::move(ids));
  const VcocoPredictionCounts counts =
      add_vcoco_predictions(open_vcoco_predictions(files.predictions, progress), truth);
  if (counts.of_other_images > 0) {
    truth.notices.push_back(
        fmt::format("{} of {} predictions are for images outside of the split and were ignored",
                    counts.of_other_images, counts.of_other_images + counts.used));
  }
  return score_vcoco(truth);
}

}  // namespace hoi
