#include "domain/box.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(Box, SpansContinuousCoordinatesWithoutPlusOne) {
  const Box box = {1, 2, 4, 8};
  EXPECT_FLOAT_EQ(box.width(), 3);
  EXPECT_FLOAT_EQ(box.height(), 6);
  EXPECT_FLOAT_EQ(box.area(), 18);
}

TEST(Box, InvertedBoxHasNoArea) { EXPECT_EQ((Box{4, 8, 1, 2}).area(), 0); }

// [0, 4) x [0, 2) and [2, 6) x [1, 3) share 2 x 1; union 8 + 8 - 2 = 14.
TEST(Iou, MatchesAWorkedExampleInBothOrders) {
  const Box a = {0, 0, 4, 2}, b = {2, 1, 6, 3};
  EXPECT_FLOAT_EQ(intersection_area(a, b), 2);
  EXPECT_FLOAT_EQ(iou(a, b), 2.0F / 14);
  EXPECT_FLOAT_EQ(iou(b, a), 2.0F / 14);
}

TEST(Iou, IsOneForEqualBoxesAndZeroForTouchingOrEmptyOnes) {
  const Box a = {0, 0, 4, 2};
  EXPECT_FLOAT_EQ(iou(a, a), 1);
  EXPECT_EQ(iou(a, {4, 0, 8, 2}), 0);  // a shared edge has no area
  EXPECT_EQ(iou(a, {1, 1, 1, 1}), 0);
  EXPECT_EQ(iou({1, 1, 1, 1}, {1, 1, 1, 1}), 0);
  EXPECT_EQ(iou(a, {3, 2, 1, 0}), 0);  // inverted
}

}  // namespace
}  // namespace hoi
