#include "report/summary_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/sample_run.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(RunSummary, SaysHowFarTheRunIsAndHowGood) {
  RunReport run = sample_run();
  run.model_bytes = 31234567;
  const std::string html = run_summary_html(run);
  EXPECT_THAT(html, HasSubstr("finished"));
  EXPECT_THAT(html, HasSubstr("<strong>200</strong>"));
  EXPECT_THAT(
      html,
      HasSubstr(
          "Best mAP_rel</span><strong>50.0 %</strong><span class=\"note\">epoch 2, step 200"));
  EXPECT_THAT(html, HasSubstr("8 images/s"));
  EXPECT_THAT(html, HasSubstr("31.2 MB"));
  EXPECT_THAT(html, HasSubstr("relation phase"));
}

TEST(RunSummary, OfEqualFiguresThePhaseTellsWhichIsTheScore) {
  RunReport run = sample_run();
  run.metrics.validations.back().values = {
      {"score", 0.5}, {"map_rel", 0.5}, {"detection_ap50", 0.5}};
  EXPECT_THAT(run_summary_html(run), HasSubstr("Best mAP_rel"));
  run.settings = {{"training.phase", "localization"}};
  EXPECT_THAT(run_summary_html(run), HasSubstr("Best box AP50"));
}

TEST(RunSummary, ShowsTheMeanOfTheLastTenLosses) {
  RunReport run = sample_run();
  for (std::size_t i = 0; i < run.metrics.steps.size(); ++i) {
    run.metrics.steps[i].values["loss"] = i < 10 ? 100.0 : i < 15 ? 1.0 : 2.0;
  }
  EXPECT_THAT(run_summary_html(run),
              HasSubstr("<strong>1.5</strong><span class=\"note\">mean of last 10 logged"));
}

TEST(RunSummary, OfAnUnfinishedRunSaysHowMuchIsDone) {
  RunReport run = sample_run();
  run.settings = {{"training.epochs", "8"}};
  EXPECT_THAT(run_summary_html(run), HasSubstr("25 % of 8 epochs"));
  EXPECT_THAT(run_summary_html(run), HasSubstr("width:25.0%"));
}

TEST(RunSummary, OfARunThatHasJustBegunSaysSo) {
  RunReport run;
  run.name = "new";
  const std::string html = run_summary_html(run);
  EXPECT_THAT(html, HasSubstr("no validation yet"));
  EXPECT_THAT(html, HasSubstr("nothing logged yet"));
  EXPECT_THAT(html, Not(HasSubstr("Speed")));
  EXPECT_THAT(html, Not(HasSubstr("nan")));
}

TEST(RunSummary, EscapesNamesAndSettings) {
  RunReport run = sample_run("<i>run</i>");
  run.settings = {{"name", "<script>"}, {"training.phase", "\"><img>"}};
  const std::string html = run_summary_html(run);
  EXPECT_THAT(html, HasSubstr("&lt;i&gt;run&lt;/i&gt;"));
  EXPECT_THAT(html, Not(HasSubstr("<script>")));
  EXPECT_THAT(html, Not(HasSubstr("<img>")));
}

TEST(ComparisonSummary, HasARowForEachRun) {
  RunReport second = sample_run("<second>");
  second.metrics.validations.clear();
  const std::string html = comparison_summary_html({sample_run(), second});
  EXPECT_THAT(html, HasSubstr("Comparison of 2 runs"));
  EXPECT_THAT(html, HasSubstr("<i class=\"dot c0\"></i>first"));
  EXPECT_THAT(html, HasSubstr("<i class=\"dot c1\"></i>&lt;second&gt;"));
  EXPECT_THAT(html, HasSubstr("<td class=\"number\">50.0</td><td class=\"number\">2</td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"number\">-</td><td class=\"number\">-</td>"));
}

}  // namespace
}  // namespace hoi
