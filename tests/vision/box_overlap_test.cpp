#include "vision/box_overlap.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>
#include <torch/types.h>

#include "vision/random_boxes.h"

namespace hoi {
namespace {

/// Intersection over union, one number at a time.
double literal_iou(const float* a, const float* b) {
  const double width = std::max(0.0, std::min<double>(a[2], b[2]) - std::max<double>(a[0], b[0]));
  const double height = std::max(0.0, std::min<double>(a[3], b[3]) - std::max<double>(a[1], b[1]));
  const double area_a = (double{a[2]} - a[0]) * (double{a[3]} - a[1]);
  const double area_b = (double{b[2]} - b[0]) * (double{b[3]} - b[1]);
  return width * height / (area_a + area_b - width * height);
}

TEST(BoxColumns, AgreesWithTheLiteralFormulaForAnyNumberOfBoxes) {
  torch::manual_seed(3);
  for (const int64_t count : {0, 1, 7, 16, 63, 64, 65, 200}) {
    const auto boxes = random_boxes(count + 1, 60, 40);
    const float* const data = boxes.data_ptr<float>();
    BoxColumns columns;
    for (int64_t i = 0; i < count; ++i) columns.push_back(data + 4 * i);
    ASSERT_EQ(columns.size(), count);

    std::vector<float> iou(static_cast<std::size_t>(count));
    const float* const probe = data + 4 * count;
    columns.overlaps(probe, iou.data());
    float largest = 0;
    for (int64_t i = 0; i < count; ++i) {
      const float found = iou[static_cast<std::size_t>(i)];
      EXPECT_NEAR(found, literal_iou(probe, data + 4 * i), 1e-5) << "box " << i << " of " << count;
      largest = std::max(largest, found);
    }
    EXPECT_FALSE(columns.any_overlaps(probe, largest)) << count;  // strictly greater
    EXPECT_EQ(columns.any_overlaps(probe, largest * 0.999F), largest > 0) << count;
  }
}

TEST(BoxColumns, EmptyBoxesOverlapNothing) {
  const float point[4] = {5, 5, 5, 5};
  const float reversed[4] = {9, 9, 3, 3};
  BoxColumns columns;
  columns.push_back(point);
  columns.push_back(reversed);
  float iou[2] = {-1, -1};
  columns.overlaps(point, iou);
  EXPECT_EQ(iou[0], 0);
  EXPECT_EQ(iou[1], 0);
  EXPECT_FALSE(columns.any_overlaps(reversed, 0));
}

}  // namespace
}  // namespace hoi
