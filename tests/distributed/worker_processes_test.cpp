#include "distributed/worker_processes.h"

#include <csignal>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Three processes of a group whose rank 0 is elsewhere, so that all output is heard.
struct Processes {
  std::map<int64_t, std::vector<std::string>> lines;
  std::string events;
  int code = 0;
  std::function<int()> signal = [] { return 0; };
  std::chrono::milliseconds grace{10000};

  void run(const std::string& script) {
    WorkerCommand command;
    command.words = {"/bin/sh", "-c", script};
    command.first = {1, 4, 0, "elsewhere", 1234};
    command.count = 3;
    command.threads = 2;
    command.grace = grace;
    WorkerCallbacks callbacks;
    callbacks.signal = signal;
    callbacks.output = [&](int64_t rank, const std::string& line) { lines[rank].push_back(line); };
    callbacks.say = [&](const std::string& line) { events += line + "\n"; };
    code = run_worker_processes(command, callbacks);
  }
};

TEST(WorkerProcesses, EachProcessKnowsItsPlace) {
  Processes processes;
  processes.run("echo $RANK $WORLD_SIZE $LOCAL_RANK $MASTER_ADDR $MASTER_PORT");
  EXPECT_EQ(processes.code, 0);
  EXPECT_EQ(processes.events, "");
  EXPECT_EQ(processes.lines[1], std::vector<std::string>{"1 4 0 elsewhere 1234"});
  EXPECT_EQ(processes.lines[3], std::vector<std::string>{"3 4 2 elsewhere 1234"});
}

TEST(WorkerProcesses, LinesComeWholeAndFromBothStreams) {
  Processes processes;
  processes.run("printf 'one\\ntwo'; sleep 0.1; echo more >&2; printf last");
  EXPECT_EQ(processes.lines[2], (std::vector<std::string>{"one", "twomore", "last"}));
}

TEST(WorkerProcesses, ThreadsAreSetUnlessTheUserHasSetThem) {
  Processes processes;
  ::unsetenv("OMP_NUM_THREADS");
  processes.run("echo $OMP_NUM_THREADS");
  EXPECT_EQ(processes.lines[1], std::vector<std::string>{"2"});
  ::setenv("OMP_NUM_THREADS", "1", 1);
  Processes with_own;
  with_own.run("echo $OMP_NUM_THREADS");
  EXPECT_EQ(with_own.lines[1], std::vector<std::string>{"1"});
}

TEST(WorkerProcesses, TheFirstFailureDecidesTheExitCodeAndTheOthersMayEndByThemselves) {
  Processes processes;
  processes.run("if [ $RANK = 2 ]; then exit 9; fi; sleep 0.4; exit 5");
  EXPECT_EQ(processes.code, 9);
  EXPECT_THAT(processes.events, HasSubstr("rank 2 (process"));
  EXPECT_THAT(processes.events, HasSubstr("failed with exit code 9"));
  EXPECT_THAT(processes.events, Not(HasSubstr("asking them")));
}

TEST(WorkerProcesses, ACauseGoesBeforeItsConsequences) {
  Processes processes;
  processes.run("if [ $RANK = 2 ]; then sleep 0.3; exit 9; fi; exit 75");
  EXPECT_EQ(processes.code, 9);
  Processes only_consequences;
  only_consequences.grace = std::chrono::milliseconds(200);
  only_consequences.run("if [ $RANK = 2 ]; then exec sleep 60; fi; exit 75");
  EXPECT_EQ(only_consequences.code, 75);
}

TEST(WorkerProcesses, AKilledProcessIsNamedWithItsSignal) {
  Processes processes;
  processes.run("if [ $RANK = 3 ]; then kill -KILL $$; fi");
  EXPECT_EQ(processes.code, 128 + 9);
  EXPECT_THAT(processes.events, HasSubstr("was ended by signal 9 (Killed)"));
}

TEST(WorkerProcesses, TheOthersAreAskedToEndWhenTheirTimeIsOver) {
  Processes processes;
  processes.grace = std::chrono::milliseconds(200);
  processes.run("if [ $RANK = 1 ]; then exit 4; fi; exec sleep 60");
  EXPECT_EQ(processes.code, 4);
  EXPECT_THAT(processes.events, HasSubstr("2 processes are still there; asking them to end"));
}

TEST(WorkerProcesses, SignalsArePassedOn) {
  Processes processes;
  int calls = 0;
  processes.signal = [&] { return ++calls == 5 ? SIGTERM : 0; };
  processes.run("trap 'echo stopped; exit 0' TERM; while :; do sleep 0.05; done");
  EXPECT_EQ(processes.code, 0);
  EXPECT_EQ(processes.lines[2], std::vector<std::string>{"stopped"});
}

TEST(WorkerProcesses, AProgramThatDoesNotExistFails) {
  WorkerCommand command;
  command.words = {"/no/such/program"};
  command.first = {1, 2, 0, "elsewhere", 1};
  const WorkerCallbacks callbacks{[] { return 0; }, [](int64_t, const std::string&) {},
                                  [](const std::string&) {}};
  EXPECT_EQ(run_worker_processes(command, callbacks), 127);
}

}  // namespace
}  // namespace hoi
