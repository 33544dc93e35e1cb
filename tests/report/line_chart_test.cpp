#include "report/line_chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Curve curve_over(std::vector<double> x, std::vector<double> y) {
  Curve curve;
  curve.label = "curve";
  curve.x = std::move(x);
  curve.y = std::move(y);
  return curve;
}

std::size_t occurrences(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

TEST(ThinnedCurve, SumsUpStretchesAndStandsAtTheirEnds) {
  const Curve curve = curve_over({1, 2, 3, 4, 5}, {1, 3, 5, 9, 2});
  const Curve mean = thinned(curve, ThinningRule::kMean, 3);
  EXPECT_THAT(mean.x, ElementsAre(2, 4, 5));
  EXPECT_THAT(mean.y, ElementsAre(2, 7, 2));
  EXPECT_THAT(thinned(curve, ThinningRule::kMaximum, 3).y, ElementsAre(3, 9, 2));
}

TEST(ThinnedCurve, OfFewPointsIsTheCurve) {
  const Curve curve = curve_over({1, 2}, {3, 4});
  EXPECT_THAT(thinned(curve, ThinningRule::kMean, 2).y, ElementsAre(3, 4));
  EXPECT_TRUE(thinned(Curve{}, ThinningRule::kMean, 2).x.empty());
}

TEST(LineChartDrawing, PutsTheEndsOfACurveAtTheEndsOfItsAxes) {
  LineChart chart{"loss", "Loss"};
  chart.curves = {curve_over({0, 100}, {0, 10})};
  // Left 52, right 600 - 12, top 10, bottom 240 - 24; ten is a tick, so the axis ends there.
  EXPECT_THAT(line_chart_svg(chart), HasSubstr("points=\"52.0,216.0 588.0,10.0\""));
  EXPECT_THAT(line_chart_svg(chart), HasSubstr(">10</text>"));
}

TEST(LineChartDrawing, CanBeginAtZero) {
  LineChart chart{"loss", "Loss"};
  chart.curves = {curve_over({0, 100}, {5, 10})};
  EXPECT_THAT(line_chart_svg(chart), HasSubstr("points=\"52.0,216.0 588.0,10.0\""));
  chart.from_zero = true;
  EXPECT_THAT(line_chart_svg(chart), HasSubstr("points=\"52.0,113.0 588.0,10.0\""));
}

TEST(LineChartDrawing, ManagesOnePointEqualValuesAndNone) {
  LineChart chart{"loss", "Loss"};
  EXPECT_TRUE(chart.empty());
  EXPECT_THAT(line_chart_svg(chart), Not(HasSubstr("nan")));
  chart.curves = {curve_over({7}, {3})};
  EXPECT_FALSE(chart.empty());
  EXPECT_THAT(line_chart_svg(chart), HasSubstr("<circle"));
  EXPECT_THAT(line_chart_svg(chart), Not(HasSubstr("nan")));
  chart.curves = {curve_over({1, 2, 3}, {0, 0, 0})};
  EXPECT_THAT(line_chart_svg(chart), Not(HasSubstr("nan")));
}

TEST(LineChartDrawing, ShowsTheFirstGroupAndWhatHasNone) {
  LineChart chart{"loss", "Loss"};
  chart.curves = {curve_over({1, 2}, {1, 2}), curve_over({1, 2}, {1, 3}),
                  curve_over({1, 2}, {1, 4})};
  chart.curves[0].group = "box";
  chart.curves[1].group = "ranking";
  EXPECT_THAT(chart_groups(chart), ElementsAre("box", "ranking"));
  EXPECT_EQ(occurrences(line_chart_svg(chart), "<polyline"), 2u);
}

TEST(LineChartDrawing, CountsOnFromTheFirstColourAfterTheLast) {
  LineChart chart{"loss", "Loss"};
  chart.curves = {curve_over({1, 2}, {1, 2})};
  chart.curves[0].colour = 9;
  chart.curves[0].dash = 7;
  EXPECT_THAT(line_chart_svg(chart), HasSubstr("class=\"curve c1 d1\""));
}

TEST(LineChartDrawing, EscapesItsTitle) {
  LineChart chart{"loss", "<b>\""};
  EXPECT_THAT(line_chart_svg(chart), HasSubstr("aria-label=\"&lt;b&gt;&quot;\""));
}

TEST(LineChartJson, HasShortNumbersAndAtMostTwoThousandPoints) {
  LineChart chart{"loss", "Loss", "%"};
  Curve curve = curve_over({}, {});
  for (int i = 0; i < 5000; ++i) {
    curve.x.push_back(i);
    curve.y.push_back(0.12345678901);
  }
  chart.curves = {curve};
  const auto json = line_chart_json(chart);
  EXPECT_EQ(json["unit"], "%");
  EXPECT_EQ(json["curves"][0]["x"].size(), 1667u);  // stretches of three
  EXPECT_EQ(json["curves"][0]["x"][0], 2);
  EXPECT_EQ(json["curves"][0]["y"][0].dump(), "0.123457");
}

}  // namespace
}  // namespace hoi
