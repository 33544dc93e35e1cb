#include "scene/random_source.h"

#include <algorithm>
#include <numeric>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::Lt;

// The standard fixes the 10000th number of a default-seeded std::mt19937_64; the engine here is
// that one, so its stream may be relied upon.
TEST(RandomSource, IsTheEngineOfTheStandard) {
  RandomSource random(5489);
  for (int draw = 1; draw < 10000; ++draw) random.bits();
  EXPECT_EQ(random.bits(), 9981545732273789042ULL);
}

TEST(RandomSource, DerivedSourcesDifferInEachArgumentAndRepeat) {
  const auto first = [](std::uint64_t seed, std::uint64_t a, std::uint64_t b) {
    return RandomSource::derived(seed, a, b).bits();
  };
  EXPECT_EQ(first(1, 2, 3), first(1, 2, 3));
  EXPECT_NE(first(1, 2, 3), first(2, 2, 3));
  EXPECT_NE(first(1, 2, 3), first(1, 3, 3));
  EXPECT_NE(first(1, 2, 3), first(1, 2, 4));
  EXPECT_NE(first(1, 2, 3), first(1, 3, 2));
}

TEST(RandomSource, UniformStaysInItsRangeAndHasItsMean) {
  RandomSource random(1);
  double sum = 0;
  for (int draw = 0; draw < 20000; ++draw) {
    const float value = random.uniform(-1, 3);
    ASSERT_THAT(value, AllOf(Ge(-1.0F), Lt(3.0F)));
    sum += value;
  }
  EXPECT_NEAR(sum / 20000, 1, 0.03);
}

TEST(RandomSource, IntegersAreEquallyOften) {
  RandomSource random(2);
  std::vector<int> counts(5, 0);
  for (int draw = 0; draw < 50000; ++draw) ++counts.at(static_cast<std::size_t>(random.integer(5)));
  for (const int count : counts) EXPECT_NEAR(count, 10000, 400);
}

TEST(RandomSource, WeightsDecideHowOften) {
  RandomSource random(3);
  std::vector<int> counts(4, 0);
  for (int draw = 0; draw < 40000; ++draw) ++counts.at(random.weighted({1, 0, 2, 1}));
  EXPECT_NEAR(counts[0], 10000, 400);
  EXPECT_EQ(counts[1], 0);
  EXPECT_NEAR(counts[2], 20000, 500);
}

TEST(RandomSource, ShuffleKeepsTheValues) {
  RandomSource random(4);
  std::vector<int> values(20);
  std::iota(values.begin(), values.end(), 0);
  const std::vector<int> sorted = values;
  random.shuffle(values);
  EXPECT_NE(values, sorted);
  EXPECT_THAT(values, ::testing::UnorderedElementsAreArray(sorted));
}

}  // namespace
}  // namespace hoi
