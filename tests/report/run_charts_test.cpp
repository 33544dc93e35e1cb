#include "report/run_charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/sample_run.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> chart_ids(const std::vector<LineChart>& charts) {
  std::vector<std::string> ids;
  for (const auto& chart : charts) ids.push_back(chart.id);
  return ids;
}

std::vector<std::string> curve_labels(const LineChart& chart) {
  std::vector<std::string> labels;
  for (const auto& curve : chart.curves) labels.push_back(curve.label);
  return labels;
}

TEST(RunCharts, OfARunShowEverythingThatItMeasured) {
  const auto charts = run_charts({sample_run()});
  EXPECT_THAT(chart_ids(charts), ElementsAre("loss", "terms", "validation", "gradient-norm",
                                             "learning-rate", "speed"));
  EXPECT_EQ(charts[0].curves[0].x.size(), 20u);
  EXPECT_EQ(charts[0].curves[0].x[1], 20);
  EXPECT_EQ(charts[0].curves[0].y[1], 2);
  EXPECT_THAT(curve_labels(charts[5]), ElementsAre("images", "steps"));
}

TEST(RunCharts, LeaveOutWhatNobodyMeasured) {
  RunReport run = sample_run();
  run.metrics.validations.clear();
  for (auto& record : run.metrics.steps) {
    record.values = {{"loss", 1.0}};
    record.terms.clear();
  }
  EXPECT_THAT(chart_ids(run_charts({run})), ElementsAre("loss"));
  EXPECT_TRUE(run_charts({RunReport{}}).empty());
}

TEST(RunCharts, ColourTermsByTheirKindAndDashThemByTheirStage) {
  const auto terms = run_charts({sample_run()})[1];
  EXPECT_THAT(curve_labels(terms), ElementsAre("stage1/box", "stage2/box", "stage2/relation"));
  EXPECT_EQ(terms.curves[0].colour, terms.curves[1].colour);
  EXPECT_NE(terms.curves[1].colour, terms.curves[2].colour);
  EXPECT_NE(terms.curves[0].dash, terms.curves[1].dash);
  EXPECT_EQ(terms.curves[1].dash, terms.curves[2].dash);
}

TEST(RunCharts, OfTheValidationAreInPercentWithoutAScoreThatRepeatsAnotherFigure) {
  RunReport run = sample_run();
  for (auto& record : run.metrics.validations) record.values["seconds"] = 12;
  EXPECT_THAT(curve_labels(run_charts({run})[2]), ElementsAre("box AP50", "mAP_rel"));
  EXPECT_THAT(run_charts({run})[2].curves[1].y, ElementsAre(25, 50));
  run.metrics.validations[1].values["score"] = 0.9;
  EXPECT_THAT(curve_labels(run_charts({run})[2]), ElementsAre("box AP50", "mAP_rel", "score"));
}

TEST(RunCharts, OfSeveralRunsHaveAColourForEachAndAGroupForEachFigure) {
  const auto charts = run_charts({sample_run("first"), sample_run("second")});
  EXPECT_THAT(curve_labels(charts[0]), ElementsAre("first", "second"));
  EXPECT_NE(charts[0].curves[0].colour, charts[0].curves[1].colour);
  EXPECT_THAT(chart_groups(charts[1]), ElementsAre("stage1/box", "stage2/box", "stage2/relation"));
  EXPECT_THAT(chart_groups(charts[2]), ElementsAre("box AP50", "mAP_rel"));
  EXPECT_THAT(chart_groups(charts[5]), ElementsAre("images", "steps"));
}

TEST(StepsPerSecond, ComeFromTimesWhereNobodyCountedThem) {
  RunMetrics metrics;
  for (const auto& [step, time] : {std::pair{10, 100.0}, {20, 105.0}, {30, 105.0}, {40, 125.0}}) {
    MetricsRecord record;
    record.step = step;
    record.values = {{"time", time}};
    metrics.steps.push_back(record);
  }
  const Curve curve = steps_per_second(metrics);
  EXPECT_THAT(curve.x, ElementsAre(20, 40));
  EXPECT_THAT(curve.y, ElementsAre(2, 0.5));
}

TEST(MedianOf, ACurveIsItsMiddleValue) {
  Curve curve;
  EXPECT_EQ(median_of(curve), 0);
  curve.y = {9, 1, 5};
  EXPECT_EQ(median_of(curve), 5);
}

TEST(FigureWord, NamesTheKnownFigures) {
  EXPECT_EQ(figure_word("map_rel"), "mAP_rel");
  EXPECT_EQ(figure_word("detection_ap50"), "box AP50");
  EXPECT_EQ(figure_word("other"), "other");
}

}  // namespace
}  // namespace hoi
