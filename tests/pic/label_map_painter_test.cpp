#include "pic/label_map_painter.h"

#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "pic/pic_samples.h"

namespace hoi {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

RunLengthMask mask_of(const std::vector<std::string>& rows) {
  const LabelMap map = drawn_map(rows);
  return encode_mask(map.values, map.width, map.height);
}

TEST(PaintInstances, PaintsSmallOnesLast) {
  const SegmentedImage maps =
      paint_instances({{mask_of({".1.", "..."}), 7, 1}, {mask_of({"111", "111"}), 5, 2}}, 3, 2);
  EXPECT_EQ(maps.semantic.values, drawn_map({"575", "555"}).values);
  EXPECT_EQ(maps.instance.values, drawn_map({"212", "222"}).values);
}

TEST(PaintInstances, LetsTheLaterOfTwoEqualAreasWin) {
  const SegmentedImage maps =
      paint_instances({{mask_of({"11."}), 5, 1}, {mask_of({".11"}), 6, 2}}, 3, 1);
  EXPECT_EQ(maps.instance.values, drawn_map({"122"}).values);
}

TEST(PaintInstances, PaintsNothingForNothingAndForMasksOfOtherSizes) {
  EXPECT_EQ(paint_instances({}, 3, 1).instance.values, drawn_map({"..."}).values);
  const SegmentedImage maps =
      paint_instances({{mask_of({"1"}), 5, 1}, {{3, 1, {0, 9}}, 6, 2}}, 3, 1);
  EXPECT_EQ(maps.instance.values, drawn_map({"..."}).values);
}

TEST(BoxMask, HasThePixelsWhoseCentresLieInside) {
  EXPECT_EQ(box_mask({1, 0, 3, 2}, 4, 3), mask_of({".11.", ".11.", "...."}));
  EXPECT_EQ(box_mask({0.5F, 0.6F, 2.5F, 2.4F}, 4, 3), mask_of({"....", "11..", "...."}));
  EXPECT_EQ(box_mask({1, 0, 3, 3}, 4, 3), mask_of({".11.", ".11.", ".11."}));
  EXPECT_EQ(box_mask({2, 1, 4, 3}, 4, 3), mask_of({"....", "..11", "..11"}));
}

TEST(BoxMask, CutsOffWhatIsOutside) {
  EXPECT_EQ(box_mask({-5, -1e30F, 2, 1e30F}, 3, 2), mask_of({"11.", "11."}));
  EXPECT_EQ(box_mask({-5, -5, 9, 9}, 3, 2), mask_of({"111", "111"}));
  EXPECT_EQ(box_mask({5, 0, 9, 2}, 3, 2), mask_of({"...", "..."}));
  EXPECT_EQ(box_mask({-9, 0, -5, 2}, 3, 2), mask_of({"...", "..."}));
}

TEST(BoxMask, OfABoxWithoutAreaIsEmpty) {
  EXPECT_EQ(box_mask({1, 1, 1, 2}, 3, 2), mask_of({"...", "..."}));
  EXPECT_EQ(box_mask({2, 0, 1, 2}, 3, 2), mask_of({"...", "..."}));
  EXPECT_EQ(box_mask({kNaN, kNaN, kNaN, kNaN}, 3, 2), mask_of({"...", "..."}));
}

TEST(BoxMask, AgreesWithALiteralVersion) {
  std::mt19937 random(3);
  const auto coordinate = [&](int size) {
    return static_cast<float>(random() % static_cast<unsigned>(8 * size + 32)) / 8 - 2;
  };
  for (int i = 0; i < 2000; ++i) {
    const int width = 1 + static_cast<int>(random() % 6),
              height = 1 + static_cast<int>(random() % 6);
    const Box box{coordinate(width), coordinate(height), coordinate(width), coordinate(height)};
    std::vector<std::uint8_t> pixels;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const float cx = static_cast<float>(x) + 0.5F, cy = static_cast<float>(y) + 0.5F;
        pixels.push_back(box.x1 <= cx && cx < box.x2 && box.y1 <= cy && cy < box.y2);
      }
    }
    ASSERT_EQ(box_mask(box, width, height), encode_mask(pixels, width, height))
        << box.x1 << " " << box.y1 << " " << box.x2 << " " << box.y2;
  }
}

TEST(ValuesOf, SaysWhatOccurs) {
  const auto found = values_of(drawn_map({"1.3"}));
  EXPECT_TRUE(found[0] && found[1] && found[3]);
  EXPECT_FALSE(found[2] || found[255]);
}

}  // namespace
}  // namespace hoi
