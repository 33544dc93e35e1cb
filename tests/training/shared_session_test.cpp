#include "training/shared_session.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "base/file.h"
#include "distributed/thread_group.h"
#include "support/small_cascade.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

TEST(SharedSession, AProcessThatIsAloneKeepsTheDeviceItAskedFor) {
  EXPECT_EQ(device_of_worker("auto", {}), "auto");
  EXPECT_EQ(device_of_worker("cuda:3", {}), "cuda:3");
}

TEST(SharedSession, WithoutGpusWorkersUseTheProcessor) {
  if (torch::cuda::is_available()) GTEST_SKIP() << "this machine has GPUs";
  const WorkerPlace place{1, 2, 1, "127.0.0.1", 1};
  EXPECT_EQ(device_of_worker("auto", place), "cpu");
  EXPECT_EQ(device_of_worker("cpu", place), "cpu");
}

TEST(SharedSession, AllRanksGetTheWeightsAndBuffersOfRankZero) {
  auto first = small_cascade(1, 3), second = small_cascade(1, 4);
  first->named_buffers()["recognition1.prior"].fill_(0.25);
  run_ranks(2,
            [&](WorkerGroup& group) { share_weights(group.is_first() ? first : second, group); });
  for (const auto& entry : first->named_parameters()) {
    EXPECT_TRUE(torch::equal(second->named_parameters()[entry.key()], entry.value()))
        << entry.key();
  }
  for (const auto& entry : first->named_buffers()) {
    EXPECT_TRUE(torch::equal(second->named_buffers()[entry.key()], entry.value())) << entry.key();
  }
}

TEST(SharedSession, AFileOfRankZeroIsCopiedForTheOthersAndTheCopyIsRemoved) {
  const TemporaryFolder folder;
  const std::string content("weights\0and more", 16);
  write_file_atomically(folder.path() / "file", content);
  run_ranks(3, [&](WorkerGroup& group) {
    std::filesystem::path place;
    {
      const SharedFile file(group.is_first()
                                ? std::optional<std::filesystem::path>(folder.path() / "file")
                                : std::nullopt,
                            group);
      ASSERT_TRUE(file.path().has_value());
      place = *file.path();
      EXPECT_EQ(read_file(place, 100), content);
    }
    EXPECT_EQ(std::filesystem::exists(place), group.is_first());
  });
}

TEST(SharedSession, NoFileIsNoFileOnAllRanks) {
  run_ranks(2, [](WorkerGroup& group) {
    const SharedFile file(std::nullopt, group);
    EXPECT_FALSE(file.path().has_value());
  });
}

}  // namespace
}  // namespace hoi
