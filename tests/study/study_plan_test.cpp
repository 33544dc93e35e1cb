#include "study/study_plan.h"

#include <fstream>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/shared_data.h"

namespace hoi {
namespace {

std::set<std::string> networks_of(StudyTable table, StudyScale scale = StudyScale::kTiny) {
  std::set<std::string> names;
  for (const auto& row : study_plan(table, scale).rows) names.insert(network_name(row));
  return names;
}

TEST(StudyPlan, EveryTableHasItsNameAndRows) {
  const std::map<std::string, std::size_t> rows{
      {"table4", 6}, {"table5", 5}, {"table6", 6}, {"table7", 6}, {"table8", 4}};
  for (const auto& [name, table] : study_tables()) {
    const StudyPlan plan = study_plan(table, StudyScale::kTiny);
    EXPECT_EQ(plan.name, name);
    EXPECT_EQ(plan.rows.size(), rows.at(name)) << name;
    EXPECT_EQ(plan.timed, name == "table5");
    for (const auto& row : plan.rows) EXPECT_TRUE(row.paper.headline()) << row.label;
  }
}

TEST(StudyPlan, TablesShareTheNetworksThatAreTheSame) {
  EXPECT_EQ(networks_of(StudyTable::kStreams), std::set<std::string>{"stages-3"});
  for (const auto table : {StudyTable::kComponents, StudyTable::kStages, StudyTable::kTrunks,
                           StudyTable::kRepresentations}) {
    EXPECT_EQ(networks_of(table).count("stages-3"), 1U);
  }
  for (const auto table : {StudyTable::kComponents, StudyTable::kStages, StudyTable::kTrunks}) {
    EXPECT_EQ(networks_of(table).count("stages-1"), 1U);
  }
}

TEST(StudyPlan, ResultsOfOneTableAreAllDifferent) {
  for (const auto& entry : study_tables()) {
    std::set<std::string> names;
    const StudyPlan plan = study_plan(entry.second, StudyScale::kPaper);
    for (const auto& row : plan.rows) names.insert(result_name(row));
    EXPECT_EQ(names.size(), plan.rows.size()) << plan.name;
  }
}

TEST(StudyPlan, OnlyTrunksNeedAnotherDetector) {
  for (const auto& entry : study_tables()) {
    std::set<std::string> detectors;
    for (const auto& row : study_plan(entry.second, StudyScale::kTiny).rows) {
      detectors.insert(detector_name(row));
    }
    EXPECT_EQ(detectors.size(), entry.second == StudyTable::kTrunks ? 3U : 1U) << entry.first;
  }
  EXPECT_EQ(
      networks_of(StudyTable::kTrunks, StudyScale::kPaper).count("stages-3+kind-resnext101_64x4d"),
      1U);
}

TEST(StudyPlan, ComponentsAreSwitchedOnOneByOne) {
  const StudyPlan plan = study_plan(StudyTable::kComponents, StudyScale::kTiny);
  EXPECT_EQ(network_name(plan.rows[0]),
            "stages-1+no-human_semantic_mining+no-face_attention+no-ranking");
  EXPECT_EQ(network_name(plan.rows[1]), "stages-1+no-face_attention+no-ranking");
  EXPECT_EQ(network_name(plan.rows[2]), "stages-1+no-human_semantic_mining+no-ranking");
  EXPECT_EQ(network_name(plan.rows[3]), "stages-1+no-ranking");
}

/// The numbers of a row under the names of the reference file.
void expect_paper(const PaperValues& paper, const nlohmann::json& expected,
                  const std::string& row) {
  const std::map<std::string, std::optional<double>> values{
      {"R@20", paper.recall_20},      {"R@50", paper.recall_50},   {"R@100", paper.recall_100},
      {"HOIW_mAPrel", paper.map_rel}, {"Mean", paper.mean_recall}, {"ms", paper.milliseconds}};
  for (const auto& [name, value] : values) {
    EXPECT_EQ(value.has_value(), expected.contains(name)) << row << " " << name;
    if (value && expected.contains(name)) {
      EXPECT_EQ(*value, expected[name].get<double>()) << row;
    }
  }
}

TEST(StudyPlan, ThePapersNumbersAreThoseOfItsTables) {
  const auto path = shared_data("reference/paper_tables.json");
  if (!path) GTEST_SKIP() << "the paper's numbers are not here to compare with";
  std::ifstream stream(*path);
  const auto tables = nlohmann::json::parse(stream);
  const std::map<StudyTable, std::pair<std::string, std::vector<std::string>>> rows{
      {StudyTable::kComponents,
       {"table4_components",
        {"baseline", "IHSM", "EFRA", "IHSM+EFRA", "IHSM+EFRA+RRM", "IHSM+EFRA+RRM+CAS"}}},
      {StudyTable::kStages, {"table5_stages", {"1", "2", "3", "4", "5"}}},
      {StudyTable::kTrunks,
       {"table6_backbones",
        {"R50", "R50+cascade", "R101", "R101+cascade", "X101", "X101+cascade"}}},
      {StudyTable::kStreams,
       {"table7_features_fusion",
        {"ss_only", "sg_only", "sv_only", "sv+sg+ss", "sv*sg*ss", "(sv+sg)*ss"}}},
      {StudyTable::kRepresentations,
       {"table8_representation_pic_val", {"BBox", "Mask", "BBox+Mask(max)", "BBox+Mask(sum)"}}}};
  for (const auto& [table, names] : rows) {
    const StudyPlan plan = study_plan(table, StudyScale::kTiny);
    ASSERT_EQ(plan.rows.size(), names.second.size());
    for (std::size_t row = 0; row < plan.rows.size(); ++row) {
      expect_paper(plan.rows[row].paper, tables.at(names.first).at(names.second[row]),
                   plan.rows[row].label);
    }
  }
}

}  // namespace
}  // namespace hoi
