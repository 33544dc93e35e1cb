#include "study/table_report.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "study/measured_samples.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// The line of a Markdown table that begins with this cell, without padding.
std::string row_of(const std::string& markdown, const std::string& label) {
  const auto at = markdown.find("| " + label + " ");
  EXPECT_NE(at, std::string::npos) << label;
  const std::string line = markdown.substr(at, markdown.find('\n', at) - at);
  std::string plain;
  for (const char letter : line) {
    if (letter != ' ' || plain.empty() || plain.back() != ' ') plain += letter;
  }
  return plain;
}

TEST(TableReport, StandsBesideThePapersNumbers) {
  const std::string text = table_markdown(sample_measured_table());
  EXPECT_THAT(text, HasSubstr("## Components"));
  EXPECT_THAT(text, HasSubstr("A note."));
  EXPECT_EQ(row_of(text, "baseline"),
            "| baseline | 55.0 +- 7.1 | | 33.9 | | 30.0 +- 0.0 | 60.0 +- 0.0 | 90.0 +- 0.0 | "
            "17.0 / 28.0 / 33.9 | 80.0 +- 0.0 | 2 |");
  EXPECT_THAT(row_of(text, "IHSM"), HasSubstr("| 58.0 +- 8.5 | +3.0 +- 1.4 | 34.4 | +0.5 |"));
}

TEST(TableReport, RowsThatWereNotMeasuredAreEmpty) {
  MeasuredTable table = sample_measured_table();
  for (auto& row : table.rows) row.seeds.clear();
  EXPECT_THAT(row_of(table_markdown(table), "IHSM"), HasSubstr("| - | - | 34.4 | +0.5 | - |"));
  EXPECT_TRUE(table_json(table)["rows"][0]["mAP_rel"].is_null());
  EXPECT_THAT(table_chart(table), HasSubstr("</svg>"));
}

TEST(TableReport, TimedTablesHaveTimesRelativeToTheFirstRow) {
  MeasuredTable table = sample_measured_table();
  table.plan.timed = true;
  table.rows[0].milliseconds = 20;
  table.rows[0].row.paper.milliseconds = 145;
  table.rows[1].milliseconds = 25;
  table.rows[1].row.paper.milliseconds = 163;
  EXPECT_THAT(row_of(table_markdown(table), "IHSM"), HasSubstr("| 25.0 | 1.25 | 163 | 1.12 |"));
  EXPECT_THAT(row_of(table_markdown(table), "EFRA"), HasSubstr("| - | - |"));
}

TEST(TableReport, ThePapersMeanRecallIsComparedWhereItReportsNoMapRel) {
  MeasuredTable table = sample_measured_table();
  double mean = 36.6;
  for (auto& row : table.rows) {
    row.row.paper.map_rel.reset();
    row.row.paper.mean_recall = mean;
    mean += 0.5;
  }
  const std::string text = table_markdown(table);
  EXPECT_THAT(text, HasSubstr("mean R"));
  EXPECT_THAT(row_of(text, "IHSM"), HasSubstr("| 60.0 +- 0.0 | +0.0 +- 0.0 |"));
  EXPECT_THAT(row_of(text, "IHSM"), HasSubstr("| 37.1 | +0.5 |"));
  EXPECT_THAT(table_chart(table), HasSubstr("mean of R@20"));
}

TEST(TableReport, JsonHasEverySingleValue) {
  const auto json = table_json(sample_measured_table());
  EXPECT_EQ(json["schema"], "hoi-study-table/1");
  const auto& row = json["rows"][1];
  EXPECT_EQ(row["label"], "IHSM");
  EXPECT_EQ(row["paper"]["mAP_rel"], 34.4);
  EXPECT_TRUE(row["paper"]["ms"].is_null());
  EXPECT_EQ(row["runs"].size(), 2U);
  EXPECT_EQ(row["runs"][1]["seed"], 2);
  EXPECT_EQ(row["runs"][1]["mAP_rel"], 0.64);
  EXPECT_EQ(row["runs"][1]["verbs"][0]["ap"], 0.7);
  EXPECT_EQ(row["mAP_rel"]["count"], 2);
  EXPECT_NEAR(row["gain"]["mean"].get<double>(), 0.03, 1e-12);
  EXPECT_TRUE(json["rows"][2]["gain"]["deviation"].is_null());
}

TEST(TableReport, JsonNamesNoFolderOfThisMachine) {
  const nlohmann::json run = table_json(sample_measured_table())["rows"][0]["runs"][0];
  EXPECT_TRUE(run["settings"].contains("splits"));
  EXPECT_THAT(table_json(sample_measured_table()).dump(), Not(HasSubstr("/some/machine")));
}

TEST(TableReport, TheChartShowsMeasuredBarsAndThePapersDots) {
  const std::string svg = table_chart(sample_measured_table());
  EXPECT_THAT(svg, HasSubstr("measured mAP_rel"));
  EXPECT_THAT(svg, HasSubstr("paper, mAP_rel on HOIW"));
  EXPECT_THAT(svg, HasSubstr(">55.0<"));
  EXPECT_THAT(svg, HasSubstr(">34.4<"));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace hoi
