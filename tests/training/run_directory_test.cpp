#include "training/run_directory.h"

#include <fstream>

#include <gtest/gtest.h>

#include "base/error.h"

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
}

TEST_F(RunDirectoryTest, PruningKeepsTheNewest) {
  const auto run = RunDirectory::create(folder_);
  for (const int64_t step : {1, 2, 3, 4}) touch(run.checkpoint(step));
  run.prune_checkpoints(2);
  EXPECT_FALSE(std::filesystem::exists(run.checkpoint(2)));
  EXPECT_TRUE(std::filesystem::exists(run.checkpoint(3)));
  EXPECT_TRUE(std::filesystem::exists(run.checkpoint(4)));
}

}  // namespace
}  // namespace hoi
