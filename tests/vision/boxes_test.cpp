#include "vision/boxes.h"

#include <gtest/gtest.h>

#include "support/tensors.h"
#include "vision/random_boxes.h"

namespace hoi {
namespace {

TEST(BoxArea, IsWidthTimesHeightAndZeroForEmptyBoxes) {
  const auto boxes = torch::tensor({{0.0F, 0.0F, 2.0F, 3.0F},
                                    {1.5F, 1.0F, 2.0F, 5.0F},
                                    {4.0F, 4.0F, 4.0F, 9.0F},
                                    {5.0F, 5.0F, 1.0F, 1.0F}});
  EXPECT_TRUE(is_close(box_area(boxes), torch::tensor({6.0F, 2.0F, 0.0F, 0.0F})));
}

// The first box is 4 x 4 = 16.
//   itself: 16 / 16             shifted by (2, 2): 4 / (16 + 16 - 4) = 1 / 7
//   contained 2 x 2: 4 / 16     touching at an edge: 0      empty: 0
TEST(BoxIou, MatchesHandWorkedNumbers) {
  const auto a = torch::tensor({{0.0F, 0.0F, 4.0F, 4.0F}});
  const auto b = torch::tensor({{0.0F, 0.0F, 4.0F, 4.0F},
                                {2.0F, 2.0F, 6.0F, 6.0F},
                                {1.0F, 1.0F, 3.0F, 3.0F},
                                {4.0F, 0.0F, 8.0F, 4.0F},
                                {1.0F, 1.0F, 1.0F, 3.0F}});
  const auto expected = torch::tensor({{1.0F, 1.0F / 7, 0.25F, 0.0F, 0.0F}});
  EXPECT_TRUE(is_close(box_iou(a, b), expected));
  EXPECT_TRUE(is_close(box_iou(a.to(torch::kFloat64), b.to(torch::kFloat64)), expected));
}

TEST(BoxIou, IsSymmetricToTheLastBit) {
  torch::manual_seed(4);
  const auto a = random_boxes(37, 100, 80), b = random_boxes(90, 100, 80);
  EXPECT_TRUE(torch::equal(box_iou(a, b), box_iou(b, a).t()));
}

TEST(BoxIou, KernelAgreesWithTheCompositeFormOnAnyMemoryLayout) {
  torch::manual_seed(5);
  const auto a = random_boxes(1000, 640, 480);
  const auto b = random_boxes(300, 640, 480).t().contiguous().t();  // column-major
  const auto composite = box_iou(a.to(torch::kFloat64), b.to(torch::kFloat64));
  EXPECT_TRUE(is_close(box_iou(a, b), composite, 1e-5));
}

TEST(BoxIou, IsDifferentiableWhenAsked) {
  auto a = torch::tensor({{0.0F, 0.0F, 4.0F, 4.0F}}).requires_grad_(true);
  box_iou(a, torch::tensor({{2.0F, 0.0F, 6.0F, 4.0F}})).sum().backward();
  EXPECT_GT(a.grad()[0][2].item<float>(), 0);  // growing to the right covers more of the other box
  EXPECT_LT(a.grad()[0][3].item<float>(), 1e-6);
}

TEST(UnionBoxes, AreTightAroundEachPair) {
  const auto a = torch::tensor({{0.0F, 5.0F, 4.0F, 9.0F}, {1.0F, 1.0F, 2.0F, 2.0F}});
  const auto b = torch::tensor({{2.0F, 1.0F, 3.0F, 6.0F}, {0.0F, 0.0F, 9.0F, 9.0F}});
  const auto expected = torch::tensor({{0.0F, 1.0F, 4.0F, 9.0F}, {0.0F, 0.0F, 9.0F, 9.0F}});
  EXPECT_TRUE(is_close(union_boxes(a, b), expected));
  EXPECT_THROW(union_boxes(a, b.narrow(0, 0, 1)), c10::Error);
}

TEST(ClipBoxes, KeepsXWithinWidthAndYWithinHeight) {
  const auto boxes = torch::tensor({{-3.0F, -4.0F, 50.0F, 60.0F}, {1.0F, 2.0F, 3.0F, 4.0F}});
  const auto expected = torch::tensor({{0.0F, 0.0F, 30.0F, 20.0F}, {1.0F, 2.0F, 3.0F, 4.0F}});
  EXPECT_TRUE(is_close(clip_boxes(boxes, {20, 30}), expected));
}

TEST(IsLargeEnough, WantsBothSides) {
  const auto boxes = torch::tensor({{0.0F, 0.0F, 2.0F, 2.0F},
                                    {0.0F, 0.0F, 1.0F, 9.0F},
                                    {0.0F, 0.0F, 9.0F, 1.0F},
                                    {5.0F, 5.0F, 1.0F, 1.0F}});
  const auto expected = torch::tensor({true, false, false, false});
  EXPECT_TRUE(torch::equal(is_large_enough(boxes, 2), expected));
}

TEST(Boxes, EveryFunctionTakesNoBoxes) {
  const auto none = torch::zeros({0, 4}), one = torch::ones({1, 4});
  EXPECT_EQ(box_area(none).sizes(), (std::vector<int64_t>{0}));
  EXPECT_EQ(box_iou(none, one).sizes(), (std::vector<int64_t>{0, 1}));
  EXPECT_EQ(box_iou(one, none).sizes(), (std::vector<int64_t>{1, 0}));
  EXPECT_EQ(box_iou(none.to(torch::kFloat64), none.to(torch::kFloat64)).numel(), 0);
  EXPECT_EQ(union_boxes(none, none).sizes(), none.sizes());
  EXPECT_EQ(clip_boxes(none, {4, 4}).sizes(), none.sizes());
  EXPECT_EQ(is_large_enough(none, 1).sizes(), (std::vector<int64_t>{0}));
}

}  // namespace
}  // namespace hoi
