#include "cli/findings_report.h"

#include <gmock/gmock.h>

#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ReportFindings, ShowsCountsWithAFewEntriesAndWritesAllOfThem) {
  DatasetFindings findings;
  for (int i = 0; i < 5; ++i) {
    findings.repair("odd id", "a.json", "image " + std::to_string(i), "was read as 1");
  }
  findings.loss("face", "b.json", "image 9", "cannot be said");
  const TemporaryFolder folder;
  ::testing::internal::CaptureStderr();
  report_findings(findings, (folder / "report.txt").string());
  const std::string shown = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(shown, HasSubstr("repaired 5: odd id\n  a.json: image 0: was read as 1\n"));
  EXPECT_THAT(shown, HasSubstr("image 2: "));
  EXPECT_THAT(shown, Not(HasSubstr("image 3: ")));
  EXPECT_THAT(shown, HasSubstr("left out 1: face\n  b.json: image 9: cannot be said\n"));
  const std::string written = content_of(folder / "report.txt");
  EXPECT_THAT(written, HasSubstr("repaired: odd id: a.json: image 4: was read as 1\n"));
  EXPECT_THAT(written, HasSubstr("left out: face: b.json: image 9: cannot be said\n"));
}

TEST(ReportFindings, IsSilentWhenThereIsNothingToSay) {
  ::testing::internal::CaptureStderr();
  report_findings(DatasetFindings(), "");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace hoi
