#include "study/process_queue.h"

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Jobs that are scripts of the shell; they write their names into one file.
class ProcessQueueTest : public ::testing::Test {
 protected:
  ProcessJob job(const std::string& name, const std::string& script,
                 std::vector<std::size_t> after = {}) {
    ProcessJob made;
    made.name = name;
    made.log = folder_ / (name + ".txt");
    made.after = std::move(after);
    made.command = [this, name, script] {
      return std::vector<std::string>{
          "-c", "echo " + name + " >> " + (folder_ / "order").string() + "; " + script};
    };
    return made;
  }

  ProcessQueueReport run(const std::vector<ProcessJob>& jobs, int workers = 1) {
    return run_jobs(
        jobs, {"/bin/sh", workers}, [this] { return stop_; },
        [this](const std::string& line) { said_ += line + "\n"; },
        [this](double done) { done_ = done; });
  }

  std::string order() const { return content_of(folder_ / "order"); }

  TemporaryFolder folder_;
  bool stop_ = false;
  std::string said_;
  double done_ = 0;
};

TEST_F(ProcessQueueTest, RunsJobsInTheirOrder) {
  const auto report = run({job("a", "true"), job("b", "true", {0}), job("c", "true")});
  EXPECT_FALSE(report.stopped);
  EXPECT_TRUE(report.failures.empty());
  EXPECT_EQ(order(), "a\nb\nc\n");
  EXPECT_EQ(done_, 3);
}

TEST_F(ProcessQueueTest, AJobWithNothingLeftToDoIsDone) {
  ProcessJob nothing;
  nothing.name = "nothing";
  nothing.weight = 5;
  nothing.command = [] { return std::vector<std::string>(); };
  const auto report = run({nothing, job("b", "true", {0})});
  EXPECT_TRUE(report.failures.empty());
  EXPECT_EQ(order(), "b\n");
  EXPECT_EQ(said_.find("nothing"), std::string::npos);
  EXPECT_EQ(done_, 6);
}

TEST_F(ProcessQueueTest, AFailureStopsOnlyWhatNeedsIt) {
  const auto report =
      run({job("a", "echo too bad; exit 2"), job("b", "true", {0}), job("c", "true")});
  EXPECT_EQ(order(), "a\nc\n");
  ASSERT_EQ(report.failures.size(), 1U);
  EXPECT_THAT(report.failures[0], HasSubstr("a: exit code 2"));
  EXPECT_THAT(report.failures[0], HasSubstr("too bad"));
  EXPECT_FALSE(report.stopped);
}

TEST_F(ProcessQueueTest, ACommandThatCannotBeMadeIsAFailure) {
  ProcessJob broken = job("a", "true");
  broken.command = []() -> std::vector<std::string> { throw InputError("no model"); };
  const auto report = run({broken, job("b", "true")});
  EXPECT_THAT(report.failures, ElementsAre(HasSubstr("no model")));
  EXPECT_EQ(order(), "b\n");
}

TEST_F(ProcessQueueTest, RunsSeveralAtATime) {
  // Each waits until the other has begun.
  const auto wait_for_both =
      "while [ $(wc -l < " + (folder_ / "order").string() + ") -lt 2 ]; do sleep 0.01; done";
  EXPECT_TRUE(run({job("a", wait_for_both), job("b", wait_for_both)}, 2).failures.empty());
}

TEST_F(ProcessQueueTest, AJobThatMustBeAloneWaitsForTheOthersAndTheyForIt) {
  auto alone = job("alone", "echo end >> " + (folder_ / "order").string());
  alone.alone = true;
  const std::string slow = "sleep 0.2; echo end >> " + (folder_ / "order").string();
  run({job("a", slow), alone, job("c", slow)}, 3);
  EXPECT_EQ(order(), "a\nend\nalone\nend\nc\nend\n");
}

TEST_F(ProcessQueueTest, StoppingEndsWhatRuns) {
  std::vector<ProcessJob> jobs{job("a", "exec sleep 600"), job("b", "true", {0})};
  stop_ = true;
  EXPECT_TRUE(run(jobs).stopped);
  EXPECT_THAT(order(), ::testing::Not(HasSubstr("b")));
}

TEST_F(ProcessQueueTest, ProgressCountsWhatRunningJobsHaveDone) {
  auto half = job("a", "exit 1");
  half.weight = 4;
  half.fraction = [] { return 0.5; };
  run({half});
  EXPECT_EQ(done_, 2);
}

}  // namespace
}  // namespace hoi
