#include "report/score_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/sample_run.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(VerbSection, HasABarOfTheLengthOfItsPrecision) {
  const std::string html = verb_section_html({sample_run()});
  EXPECT_THAT(
      html,
      HasSubstr("<td>ride</td><td class=\"bar\" data-value=\"0.5\"><div class=\"track c0\"><span "
                "style=\"width:50.0%\"></span><i style=\"left:75.0%\"></i></div><b>50.0</b></td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"number\" data-value=\"1234\">1,234</td>"));
  EXPECT_THAT(html, HasSubstr("after epoch 2 (step 200), the best so far"));
}

TEST(VerbSection, HasNoBarForAVerbThatNobodyAnnotated) {
  EXPECT_THAT(verb_section_html({sample_run()}),
              HasSubstr("<td>feed</td><td class=\"bar\" data-value=\"-1\"><b>-</b></td>"));
}

TEST(VerbSection, OfSeveralRunsHasAColumnForEach) {
  RunReport second = sample_run("second");
  second.validation->verbs = {{"eat", 0.125, 0.5, 3, 1, 1}, {"ride", 0.25, 0.5, 1234, 1, 1}};
  const std::string html = verb_section_html({sample_run(), second});
  EXPECT_THAT(html, HasSubstr("<th class=\"bar\">first</th><th class=\"bar\">second</th>"));
  EXPECT_THAT(
      html,
      HasSubstr("<b>50.0</b></td><td class=\"bar\" data-value=\"0.25\"><div class=\"track c1\">"));
  EXPECT_THAT(html,
              HasSubstr("<td>eat</td><td class=\"number\" data-value=\"3\">3</td><td class=\"bar\" "
                        "data-value=\"-1\"><b>-</b></td><td class=\"bar\" data-value=\"0.125\">"));
}

TEST(ScoreSections, AreNothingWithoutScores) {
  RunReport run = sample_run();
  run.validation->verbs.clear();
  run.validation->categories.clear();
  EXPECT_EQ(verb_section_html({run}), "");
  EXPECT_EQ(category_section_html({run}), "");
  run.validation.reset();
  EXPECT_EQ(verb_section_html({run}), "");
  EXPECT_EQ(verb_section_html({run, run}), "");
  EXPECT_EQ(category_section_html({run, run}), "");
}

TEST(CategorySection, HasBarsOfApWithAp50AsMark) {
  EXPECT_THAT(
      category_section_html({sample_run()}),
      HasSubstr(
          "<td>person</td><td class=\"bar\" data-value=\"0.25\"><div class=\"track c2\"><span "
          "style=\"width:25.0%\"></span><i style=\"left:50.0%\"></i>"));
  EXPECT_THAT(category_section_html({sample_run(), sample_run("b")}),
              HasSubstr("<th class=\"bar\">b</th>"));
}

TEST(ScoreSections, EscapeWordsAndNames) {
  RunReport run = sample_run("<x>");
  run.validation->verbs[0].verb = "<script>alert(1)</script>";
  run.validation->categories[0].category = "<img src=x>";
  for (const auto& html : {verb_section_html({run}), verb_section_html({run, run}),
                           category_section_html({run}), category_section_html({run, run})}) {
    EXPECT_THAT(html, Not(HasSubstr("<script>")));
    EXPECT_THAT(html, Not(HasSubstr("<img")));
    EXPECT_THAT(html, Not(HasSubstr("<x>")));
  }
}

}  // namespace
}  // namespace hoi
