#include "base/derived_seed.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

// Computed apart from this program. Data sets and trainings are repeated by these bits.
TEST(DerivedSeed, BitsAreThoseOfTheFinalizerAppliedThreeTimes) {
  EXPECT_EQ(derived_seed(7, 3, 5), 0xf647de43e60ec467U);
  EXPECT_EQ(derived_seed(7, 5, 3), 0xec4fee088277bcccU);
}

TEST(DerivedSeed, NeighboursDifferInAboutHalfOfTheirBits) {
  for (std::uint64_t item = 0; item < 20; ++item) {
    const auto difference = derived_seed(1, 2, item) ^ derived_seed(1, 2, item + 1);
    const int bits = __builtin_popcountll(difference);
    EXPECT_GT(bits, 12) << item;
    EXPECT_LT(bits, 52) << item;
  }
}

}  // namespace
}  // namespace hoi
