#include "formats/flat_map.h"

#include <random>
#include <unordered_map>

#include <gtest/gtest.h>

namespace hoi {
namespace {

/// The worst there is: ids as they stand, or all of them in one place.
struct Identity {
  std::uint64_t operator()(std::int64_t key) const { return static_cast<std::uint64_t>(key); }
};
struct Constant {
  std::uint64_t operator()(std::int64_t) const { return 0; }
};

template <class Hash>
void expect_like_the_standard_one(std::int64_t keys, int steps) {
  std::mt19937_64 random(5);
  FlatMap<std::int64_t, int, Hash> map;
  std::unordered_map<std::int64_t, int> expected;
  for (int step = 0; step < steps; ++step) {
    const std::int64_t key =
        (static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(keys)) - keys / 2) * 4096;
    EXPECT_EQ(map.insert(key, step), expected.emplace(key, step).second);
    const std::int64_t other =
        static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(keys)) * 4096;
    const auto known = expected.find(other);
    const int* const found = map.find(other);
    ASSERT_EQ(found != nullptr, known != expected.end()) << other;
    if (found != nullptr) {
      EXPECT_EQ(*found, known->second);
    }
  }
  EXPECT_EQ(map.size(), expected.size());
}

TEST(FlatMap, KeepsTheFirstValueOfAKey) {
  FlatMap<std::int64_t, int, Identity> map;
  EXPECT_EQ(map.find(0), nullptr) << "0 is a key like any other";
  EXPECT_TRUE(map.insert(0, 7));
  EXPECT_FALSE(map.insert(0, 8));
  ASSERT_NE(map.find(0), nullptr);
  EXPECT_EQ(*map.find(0), 7);
  *map.find(0) = 9;
  EXPECT_EQ(*map.find(0), 9);
  EXPECT_EQ(map.find(1), nullptr);
}

TEST(FlatMap, BehavesLikeTheStandardMap) {
  expect_like_the_standard_one<Identity>(10, 100);
  expect_like_the_standard_one<Identity>(100'000, 100'000);
  expect_like_the_standard_one<Constant>(100, 1000);
}

}  // namespace
}  // namespace hoi
