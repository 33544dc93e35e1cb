#include "report/report_page.h"

#include "report/page_text.h"
#include "report/sample_run.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const PageAssets kWithLibrary{"body {}",           "start();", "Plot 1 (MIT)",
                              "Licence */ text\n", "plot();",  ".plot {}"};
const PageAssets kWithoutLibrary{"body {}", "start();", "", "", "", ""};

std::size_t count_of_text(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

/// The content of every script element, that of the data block not.
std::vector<std::string> scripts_of(const std::string& html) {
  std::vector<std::string> scripts;
  for (auto at = html.find("<script>"); at != std::string::npos;
       at = html.find("<script>", at + 1)) {
    scripts.push_back(html.substr(at + 8, html.find("</script>", at) - at - 8));
  }
  return scripts;
}

TEST(ReportPage, HasEverySectionAndALinkToIt) {
  RunReport run = sample_run();
  run.log_tail = "said\n";
  const std::string html = report_page({run}, kWithLibrary);
  for (const char* id : {"curves", "verbs", "detection", "pictures", "settings", "log"}) {
    EXPECT_THAT(html, HasSubstr(std::string("<section id=\"") + id + "\">"));
    EXPECT_THAT(html, HasSubstr(std::string("<a href=\"#") + id + "\">"));
  }
  EXPECT_THAT(html, HasSubstr("<title>first - hoi training report</title>"));
  EXPECT_THAT(html, HasSubstr("curves drawn by Plot 1 (MIT)"));
}

TEST(ReportPage, LoadsNothingFromAnywhere) {
  for (const auto& assets : {kWithLibrary, built_in_assets()}) {
    const std::string html = report_page({sample_run()}, assets);
    EXPECT_EQ(count_of_text(html, "src=\""), count_of_text(html, "src=\"data:image/"));
    EXPECT_THAT(html, Not(HasSubstr("<link")));
    EXPECT_THAT(html, Not(HasSubstr("@import")));
    EXPECT_THAT(html, Not(HasSubstr("url(")));
    EXPECT_THAT(html, HasSubstr("content=\"default-src 'none'; img-src data:;"));
  }
}

TEST(ReportPage, AllowsNoScriptButItsOwnByTheirHashes) {
  const std::string html = report_page({sample_run()}, kWithLibrary);
  const auto scripts = scripts_of(html);
  ASSERT_EQ(scripts.size(), 2u);
  for (const auto& script : scripts) EXPECT_THAT(html, HasSubstr(script_source_hash(script)));
  EXPECT_EQ(count_of_text(html, "'sha256-"), 2u);
  EXPECT_EQ(scripts[1], "start();");
}

TEST(ReportPage, CarriesTheLicenceOfTheLibraryAsAComment) {
  const auto scripts = scripts_of(report_page({sample_run()}, kWithLibrary));
  EXPECT_EQ(scripts[0], "/*\nLicence  / text\n*/\nplot();");
}

TEST(ReportPage, DoesWithoutTheLibraryAndSaysSo) {
  const std::string html = report_page({sample_run()}, kWithoutLibrary);
  EXPECT_EQ(scripts_of(html).size(), 1u);
  EXPECT_THAT(html, HasSubstr("These curves stand still"));
  EXPECT_THAT(html, HasSubstr("<polyline"));
  EXPECT_THAT(html, HasSubstr("curves drawn by hoi itself"));
}

TEST(ReportPage, LaysSeveralRunsOverEachOther) {
  const std::string html = report_page({sample_run("first"), sample_run("second")}, kWithLibrary);
  EXPECT_THAT(html, HasSubstr("Comparison of 2 runs"));
  EXPECT_THAT(html, Not(HasSubstr("<section id=\"pictures\">")));
}

TEST(ReportPage, CannotBeTakenOverByTheWordsOfItsData) {
  const std::string evil =
      "</script></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\xff";
  RunReport run = sample_run(evil);
  run.config_text = evil;
  run.settings = {{evil, evil},
                  {"name", evil},
                  {"training.phase", evil},
                  {"training.epochs", evil},
                  {"data.train.0.root", evil}};
  run.log_tail = run.validation->pictures[0].caption = evil;
  run.data_problems = run.notices = {evil};
  run.metrics.steps[0].terms[evil] = 1;
  run.metrics.validations[0].values[evil] = 0.5;
  run.validation->verbs[0].verb = run.validation->categories[0].category = evil;
  run.validation->pictures[0].verb = run.validation->pictures[0].source = evil;
  RunReport other = run;
  other.name = "other";
  other.settings[0].second = "else";
  for (const auto& html :
       {report_page({run}, kWithLibrary), report_page({run, other}, kWithLibrary)}) {
    EXPECT_EQ(scripts_of(html).size(), 2u);
    EXPECT_EQ(count_of_text(html, "<script"), 3u);
    EXPECT_EQ(count_of_text(html, "</script>"), 3u);
    EXPECT_EQ(count_of_text(html, "</title>"), 1u);
    EXPECT_THAT(html, Not(HasSubstr("<img src=x")));
    EXPECT_THAT(html, Not(HasSubstr("\xff")));
  }
}

TEST(ReportPage, OfARunThatHasJustBegunIsAPage) {
  RunReport run;
  run.name = "new";
  const std::string html = report_page({run}, kWithLibrary);
  EXPECT_THAT(html, HasSubstr("</html>"));
  EXPECT_THAT(html, HasSubstr("id=\"chart-data\">[]</script>"));
  EXPECT_THAT(input_error_of([] { report_page({}, kWithLibrary); }), HasSubstr("no run"));
}

TEST(WriteReport, LeavesThePageOfTheFolders) {
  const TemporaryFolder folder;
  folder.write("run/config.toml", "seed = 1\n");
  const auto runs = write_report({folder / "run"}, folder / "page.html");
  ASSERT_EQ(runs.size(), 1u);
  EXPECT_EQ(content_of(folder / "page.html"), report_page(runs));
  EXPECT_THAT(input_error_of([&] { write_report({folder / "run"}, folder / "missing/page.html"); }),
              HasSubstr("missing"));
}

}  // namespace
}  // namespace hoi
