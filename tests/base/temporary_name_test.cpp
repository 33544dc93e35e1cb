#include "base/temporary_name.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;

/// The id of a process that has ended.
std::string ended_process() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  return std::to_string(child);
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(TemporaryName, StandsBesideItsFileAndIsNeverTheSame) {
  const auto first = temporary_name("runs/a/state.json"),
             second = temporary_name("runs/a/state.json");
  EXPECT_EQ(first.parent_path(), "runs/a");
  EXPECT_NE(first, second);
  EXPECT_EQ(first.string().rfind("runs/a/state.json." + std::to_string(::getpid()) + "-", 0), 0U);
}

TEST(RemoveAbandonedFiles, TakesTheFilesOfEndedProcessesAndLeavesThoseOfLivingOnes) {
  const TemporaryFolder folder;
  const std::string ended = ended_process(), living = std::to_string(::getppid());
  folder.write("a." + ended + "-0.tmp", "half");
  folder.write("b.safetensors." + ended + "-17.tmp", "");
  folder.write("a." + living + "-0.tmp", "being written");
  EXPECT_EQ(remove_abandoned_files(folder.path()), 2U);
  EXPECT_THAT(names_in(folder.path()), ElementsAre("a." + living + "-0.tmp"));
}

TEST(RemoveAbandonedFiles, TakesWhatAnEarlierProcessOfTheSameIdLeft) {
  const TemporaryFolder folder;
  folder.write(temporary_name("a").string(), "half");
  EXPECT_EQ(remove_abandoned_files(folder.path()), 1U);
}

TEST(RemoveAbandonedFiles, LeavesEveryOtherName) {
  const TemporaryFolder folder;
  const std::string ended = ended_process();
  const std::vector<std::string> names = {"a.tmp",
                                          ".tmp",
                                          "tmp",
                                          "-0.tmp",
                                          "a.-0.tmp",
                                          "a.0-0.tmp",
                                          "a.-5-0.tmp",
                                          "a.12.tmp",
                                          "a." + ended + "-.tmp",
                                          "a." + ended + "-0.tm",
                                          "a." + ended + "-0.tmp2",
                                          "a." + ended + "-0x.tmp",
                                          "a.x" + ended + "-0.tmp",
                                          ended + "-0.tmp",
                                          "." + ended + "-0.tmp",
                                          "a.99999999999999999999-0.tmp",
                                          "a.4294967297-0.tmp"};
  for (const auto& name : names) folder.write(name, "");
  std::filesystem::create_directory(folder / ("folder." + ended + "-0.tmp"));
  std::filesystem::create_symlink("a.tmp", folder / ("link." + ended + "-0.tmp"));
  const auto before = names_in(folder.path());
  EXPECT_EQ(remove_abandoned_files(folder.path()), 0U);
  EXPECT_EQ(names_in(folder.path()), before);
}

TEST(RemoveAbandonedFiles, AFolderThatIsMissingHoldsNothing) {
  EXPECT_EQ(remove_abandoned_files("/nonexistent-folder"), 0U);
}

}  // namespace
}  // namespace hoi
