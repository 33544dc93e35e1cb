#include "base/progress.h"

#include <array>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

/// What `action` writes to standard error while that is a file.
template <class Action>
std::string logged(Action&& action) {
  ::testing::internal::CaptureStderr();
  action();
  return ::testing::internal::GetCapturedStderr();
}

/// What `action` writes to standard error while that is a terminal; nothing without terminals.
template <class Action>
std::string drawn(Action&& action) {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || ::grantpt(master) != 0 || ::unlockpt(master) != 0) return "";
  const int terminal = ::open(::ptsname(master), O_RDWR | O_NOCTTY);
  std::fflush(stderr);
  const int saved = ::dup(STDERR_FILENO);
  ::dup2(terminal, STDERR_FILENO);
  action();
  std::fflush(stderr);
  ::dup2(saved, STDERR_FILENO);
  ::close(saved);
  ::close(terminal);
  // The kernel hands the text over asynchronously; with the other side closed, reads wait for all
  // of it and then fail.
  std::string text;
  std::array<char, 512> buffer{};
  for (auto count = ::read(master, buffer.data(), buffer.size()); count > 0;
       count = ::read(master, buffer.data(), buffer.size())) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  ::close(master);
  return text;
}

TEST(FormatDuration, WritesHoursOnlyWhenThereAreSome) {
  EXPECT_EQ(format_duration(0), "0:00");
  EXPECT_EQ(format_duration(65), "1:05");
  EXPECT_EQ(format_duration(3725), "1:02:05");
  EXPECT_EQ(format_duration(59.6), "1:00");
  EXPECT_EQ(format_duration(-1), "0:00");
  EXPECT_EQ(format_duration(1e30), "99:59:59");
}

TEST(Progress, LogIsQuietUntilTheIntervalHasPassedAndAtTheEnd) {
  EXPECT_EQ(logged([] { Progress("training", 10).update(1); }), "");
  EXPECT_EQ(logged([] { Progress("training", 2).update(2, "loss 0.5"); }),
            "training 2/2 100% 0:00, loss 0.5\n");
}

TEST(Progress, LogWritesPlainLinesWithAnEta) {
  const std::string text = logged([] {
    Progress progress("training", 4, std::chrono::seconds(0));
    progress.update(1);
    progress.update(4);
    progress.update(4);
  });
  EXPECT_THAT(text, StartsWith("training 1/4 25% 0:00, ETA 0:00\ntraining 4/4 100% 0:00\n"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_EQ(text.find('\r'), std::string::npos);
}

TEST(Progress, StepsOfAnEarlierRunCountForTheBarButNotForTheSpeed) {
  const std::string text = logged([] {
    Progress progress("training", 103, std::chrono::seconds(0));
    progress.set_initial(100);
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    progress.update(101);  // 0.6 s for one step: two more take about 1.2 s
  });
  EXPECT_THAT(text, StartsWith("training 101/103 98%"));
  EXPECT_THAT(text, HasSubstr("ETA 0:01"));
}

TEST(Progress, TerminalRedrawsOneLine) {
  const std::string text = drawn([] {
    Progress progress("training", 2);
    progress.update(1);
    progress.update(2);
  });
  if (text.empty()) GTEST_SKIP() << "no pseudo terminal here";
  EXPECT_THAT(text, HasSubstr("\r\x1b[K[############............] training 1/2 50%"));
  EXPECT_THAT(text, HasSubstr("\r\x1b[K[########################] training 2/2 100%"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
}

TEST(Progress, AbandonedBarEndsItsLine) {
  const std::string text = drawn([] { Progress("training", 2).update(1, std::string(500, 'x')); });
  if (text.empty()) GTEST_SKIP() << "no pseudo terminal here";
  EXPECT_EQ(text.back(), '\n');
  EXPECT_LT(text.size(), 100U);  // one line of 80 columns, however long the detail is
}

}  // namespace
}  // namespace hoi
