#include "formats/shortest_number.h"

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::ElementsAre;

TEST(ShortestNumber, IsTheDecimalThatAPersonWouldWrite) {
  EXPECT_EQ(shortest_number(0.1F), 0.1);
  EXPECT_EQ(shortest_number(-123.45F), -123.45);
  EXPECT_EQ(shortest_number(7), 7);
  EXPECT_EQ(shortest_number(1e-20F), 1e-20);
}

TEST(BoxToXywh, HasLengthsThatAPersonWouldWrite) {
  EXPECT_THAT(box_to_xywh({30.1F, 60.2F, 40.3F, 70.4F}), ElementsAre(30.1, 60.2, 10.2, 10.2));
  EXPECT_THAT(box_to_xywh({5, 6, 3, 6}), ElementsAre(5, 6, -2, 0));
}

TEST(BoxToXywh, ReadsBackToTheBit) {
  std::mt19937 random(7);
  for (int trial = 0; trial < 5000; ++trial) {
    const auto number = [&] {
      return std::ldexp(static_cast<float>(random()), -16 - static_cast<int>(random() % 20));
    };
    const Box box = {number(), number(), number(), number()};
    const auto [x, y, width, height] = box_to_xywh(box);
    ASSERT_EQ(static_cast<float>(x), box.x1);
    ASSERT_EQ(static_cast<float>(y), box.y1);
    ASSERT_EQ(static_cast<float>(x + width), box.x2);
    ASSERT_EQ(static_cast<float>(y + height), box.y2);
  }
}

TEST(BoxToXywh, RefusesWhatIsNotFinite) {
  const float infinite = std::numeric_limits<float>::infinity(), none = std::nanf("");
  EXPECT_THROW(shortest_number(infinite), std::invalid_argument);
  EXPECT_THROW(box_to_xywh({none, 0, 1, 1}), std::invalid_argument);
  EXPECT_THROW(box_to_xywh({0, 0, 1, infinite}), std::invalid_argument);
  EXPECT_THROW(box_to_xywh({0, 0, none, 1}), std::invalid_argument);
}

}  // namespace
}  // namespace hoi
