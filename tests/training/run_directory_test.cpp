#include "training/run_directory.h"

#include <fstream>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/temporary_name.h"
#include "support/errors.h"

namespace hoi {
namespace {

class RunDirectoryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) / "hoi_run_directory_test";
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  static void touch(const std::filesystem::path& path) { std::ofstream(path) << "x"; }

  std::filesystem::path folder_;
};

TEST_F(RunDirectoryTest, ANewRunDoesNotOverwriteAnOldOne) {
  const auto run = RunDirectory::create(folder_);
  touch(run.config());
  EXPECT_THROW(RunDirectory::create(folder_), InputError);
  EXPECT_NO_THROW(RunDirectory::open(folder_));
}

TEST_F(RunDirectoryTest, OpeningNothingIsAnError) {
  EXPECT_THROW(RunDirectory::open(folder_), InputError);
}

TEST_F(RunDirectoryTest, TheNewestCheckpointHasTheHighestStep) {
  const auto run = RunDirectory::create(folder_);
  EXPECT_FALSE(run.newest_checkpoint());
  for (const int64_t step : {20, 100, 3}) touch(run.checkpoint(step));
  EXPECT_EQ(run.newest_checkpoint(), run.checkpoint(100));
  EXPECT_THAT(run.checkpoints(),
              ::testing::ElementsAre(run.checkpoint(100), run.checkpoint(20), run.checkpoint(3)));
}

TEST_F(RunDirectoryTest, PruningKeepsTheNewest) {
  const auto run = RunDirectory::create(folder_);
  for (const int64_t step : {1, 2, 3, 4}) touch(run.checkpoint(step));
  run.prune_checkpoints(2);
  EXPECT_FALSE(std::filesystem::exists(run.checkpoint(2)));
  EXPECT_TRUE(std::filesystem::exists(run.checkpoint(3)));
  EXPECT_TRUE(std::filesystem::exists(run.checkpoint(4)));
}

TEST_F(RunDirectoryTest, LeftoversOfKilledWritesAreRemovedAndNothingElse) {
  const auto run = RunDirectory::create(folder_);
  for (const auto& path : {run.config(), run.checkpoint(1), run.model()}) {
    touch(path);
    touch(temporary_name(path));
  }
  EXPECT_EQ(run.remove_leftovers(), 3U);
  for (const auto& path : {run.config(), run.checkpoint(1), run.model()}) {
    EXPECT_TRUE(std::filesystem::exists(path));
  }
  EXPECT_EQ(run.remove_leftovers(), 0U);
}

TEST_F(RunDirectoryTest, RoomIsNeededForTheKeptCheckpointsThatAreMissingAndOneMore) {
  const auto run = RunDirectory::create(folder_);
  const auto message = [&](std::uintmax_t bytes, int64_t keep) {
    return input_error_of([&] { run.require_space_for_checkpoints(bytes, keep); });
  };
  constexpr std::uintmax_t kHuge = std::uintmax_t{1} << 50;
  EXPECT_NO_THROW(run.require_space_for_checkpoints(1, 2));
  EXPECT_THAT(message(kHuge, 2),
              ::testing::HasSubstr("room for 3 more checkpoints: needs 3377699.7 GB"));
  EXPECT_THAT(message(kHuge, 2), ::testing::HasSubstr("--run or lower training.kept_checkpoints"));
  for (const int64_t step : {1, 2, 3, 4}) touch(run.checkpoint(step));
  EXPECT_THAT(message(kHuge, 2), ::testing::HasSubstr("room for 1 more checkpoints"));
  EXPECT_THAT(message(1'000'000'000'000, std::numeric_limits<int64_t>::max()),
              ::testing::HasSubstr("room for 999997 more"));
}

}  // namespace
}  // namespace hoi
