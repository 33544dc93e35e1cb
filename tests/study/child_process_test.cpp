#include "study/child_process.h"

#include <chrono>
#include <csignal>
#include <thread>

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

ChildProcessOptions shell(const TemporaryFolder& folder, const std::string& script,
                          int threads = 1) {
  return {"/bin/sh", {"-c", script}, folder / "log.txt", threads};
}

int wait_for(ChildProcess& process) {
  while (!process.exit_code()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  return *process.exit_code();
}

TEST(ChildProcess, WritesBothStreamsIntoItsLogAndReturnsItsExitCode) {
  const TemporaryFolder folder;
  ChildProcess process(shell(folder, "echo out; echo err >&2; exit 3"));
  EXPECT_EQ(wait_for(process), 3);
  EXPECT_EQ(content_of(folder / "log.txt"), "out\nerr\n");
  ChildProcess again(shell(folder, "echo more"));
  EXPECT_EQ(wait_for(again), 0);
  EXPECT_EQ(content_of(folder / "log.txt"), "out\nerr\nmore\n") << "a log is continued";
}

TEST(ChildProcess, HasItsShareOfTheCoresAndTheRestOfTheEnvironment) {
  const TemporaryFolder folder;
  ChildProcess process(shell(folder, "echo $OMP_NUM_THREADS; test -n \"$PATH\"", 3));
  EXPECT_EQ(wait_for(process), 0);
  EXPECT_EQ(content_of(folder / "log.txt"), "3\n");
}

TEST(ChildProcess, EndsWhenAskedTo) {
  const TemporaryFolder folder;
  ChildProcess process(shell(folder, "exec sleep 600"));
  EXPECT_FALSE(process.exit_code());
  process.stop();
  EXPECT_EQ(wait_for(process), 128 + SIGTERM);
}

TEST(ChildProcess, AProgramThatDoesNotExistFails) {
  const TemporaryFolder folder;
  ChildProcess process({folder / "nothing", {}, folder / "log.txt", 1});
  EXPECT_EQ(wait_for(process), 127);
}

TEST(ChildProcess, ALogThatCannotBeWrittenIsAnError) {
  const TemporaryFolder folder;
  const auto start = [&] { ChildProcess({"/bin/true", {}, folder / "no/log.txt", 1}); };
  EXPECT_NE(input_error_of(start).find("log.txt"), std::string::npos);
}

}  // namespace
}  // namespace hoi
