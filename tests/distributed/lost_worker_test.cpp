// What the other processes learn when one of them dies or falls silent.
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "distributed/network_address.h"
#include "distributed/worker_group.h"
#include "distributed/worker_processes.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

/// What each rank said (but 0, whose output is this process's own), what the supervisor said, and
/// the exit code of the first that failed.
struct Accident {
  std::map<int64_t, std::string> lines;
  std::string events;
  int exit_code = 0;
};

Accident run_accident(const std::string& victim, const std::string& how, const std::string& what,
                      std::chrono::milliseconds grace = std::chrono::seconds(5)) {
  WorkerCommand command;
  command.words = {HOI_DISTRIBUTED_WORKER, victim, how, what};
  command.first = {0, 3, 0, "127.0.0.1", find_free_port()};
  command.count = 3;
  command.grace = grace;
  Accident accident;
  WorkerCallbacks callbacks;
  callbacks.signal = [] { return 0; };
  callbacks.output = [&](int64_t rank, const std::string& line) { accident.lines[rank] += line; };
  callbacks.say = [&](const std::string& line) { accident.events += line + "\n"; };
  accident.exit_code = run_worker_processes(command, callbacks);
  return accident;
}

TEST(LostWorker, AKilledRankEndsTheGradientSumOfTheOthers) {
  const Accident accident = run_accident("2", "kill", "gradients");
  EXPECT_EQ(accident.exit_code, 128 + 9);
  EXPECT_THAT(accident.lines.at(1), HasSubstr("rank 2 of 3 was lost"));
  EXPECT_THAT(accident.lines.at(1), HasSubstr("rank 1 was waiting for gradients 1 of 1"));
  EXPECT_THAT(accident.events, HasSubstr("rank 2 (process"));
  EXPECT_THAT(accident.events,
              ::testing::Not(HasSubstr("asking them")));  // they ended by themselves
}

TEST(LostWorker, AKilledRankZeroEndsTheBarrierOfTheOthers) {
  const Accident accident = run_accident("0", "kill", "barrier");
  EXPECT_EQ(accident.exit_code, 128 + 9);
  for (const int64_t rank : {1, 2}) {
    EXPECT_THAT(accident.lines.at(rank), HasSubstr("rank 0 of 3 was lost"));
  }
}

TEST(LostWorker, ARankThatFallsSilentEndsTheSumOfTheOthers) {
  const Accident accident = run_accident("1", "stop", "sum", std::chrono::milliseconds(500));
  EXPECT_EQ(accident.exit_code, 3);  // the silent one has not failed yet
  EXPECT_THAT(accident.lines.at(2), HasSubstr("rank 1 of 3 was lost (no sign of life"));
  EXPECT_THAT(accident.events, HasSubstr("1 processes are still there; ending them"));
}

}  // namespace
}  // namespace hoi
