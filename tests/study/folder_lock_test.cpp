#include "study/folder_lock.h"

#include <memory>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "study/child_process.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

constexpr std::chrono::milliseconds kAtOnce(0);
constexpr std::chrono::minutes kLongEnough(1);

TEST(FolderLock, KeepsOthersOutUntilItIsGone) {
  const TemporaryFolder folder;
  auto lock = std::make_unique<FolderLock>(folder.path(), kAtOnce);
  const auto again = [&] { FolderLock second(folder.path(), kAtOnce); };
  EXPECT_NE(input_error_of(again).find("another study works here"), std::string::npos);
  lock.reset();
  EXPECT_NO_THROW(again());
}

TEST(FolderLock, IsHeldByTheProcessesThatWereStarted) {
  const TemporaryFolder folder;
  auto lock = std::make_unique<FolderLock>(folder.path(), kAtOnce);
  ChildProcess child({"/bin/sh", {"-c", "exec sleep 600"}, folder / "log.txt", 1});
  lock.reset();
  const auto again = [&] { FolderLock second(folder.path(), kAtOnce); };
  EXPECT_NE(input_error_of(again), "");
  child.stop();
  EXPECT_NO_THROW(FolderLock(folder.path(), kLongEnough)) << "it waits for the end of the child";
}

TEST(FolderLock, AFolderThatCannotBeWrittenIsAnError) {
  const TemporaryFolder folder;
  const auto lock = [&] { FolderLock(folder / "nowhere", kAtOnce); };
  EXPECT_NE(input_error_of(lock).find("study.lock"), std::string::npos);
}

}  // namespace
}  // namespace hoi
