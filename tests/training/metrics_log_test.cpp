#include "training/metrics_log.h"

#include <string>

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

TEST(MetricsLog, WritesOneObjectPerLineAndAppendsAfterAResume) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "metrics.jsonl";
  MetricsLog(path).write({{"step", 1}});
  MetricsLog(path).write({{"step", 2}, {"text", "two\nlines"}});
  EXPECT_EQ(content_of(path), "{\"step\":1}\n{\"step\":2,\"text\":\"two\\nlines\"}\n");
}

TEST(MetricsLog, ALineIsInTheFileAsSoonAsItIsWritten) {
  const TemporaryFolder folder;
  MetricsLog log(folder / "metrics.jsonl");
  log.write({{"step", 1}});
  EXPECT_EQ(content_of(folder / "metrics.jsonl"), "{\"step\":1}\n");
  EXPECT_NO_THROW(log.sync());
}

TEST(MetricsLog, AFolderThatIsMissingIsAnInputError) {
  EXPECT_THROW(MetricsLog("/nonexistent-folder/metrics.jsonl"), InputError);
}

TEST(MetricsLog, AFullDiskIsAnErrorAndNoSilentGap) {
  MetricsLog log("/dev/full");
  EXPECT_EQ(input_error_of([&] {
              log.write({{"step", 1}});
            }),
            "/dev/full: cannot be written: No space left on device");
}

class CutMetrics : public ::testing::Test {
 protected:
  std::string cut(const std::string& content, std::int64_t step,
                  std::optional<std::int64_t> finished_epochs, std::size_t removed) {
    const auto path = folder_.write("metrics.jsonl", content);
    EXPECT_EQ(cut_metrics(path, step, finished_epochs), removed);
    return content_of(path);
  }

  const TemporaryFolder folder_;
  const std::string one_ = "{\"step\":1,\"epoch\":0.5}\n", two_ = "{\"step\":2,\"epoch\":1.0}\n",
                    judged_ = "{\"step\":2,\"epoch\":1,\"validation\":{\"score\":0.5}}\n",
                    three_ = "{\"step\":3,\"epoch\":1.5}\n";
};

TEST_F(CutMetrics, TakesLaterStepsAway) {
  EXPECT_EQ(cut(one_ + two_ + judged_ + three_, 1, std::nullopt, 3), one_);
  EXPECT_EQ(cut(one_ + two_ + judged_ + three_, 2, std::nullopt, 1), one_ + two_ + judged_);
  EXPECT_EQ(cut(one_ + two_, 0, 0, 2), "");
}

TEST_F(CutMetrics, TakesAValidationAwayThatWillBeDoneAgain) {
  EXPECT_EQ(cut(one_ + two_ + judged_, 2, 0, 1), one_ + two_);
  EXPECT_EQ(cut(one_ + two_ + judged_, 2, 1, 0), one_ + two_ + judged_);
}

TEST_F(CutMetrics, TakesTornLinesAwayAndKeepsEntriesWithoutAStep) {
  const std::string other = "{\"pictures\":12}\n";
  EXPECT_EQ(cut(other + one_ + "{\"ste", 5, std::nullopt, 1), other + one_);
  EXPECT_EQ(cut(one_ + "{\"ste{\"step\":2}\n" + other, 5, std::nullopt, 1), one_ + other);
  EXPECT_EQ(cut(one_ + "{\"step\":2}", 5, std::nullopt, 1), one_) << "may lack its last digits";
}

TEST_F(CutMetrics, LeavesAFileAloneThatNeedsNothing) {
  EXPECT_EQ(cut(one_ + two_, 2, std::nullopt, 0), one_ + two_);
  EXPECT_EQ(cut("", 2, std::nullopt, 0), "");
  EXPECT_EQ(cut_metrics(folder_ / "missing.jsonl", 2, std::nullopt), 0U);
}

}  // namespace
}  // namespace hoi
