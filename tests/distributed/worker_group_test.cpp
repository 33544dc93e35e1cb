#include "distributed/worker_group.h"

#include <atomic>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include "base/error.h"
#include "distributed/thread_group.h"
#include "support/errors.h"
#include "support/tensors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

TEST(WorkerGroup, AProcessThatIsAloneKeepsWhatItHas) {
  WorkerGroup group;
  EXPECT_TRUE(group.is_alone());
  EXPECT_TRUE(group.is_first());
  const auto tensor = torch::tensor({1.F, 2.F});
  group.start_sum(tensor, "a sum").wait();
  EXPECT_TRUE(torch::equal(tensor, torch::tensor({1.F, 2.F})));
  EXPECT_EQ(group.sum({1, 2}, "a sum"), (std::vector<double>{1, 2}));
  EXPECT_EQ(group.maximum({3}, "a maximum"), std::vector<int64_t>{3});
  EXPECT_EQ(group.broadcast("text", "a text"), "text");
  EXPECT_EQ(group.gather("text", "a text"), std::vector<std::string>{"text"});
  group.barrier("nobody");
  group.abandon("no reason");
}

TEST(WorkerGroup, SumsAndMaximaAreThoseOfAllRanks) {
  run_ranks(3, [](WorkerGroup& group) {
    const auto rank = static_cast<double>(group.rank());
    EXPECT_EQ(group.sum({rank, 1, 0.5}, "a sum"), (std::vector<double>{3, 3, 1.5}));
    EXPECT_EQ(group.maximum({group.rank(), -group.rank()}, "a maximum"),
              (std::vector<int64_t>{2, 0}));
    const auto first = torch::full({4}, rank + 1), second = torch::full({2, 2}, 10 * rank);
    auto first_sum = group.start_sum(first, "the first"),
         second_sum = group.start_sum(second, "the second");
    second_sum.wait();
    first_sum.wait();
    EXPECT_TRUE(is_close(first, torch::full({4}, 6.0)));
    EXPECT_TRUE(is_close(second, torch::full({2, 2}, 30.0)));
  });
}

TEST(WorkerGroup, BroadcastGivesAllWhatRankZeroHas) {
  run_ranks(3, [](WorkerGroup& group) {
    const bool first = group.is_first();
    auto whole = torch::full({3}, static_cast<int64_t>(first ? 7 : 0));
    auto part = torch::zeros({2, 3}).t();  // not contiguous
    part.fill_(first ? 2 : 1);
    group.broadcast({whole, part, torch::zeros({0})}, "weights");
    EXPECT_TRUE(torch::equal(whole, torch::full({3}, int64_t{7})));
    EXPECT_TRUE(torch::equal(part, torch::full({3, 2}, 2.F)));
    EXPECT_EQ(group.broadcast(first ? "the truth" : "something much longer", "a text"),
              "the truth");
    EXPECT_EQ(group.broadcast(first ? "" : "x", "nothing"), "");
  });
}

TEST(WorkerGroup, RankZeroGathersTextsOfAnyLength) {
  run_ranks(3, [](WorkerGroup& group) {
    const std::string own(static_cast<std::size_t>(group.rank() * 1000),
                          static_cast<char>('a' + group.rank()));
    const auto all = group.gather(own, "texts");
    if (!group.is_first()) {
      EXPECT_TRUE(all.empty());
      return;
    }
    EXPECT_EQ(all, (std::vector<std::string>{"", std::string(1000, 'b'), std::string(2000, 'c')}));
    EXPECT_EQ(all.size(), 3U);
  });
}

TEST(WorkerGroup, ABarrierHoldsEveryRankUntilTheLastIsThere) {
  std::atomic<int> arrived{0};
  run_ranks(3, [&](WorkerGroup& group) {
    for (int round = 1; round <= 3; ++round) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10 * group.rank()));
      ++arrived;
      group.barrier("everybody");
      EXPECT_GE(arrived.load(), 3 * round);
      group.barrier("the next round");
    }
  });
}

TEST(WorkerGroup, ARankThatGivesUpTellsTheOthersWhyAndNothingWorksAfterwards) {
  run_ranks(3, [](WorkerGroup& group) {
    group.barrier("the start");
    if (group.rank() == 1) {
      group.abandon("the disk is full");
      EXPECT_THROW(group.sum({1}, "a sum"), LostWorkerError);
      return;
    }
    try {
      group.sum({1}, "the losses of step 7");
      FAIL() << "a sum without rank 1";
    } catch (const LostWorkerError& error) {
      EXPECT_THAT(error.what(), HasSubstr("rank 1 of 3 ended: the disk is full"));
      EXPECT_THAT(error.what(), HasSubstr("waiting for the losses of step 7"));
    }
    EXPECT_THROW(group.barrier("the end"), LostWorkerError);
  });
}

TEST(WorkerGroup, MissingRanksAreNamedWhenTheTimeToJoinIsOver) {
  auto options = short_times();
  options.join_seconds = 0.3;
  const auto join = [&] { WorkerGroup group(local_place(0, 3, find_free_port()), options); };
  EXPECT_THAT(input_error_of(join), HasSubstr("nothing came of rank 1, 2"));
  const auto alone = [&] { WorkerGroup group(local_place(1, 2, find_free_port()), options); };
  EXPECT_THAT(input_error_of(alone), HasSubstr("rank 1 of 2 cannot meet the others at 127.0.0.1:"));
}

TEST(WorkerGroup, TwoProcessesOfTheSameRankAreRefused) {
  auto options = short_times();
  options.join_seconds = 1;
  const int64_t port = find_free_port();
  const MeetingServer server(port);
  const auto keeper =
      connect_meeting_point("127.0.0.1", port, std::chrono::seconds(5), std::chrono::seconds(5));
  keeper->add("joined/1", 1);
  const auto join = [&] { WorkerGroup group(local_place(1, 2, port), options); };
  EXPECT_THAT(input_error_of(join), HasSubstr("two processes"));
}

TEST(WorkerGroup, OptionsMustBePositive) {
  WorkerGroupOptions options;
  options.lost_seconds = 0;
  EXPECT_THAT(input_error_of([&] { WorkerGroup group(WorkerPlace{}, options); }),
              HasSubstr("distributed.lost_seconds is 0"));
}

}  // namespace
}  // namespace hoi
