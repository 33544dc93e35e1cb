#include "study/bar_chart.h"

#include <regex>
#include <string>

#include <gtest/gtest.h>

namespace hoi {
namespace {

BarChart two_row_chart() {
  BarChart chart;
  chart.title = "a < b & c";
  chart.labels = {"first", "second"};
  chart.panels = {{"measured", ChartMark::kBar, {{20.0, 4.0}, {{}, {}}}},
                  {"paper", ChartMark::kDot, {{33.9, {}}, {43.7, {}}}}};
  return chart;
}

/// How many elements of this class the document has.
std::size_t count_of(const std::string& svg, const std::string& style) {
  std::size_t count = 0;
  for (auto at = svg.find("class=\"" + style + "\""); at != std::string::npos;
       at = svg.find("class=\"" + style + "\"", at + 1)) {
    ++count;
  }
  return count;
}

/// The attribute of the first element of a class.
double attribute_of(const std::string& svg, const std::string& style, const std::string& name) {
  const std::regex pattern("<[^>]* " + name + "=\"([-0-9.]+)\"[^>]*class=\"" + style + "\"");
  std::smatch match;
  EXPECT_TRUE(std::regex_search(svg, match, pattern)) << style << " " << name;
  return match.empty() ? 0 : std::stod(match[1]);
}

TEST(BarChart, DrawsWhatWasMeasuredAndLeavesOutWhatWasNot) {
  const std::string svg = chart_svg(two_row_chart());
  EXPECT_EQ(count_of(svg, "bar"), 1U);
  EXPECT_EQ(count_of(svg, "whisker"), 3U) << "a line and its two ends";
  EXPECT_EQ(count_of(svg, "dot"), 2U);
  EXPECT_NE(svg.find(">second<"), std::string::npos);
}

TEST(BarChart, BarsBeginAtZeroAndAreAsLongAsTheirValue) {
  const std::string svg = chart_svg(two_row_chart());
  const double zero = attribute_of(svg, "zero", "x1");
  EXPECT_NEAR(attribute_of(svg, "bar", "x"), zero, 0.11);
  // The axis ends at 25, the next tick after 20 + 4, and is 300 wide.
  EXPECT_NEAR(attribute_of(svg, "bar", "width"), 300 * 20.0 / 25, 0.11);
  EXPECT_NEAR(attribute_of(svg, "whisker", "x1") - zero, 300 * 16.0 / 25, 0.11);
}

TEST(BarChart, LossesGoToTheLeftOfZero) {
  BarChart chart;
  chart.labels = {"a"};
  chart.panels = {{"gain", ChartMark::kBar, {{-2.0, {}}}}};
  const std::string svg = chart_svg(chart);
  const double zero = attribute_of(svg, "zero", "x1");
  EXPECT_NEAR(attribute_of(svg, "bar", "x") + attribute_of(svg, "bar", "width"), zero, 0.11);
}

TEST(BarChart, ANumberStandsRightOfItsWhiskerAndOfZero) {
  BarChart chart;
  chart.labels = {"a"};
  chart.panels = {{"gain", ChartMark::kBar, {{-2.0, 1.0}}}};
  const std::regex number("<text x=\"([-0-9.]+)\"[^>]*>-2.0<");
  for (const double deviation : {1.0, 3.0}) {
    chart.panels[0].values[0].deviation = deviation;
    const std::string svg = chart_svg(chart);
    std::smatch match;
    ASSERT_TRUE(std::regex_search(svg, match, number));
    // Axes from -3 to 0 by 0.5 and from -5 to 1 by 1, 300 wide.
    const double unit = deviation > 2 ? 300 / 6.0 : 100;
    const double end = std::max(0.0, deviation - 2);
    EXPECT_NEAR(std::stod(match[1]), attribute_of(svg, "zero", "x1") + end * unit + 8, 0.11);
  }
}

TEST(BarChart, FollowsLightAndDarkPagesWithoutScripts) {
  const std::string svg = chart_svg(two_row_chart());
  EXPECT_NE(svg.find("prefers-color-scheme: dark"), std::string::npos);
  EXPECT_EQ(svg.find("<script"), std::string::npos);
  EXPECT_NE(svg.find("a &lt; b &amp; c"), std::string::npos);
}

TEST(BarChart, NothingMeasuredIsAChartToo) {
  BarChart chart;
  chart.labels = {"a"};
  chart.panels = {{"gain", ChartMark::kBar, {{{}, {}}}}};
  EXPECT_NE(chart_svg(chart).find("</svg>"), std::string::npos);
  EXPECT_NE(chart_svg({}).find("</svg>"), std::string::npos);
}

}  // namespace
}  // namespace hoi
