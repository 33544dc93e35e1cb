#include "study/spread.h"

#include <cmath>

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(Spread, IsMeanAndSampleDeviation) {
  const auto spread = spread_of({1, 2, 6});
  ASSERT_TRUE(spread);
  EXPECT_DOUBLE_EQ(spread->mean, 3);
  // (4 + 1 + 9) / (3 - 1) = 7
  EXPECT_DOUBLE_EQ(spread->deviation.value(), std::sqrt(7.0));
  EXPECT_EQ(spread->count, 3U);
}

TEST(Spread, OfOneValueHasNoDeviationAndOfNoneThereIsNothing) {
  EXPECT_FALSE(spread_of({5})->deviation);
  EXPECT_FALSE(spread_of({}));
}

TEST(Spread, IsWrittenInPercent) {
  EXPECT_EQ(format_percent(Spread{0.6123, 0.0084, 3}), "61.2 +- 0.8");
  EXPECT_EQ(format_percent(Spread{0.6123, {}, 1}), "61.2");
  EXPECT_EQ(format_percent(Spread{0.015, 0.003, 3}, true), "+1.5 +- 0.3");
  EXPECT_EQ(format_percent(Spread{-0.015, {}, 1}, true), "-1.5");
  EXPECT_EQ(format_percent(std::nullopt), "-");
}

}  // namespace
}  // namespace hoi
