#include "distributed/worker_environment.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/errors.h"

namespace hoi {
namespace {

using Variables = std::map<std::string, std::string>;

WorkerPlace place_of(const Variables& variables) {
  return read_worker_place([&](const std::string& name) -> std::optional<std::string> {
    const auto entry = variables.find(name);
    if (entry == variables.end()) return std::nullopt;
    return entry->second;
  });
}

Variables torchrun() {
  return {{"RANK", "5"},
          {"WORLD_SIZE", "8"},
          {"LOCAL_RANK", "1"},
          {"MASTER_ADDR", "first"},
          {"MASTER_PORT", "29500"}};
}

TEST(WorkerEnvironment, WithoutVariablesAProcessIsAlone) {
  const WorkerPlace place = place_of({});
  EXPECT_EQ(place.rank, 0);
  EXPECT_EQ(place.size, 1);
  EXPECT_EQ(place.address, "");
}

TEST(WorkerEnvironment, ReadsTheVariablesOfTorchrun) {
  const WorkerPlace place = place_of(torchrun());
  EXPECT_EQ(place.rank, 5);
  EXPECT_EQ(place.size, 8);
  EXPECT_EQ(place.local_rank, 1);
  EXPECT_EQ(place.address, "first");
  EXPECT_EQ(place.port, 29500);
}

TEST(WorkerEnvironment, ReadsTheVariablesOfMpirunOfBothKinds) {
  const Variables meeting{{"MASTER_ADDR", "first"}, {"MASTER_PORT", "1"}};
  Variables open_mpi{{"OMPI_COMM_WORLD_RANK", "2"},
                     {"OMPI_COMM_WORLD_SIZE", "4"},
                     {"OMPI_COMM_WORLD_LOCAL_RANK", "1"}};
  open_mpi.insert(meeting.begin(), meeting.end());
  EXPECT_EQ(place_of(open_mpi).rank, 2);
  EXPECT_EQ(place_of(open_mpi).local_rank, 1);
  Variables mpich{{"PMI_RANK", "3"}, {"PMI_SIZE", "4"}};
  mpich.insert(meeting.begin(), meeting.end());
  EXPECT_EQ(place_of(mpich).rank, 3);
  EXPECT_EQ(place_of(mpich).size, 4);
  EXPECT_EQ(place_of(mpich).local_rank, 0);
}

TEST(WorkerEnvironment, TheVariablesOfTorchrunGoBeforeThoseOfMpirun) {
  Variables both = torchrun();
  both["PMI_RANK"] = "0";
  both["PMI_SIZE"] = "2";
  EXPECT_EQ(place_of(both).size, 8);
}

TEST(WorkerEnvironment, OneProcessNeedsNoMeetingPlace) {
  EXPECT_EQ(place_of({{"RANK", "0"}, {"WORLD_SIZE", "1"}}).size, 1);
}

void expect_refusal(const Variables& variables, const std::string& part) {
  EXPECT_THAT(input_error_of([&] { place_of(variables); }), ::testing::HasSubstr(part));
}

TEST(WorkerEnvironment, RefusesWhatIsMissingOrWrongAndNamesTheVariable) {
  auto wrong = torchrun();
  wrong["RANK"] = "8";
  expect_refusal(wrong, "RANK is '8', expected a number from 0 to 7");
  wrong = torchrun();
  wrong["WORLD_SIZE"] = "4x";
  expect_refusal(wrong, "WORLD_SIZE is '4x'");
  wrong = torchrun();
  wrong["WORLD_SIZE"] = "99999999999999999999";
  expect_refusal(wrong, "WORLD_SIZE");
  wrong = torchrun();
  wrong.erase("WORLD_SIZE");
  expect_refusal(wrong, "WORLD_SIZE is not set");
  wrong = torchrun();
  wrong.erase("RANK");
  expect_refusal(wrong, "RANK is not set");
  wrong = torchrun();
  wrong["LOCAL_RANK"] = "-1";
  expect_refusal(wrong, "LOCAL_RANK is '-1'");
  wrong = torchrun();
  wrong.erase("MASTER_ADDR");
  expect_refusal(wrong, "MASTER_ADDR is not set; 8 processes need");
  wrong = torchrun();
  wrong["MASTER_PORT"] = "70000";
  expect_refusal(wrong, "MASTER_PORT is '70000', expected a number from 1 to 65535");
}

}  // namespace
}  // namespace hoi
