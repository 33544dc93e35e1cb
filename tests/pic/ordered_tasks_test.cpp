#include "pic/ordered_tasks.h"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ForEachInOrder, UsesResultsInOrderHoweverLongTheyTake) {
  std::vector<std::size_t> used;
  for_each_in_order<std::size_t>(
      5,
      [](std::size_t i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(i % 2 == 0 ? 5 : 0));
        return i * i;
      },
      [&](std::size_t i, std::size_t square) {
        EXPECT_EQ(square, i * i);
        used.push_back(square);
      });
  EXPECT_THAT(used, ElementsAre(0, 1, 4, 9, 16));
}

TEST(ForEachInOrder, DoesNothingForNothing) {
  std::vector<int> used;
  for_each_in_order<int>(
      0, [](std::size_t) { return 1; }, [&](std::size_t, int value) { used.push_back(value); });
  EXPECT_THAT(used, IsEmpty());
}

TEST(ForEachInOrder, HoldsFewResultsAtATime) {
  std::atomic<int> made{0};
  int used = 0, most = 0;
  for_each_in_order<int>(
      100, [&](std::size_t) { return ++made; },
      [&](std::size_t, int) {
        most = std::max(most, made - used);
        ++used;
      });
  EXPECT_LE(most, static_cast<int>(std::thread::hardware_concurrency()) + 1);
}

TEST(ForEachInOrder, PassesTheFirstErrorOn) {
  int used = 0;
  const auto run = [&] {
    for_each_in_order<int>(
        50,
        [](std::size_t i) {
          if (i >= 3) throw std::runtime_error(std::to_string(i));
          return 0;
        },
        [&](std::size_t, int) { ++used; });
  };
  try {
    run();
    ADD_FAILURE() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "3");
  }
  EXPECT_EQ(used, 3);
}

}  // namespace
}  // namespace hoi
