#include "report/settings_section.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/sample_run.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(SettingsSection, ShowsTheMainSettingsAndTheWholeFile) {
  const std::string html = settings_section_html(sample_run());
  EXPECT_THAT(html, HasSubstr("<dt>epochs</dt><dd>2</dd>"));
  EXPECT_THAT(html, HasSubstr("<dt>train data</dt><dd>photos</dd>"));
  EXPECT_THAT(html, HasSubstr("<pre>name = &quot;small&quot;\n[training]\nepochs = 2\n</pre>"));
  EXPECT_EQ(settings_section_html(RunReport{}), "");
}

TEST(DifferingSettings, LeavesOutWhatIsTheSame) {
  RunReport second = sample_run("second");
  second.settings = {{"name", "small"},
                     {"training.epochs", "3"},
                     {"training.phase", "relation"},
                     {"data.train.0.root", "photos"},
                     {"seed", "<2>"}};
  const std::string html = differing_settings_html({sample_run(), second});
  EXPECT_THAT(html, HasSubstr("<code>training.epochs</code></td><td>2</td><td>3</td>"));
  EXPECT_THAT(html, HasSubstr("<code>seed</code></td><td>-</td><td>&lt;2&gt;</td>"));
  EXPECT_THAT(html, Not(HasSubstr("training.phase")));
  EXPECT_EQ(differing_settings_html({sample_run(), sample_run("second")}), "");
}

TEST(LogSection, ShowsProblemsNoticesAndTheEndOfTheLog) {
  RunReport run = sample_run();
  EXPECT_EQ(log_section_html(run), "");
  run.data_problems = {"a.jpg: no persons", "<b>"};
  run.notices = {"metrics.jsonl: 1 line"};
  run.log_tail = "stopped <here>\n";
  const std::string html = log_section_html(run);
  EXPECT_THAT(html, HasSubstr("Problems of the training data: 2"));
  EXPECT_THAT(html, HasSubstr("a.jpg: no persons\n&lt;b&gt;"));
  EXPECT_THAT(html, HasSubstr("metrics.jsonl: 1 line"));
  EXPECT_THAT(html, HasSubstr("stopped &lt;here&gt;"));
}

}  // namespace
}  // namespace hoi
