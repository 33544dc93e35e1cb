#include "scene/instance_outline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "scene/random_source.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

cv::Mat mask_of(const std::vector<std::string>& rows) {
  cv::Mat mask(static_cast<int>(rows.size()), static_cast<int>(rows[0].size()), CV_8UC1);
  for (int row = 0; row < mask.rows; ++row) {
    for (int column = 0; column < mask.cols; ++column) {
      const char letter = rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)];
      mask.at<std::uint8_t>(row, column) = letter == '#' ? 255 : 0;
    }
  }
  return mask;
}

// Number of polygons that contain the centre of a pixel, by the even-odd rule.
int cover(const std::vector<std::vector<float>>& polygons, int column, int row) {
  const double x = column + 0.5, y = row + 0.5;
  int count = 0;
  for (const auto& polygon : polygons) {
    bool inside = false;
    for (std::size_t at = 0; at < polygon.size(); at += 2) {
      const std::size_t next = (at + 2) % polygon.size();
      const double y1 = polygon[at + 1], y2 = polygon[next + 1];
      if ((y1 > y) == (y2 > y)) continue;
      const double crossing = polygon[at] + (y - y1) / (y2 - y1) * (polygon[next] - polygon[at]);
      if (x < crossing) inside = !inside;
    }
    count += inside ? 1 : 0;
  }
  return count;
}

void expect_exact_cover(const cv::Mat& mask) {
  const auto polygons = trace_outlines(mask);
  for (int row = 0; row < mask.rows; ++row) {
    for (int column = 0; column < mask.cols; ++column) {
      ASSERT_EQ(cover(polygons, column, row), mask.at<std::uint8_t>(row, column) != 0 ? 1 : 0)
          << "pixel " << column << ", " << row << " of\n"
          << mask;
    }
  }
}

TEST(TraceOutlines, EmptyMaskHasNone) {
  EXPECT_THAT(trace_outlines(mask_of({"...", "..."})), IsEmpty());
}

TEST(TraceOutlines, OnePixelIsItsFourCorners) {
  EXPECT_THAT(trace_outlines(mask_of({"...", ".#."})),
              ElementsAre(ElementsAre(1, 1, 2, 1, 2, 2, 1, 2)));
}

TEST(TraceOutlines, CornersOnlyWhereTheEdgeTurns) {
  EXPECT_THAT(trace_outlines(mask_of({"##.", "###"})),
              ElementsAre(ElementsAre(0, 0, 2, 0, 2, 1, 3, 1, 3, 2, 0, 2)));
}

TEST(TraceOutlines, PixelsThatTouchAtACornerAreTwoParts) {
  const cv::Mat mask = mask_of({"#.", ".#"});
  EXPECT_THAT(trace_outlines(mask), SizeIs(2));
  expect_exact_cover(mask);
}

TEST(TraceOutlines, RingIsCutOpen) {
  const cv::Mat mask = mask_of({"#####", "#...#", "#.#.#", "#...#", "#####"});
  expect_exact_cover(mask);
}

TEST(TraceOutlines, NarrowHolesAreCutOpen) {
  expect_exact_cover(mask_of({"###", "#.#", "###"}));
  expect_exact_cover(mask_of({"####", "#..#", "####"}));
  expect_exact_cover(mask_of({"####", "#.##", "##.#", "####"}));
}

TEST(TraceOutlines, AnyMaskIsCoveredExactly) {
  RandomSource random(1);
  for (int trial = 0; trial < 60; ++trial) {
    cv::Mat mask(1 + random.integer(14), 1 + random.integer(14), CV_8UC1);
    const double density = random.uniform(0.2F, 0.9F);
    for (int row = 0; row < mask.rows; ++row) {
      for (int column = 0; column < mask.cols; ++column) {
        mask.at<std::uint8_t>(row, column) = random.chance(density) ? 1 : 0;
      }
    }
    expect_exact_cover(mask);
  }
}

}  // namespace
}  // namespace hoi
