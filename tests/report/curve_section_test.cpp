#include "report/curve_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

LineChart chart_of_two_groups() {
  LineChart chart{"terms", "Terms", "%"};
  for (const char* group : {"box", "ranking"}) {
    Curve curve;
    curve.label = "<run>";
    curve.group = group;
    curve.colour = 11;
    curve.dash = 1;
    curve.x = {1, 2};
    curve.y = {3, 4};
    chart.curves.push_back(curve);
  }
  return chart;
}

TEST(CurveSection, HasACardWithDrawingAndLegendForEachChart) {
  const std::string html = curve_section_html({chart_of_two_groups()}, true);
  EXPECT_THAT(html, HasSubstr("data-chart=\"terms\""));
  EXPECT_THAT(html, HasSubstr("<svg class=\"static\""));
  EXPECT_THAT(html, HasSubstr("class=\"chip c3 d1\" data-curve=\"0\">"));
  EXPECT_THAT(html, HasSubstr("<span>&lt;run&gt;</span>"));
}

TEST(CurveSection, HidesTheNamesOfCurvesThatAreNotDrawn) {
  EXPECT_THAT(curve_section_html({chart_of_two_groups()}, true),
              HasSubstr("data-curve=\"1\" hidden>"));
}

TEST(CurveSection, SaysWhyCurvesStandStill) {
  EXPECT_THAT(curve_section_html({chart_of_two_groups()}, false),
              HasSubstr("registry could not be reached"));
  EXPECT_THAT(curve_section_html({chart_of_two_groups()}, true), Not(HasSubstr("npm")));
}

TEST(CurveSection, IsNothingWithoutCharts) { EXPECT_EQ(curve_section_html({}, true), ""); }

}  // namespace
}  // namespace hoi
