#include "domain/polygon_mask.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::ElementsAre;
using Raster = std::vector<std::uint8_t>;
using Outline = std::vector<float>;

/// The rule taken literally: every grid point of the outline in a list, a switch per pixel.
class LiteralOutline {
 public:
  explicit LiteralOutline(const std::vector<double>& corners) {
    const std::size_t count = corners.size() / 2;
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t next = (i + 1) % count;
      add_edge(grid(corners[2 * i]), grid(corners[2 * i + 1]), grid(corners[2 * next]),
               grid(corners[2 * next + 1]));
    }
  }

  Raster pixels(int width, int height) const {
    std::vector<int> switches(static_cast<std::size_t>(width * height + 1), 0);
    for (std::size_t i = 1; i < points_.size(); ++i) {
      const auto [x, y] = points_[i - 1];
      const auto [next_x, next_y] = points_[i];
      if (x == next_x) continue;
      const double column = (std::min(x, next_x) + 0.5) / 5 - 0.5;
      if (column != std::floor(column) || column < 0 || column >= width) continue;
      const double row = std::clamp((std::min(y, next_y) + 0.5) / 5 - 0.5, 0.0, 1.0 * height);
      ++switches[static_cast<std::size_t>(column * height + std::ceil(row))];
    }
    Raster inside(static_cast<std::size_t>(width * height), 0);
    int passed = 0;
    for (int at = 0; at < width * height; ++at) {
      passed += switches[static_cast<std::size_t>(at)];
      inside[static_cast<std::size_t>(at % height * width + at / height)] = passed % 2 == 1;
    }
    return inside;
  }

 private:
  static int grid(double coordinate) { return static_cast<int>(5 * coordinate + 0.5); }

  void add_edge(int x, int y, int next_x, int next_y) {
    const bool flat = std::abs(next_x - x) >= std::abs(next_y - y);
    const bool backwards = flat ? next_x < x : next_y < y;
    if (backwards) {
      std::swap(x, next_x);
      std::swap(y, next_y);
    }
    std::vector<std::pair<int, int>> edge;
    const int length = flat ? next_x - x : next_y - y;
    const double slope = length == 0 ? 0 : (flat ? next_y - y : next_x - x) / (1.0 * length);
    for (int step = 0; step <= length; ++step) {
      const int other = static_cast<int>((flat ? y : x) + slope * step + 0.5);
      edge.emplace_back(flat ? x + step : other, flat ? other : y + step);
    }
    if (backwards) std::reverse(edge.begin(), edge.end());
    points_.insert(points_.end(), edge.begin(), edge.end());
  }

  std::vector<std::pair<int, int>> points_;
};

Outline rectangle(float x1, float y1, float x2, float y2) {
  return {x1, y1, x1, y2, x2, y2, x2, y1};
}

TEST(PolygonMask, RectangleWithIntegerCornersCoversItsPixels) {
  EXPECT_THAT(polygon_mask({rectangle(1, 1, 3, 4)}, 4, 5).counts, ElementsAre(6, 3, 2, 3, 6));
  EXPECT_THAT(polygon_mask({rectangle(0, 0, 4, 5)}, 4, 5).counts, ElementsAre(0, 20));
  const Outline other_way_round = {1, 1, 3, 1, 3, 4, 1, 4};
  EXPECT_THAT(polygon_mask({other_way_round}, 4, 5).counts, ElementsAre(6, 3, 2, 3, 6));
}

TEST(PolygonMask, PixelIsInsideWhenItsMiddleIs) {
  EXPECT_THAT(polygon_mask({rectangle(1.4F, 0, 3.4F, 1)}, 5, 1).counts, ElementsAre(1, 2, 2));
  EXPECT_THAT(polygon_mask({rectangle(0, 1.4F, 1, 3.4F)}, 1, 5).counts, ElementsAre(1, 2, 2));
  // 1.5 is rounded up to the grid step behind the middle, at both ends.
  EXPECT_THAT(polygon_mask({rectangle(1.5F, 0, 3.5F, 1)}, 5, 1).counts, ElementsAre(2, 2, 1));
  EXPECT_THAT(polygon_mask({rectangle(0, 1.5F, 1, 3.5F)}, 1, 5).counts, ElementsAre(2, 2, 1));
}

// Edge x = y from (0, 0) to (4, 4): the middle of column c is passed at y = c + 1/2.
//   . . . .
//   1 . . .
//   1 1 . .
//   1 1 1 .
TEST(PolygonMask, TriangleFollowsItsDiagonal) {
  EXPECT_EQ(decode_mask(polygon_mask({Outline{0, 0, 4, 4, 0, 4}}, 4, 4)),
            (Raster{1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1}));
}

TEST(PolygonMask, CutsOffWhatLiesOutside) {
  EXPECT_THAT(polygon_mask({rectangle(-7, -9, 2, 2)}, 4, 3).counts, ElementsAre(0, 2, 1, 2, 7));
  EXPECT_THAT(polygon_mask({rectangle(2, 1, 99, 99)}, 4, 3).counts, ElementsAre(7, 2, 1, 2));
  EXPECT_THAT(polygon_mask({rectangle(-50, -50, 50, 50)}, 4, 3).counts, ElementsAre(0, 12));
  for (const Outline& outside : {rectangle(5, 0, 9, 3), rectangle(-9, 0, -5, 3),
                                 rectangle(0, 5, 4, 9), rectangle(0, -9, 4, -5)}) {
    EXPECT_THAT(polygon_mask({outside}, 4, 3).counts, ElementsAre(12));
  }
}

TEST(PolygonMask, DegenerateOutlinesHaveNoPixels) {
  for (const Outline& outline :
       {Outline{}, Outline{1}, Outline{1, 1}, Outline{0, 0, 3, 2}, Outline{1, 1, 1, 1, 1, 1},
        Outline{0, 1, 3, 1, 2, 1}, Outline{1, 0, 1, 3, 1, 2}}) {
    EXPECT_THAT(polygon_mask({outline}, 4, 3).counts, ElementsAre(12));
  }
  EXPECT_THAT(polygon_mask(std::vector<Outline>(), 4, 3).counts, ElementsAre(12));
  EXPECT_THAT(polygon_mask({rectangle(0, 0, 1, 1)}, 0, 0).counts, ElementsAre(0));
}

TEST(PolygonMask, UnitesTheParts) {
  const auto whole = polygon_mask({rectangle(1, 1, 6, 4)}, 8, 5);
  EXPECT_TRUE(polygon_mask({rectangle(1, 1, 4, 4), rectangle(3, 1, 6, 4)}, 8, 5) == whole);
  EXPECT_TRUE(polygon_mask({rectangle(1, 1, 6, 4), rectangle(1, 1, 6, 4)}, 8, 5) == whole);
}

// 0.7 is the step 3.5 of the grid, to be rounded up to 4; as a float it lies below.
TEST(PolygonMask, RoundsTheDecimalNumberAndNotTheFloat) {
  ASSERT_LT(5 * double{0.7F}, 3.5);
  EXPECT_EQ(mask_area(polygon_mask({rectangle(0, 0, 1, 0.7F)}, 1, 1)), 1);
  EXPECT_EQ(mask_area(polygon_mask({rectangle(0, 0.5F, 1, 0.7F)}, 1, 1)), 0);
  for (int tenths = 1; tenths < 10000; tenths += 2) {
    const int up = (tenths + 1) / 2;  // grid step
    const auto rows =
        mask_area(polygon_mask({rectangle(0, 0, 1, static_cast<float>(tenths) / 10)}, 1, 1200));
    ASSERT_EQ(rows, (up + 2) / 5) << tenths;
  }
}

TEST(PolygonMask, AreaOfIntegerRectanglesIsExact) {
  std::mt19937 random(3);
  for (int trial = 0; trial < 500; ++trial) {
    const int width = 1 + static_cast<int>(random() % 40),
              height = 1 + static_cast<int>(random() % 40);
    const auto side = [&](int end) {
      return static_cast<float>(random() % static_cast<unsigned>(end + 1));
    };
    const auto [x1, x2] = std::minmax({side(width), side(width)});
    const auto [y1, y2] = std::minmax({side(height), side(height)});
    const auto mask = polygon_mask({rectangle(x1, y1, x2, y2)}, width, height);
    ASSERT_EQ(mask_area(mask), (x2 - x1) * (y2 - y1));
    if (x1 == x2 || y1 == y2) continue;
    const Box box = mask_box(mask);
    ASSERT_TRUE(box.x1 == x1 && box.y1 == y1 && box.x2 == x2 && box.y2 == y2);
  }
}

TEST(PolygonMask, AgreesWithTheLiteralRuleOnRandomOutlines) {
  std::mt19937 random(4);
  for (int trial = 0; trial < 3000; ++trial) {
    const int width = 1 + static_cast<int>(random() % 30),
              height = 1 + static_cast<int>(random() % 30);
    const int steps = trial % 2 == 0 ? 10 : 100;  // per pixel
    std::vector<double> numbers;
    Outline outline;
    for (unsigned i = 0; i < 2 * (1 + random() % 12); ++i) {
      const int number =
          static_cast<int>(random() % static_cast<unsigned>(60 * steps)) - 15 * steps;
      numbers.push_back(static_cast<double>(number) / steps);
      outline.push_back(static_cast<float>(numbers.back()));
    }
    ASSERT_EQ(decode_mask(polygon_mask({outline}, width, height)),
              LiteralOutline(numbers).pixels(width, height))
        << "trial " << trial;
    for (double& number : numbers) number += (static_cast<double>(random()) / 4294967296 - 0.5) / 5;
    ASSERT_EQ(decode_mask(polygon_mask(std::vector<std::vector<double>>{numbers}, width, height)),
              LiteralOutline(numbers).pixels(width, height))
        << "trial " << trial;
  }
}

// A convex outline cut from one corner to another: no pixel is in both parts, none is lost.
TEST(PolygonMask, PartsOfACutOutlineMakeTheWhole) {
  std::mt19937 random(8);
  for (int trial = 0; trial < 500; ++trial) {
    Outline whole;
    const int corners = 4 + static_cast<int>(random() % 9);
    for (int i = 0; i < corners; ++i) {
      const double angle = 6.283185307 * i / corners;
      whole.push_back(static_cast<float>(20 + 17 * std::cos(angle)));
      whole.push_back(static_cast<float>(20 + 14 * std::sin(angle)));
    }
    const auto cut =
        4 + 2 * static_cast<std::ptrdiff_t>(random() % static_cast<unsigned>(corners - 3));
    const Outline first(whole.begin(), whole.begin() + cut + 2);
    Outline second(whole.begin() + cut, whole.end());
    second.insert(second.end(), {whole[0], whole[1]});
    const auto a = polygon_mask({first}, 40, 40), b = polygon_mask({second}, 40, 40);
    ASSERT_EQ(mask_intersection(a, b), 0);
    ASSERT_TRUE(merge_masks({a, b}, 40, 40) == polygon_mask({whole}, 40, 40));
  }
}

TEST(PolygonMask, TakesAnyNumbers) {
  const float huge = std::numeric_limits<float>::max();
  const float infinite = std::numeric_limits<float>::infinity();
  EXPECT_EQ(mask_area(polygon_mask({rectangle(-1e9F, -1e9F, 1e9F, 1e9F)}, 40, 30)), 1200);
  EXPECT_EQ(mask_area(polygon_mask({rectangle(-huge, -huge, huge, huge)}, 40, 30)), 1200);
  EXPECT_EQ(mask_area(polygon_mask({rectangle(10, -infinite, infinite, infinite)}, 40, 30)), 900);
  EXPECT_TRUE(
      is_valid(polygon_mask({Outline{std::nanf(""), 0, huge, 30, 5, std::nanf("")}}, 40, 30)));
  // An edge of 1e9 pixels that passes the image from corner to corner.
  const auto half = polygon_mask({Outline{-1e9F, -1e9F, 1e9F, 1e9F, -1e9F, 1e9F}}, 30, 30);
  EXPECT_NEAR(static_cast<double>(mask_area(half)), 450, 15);
  const auto steep = polygon_mask({Outline{10, -1e9F, 20, 1e9F, -5, 1e9F, -5, -1e9F}}, 30, 30);
  EXPECT_EQ(mask_area(steep), 15 * 30);
}

// Two million crossings that cancel each other, then a rectangle.
TEST(PolygonMask, TakesOutlinesThatGoBackAndForth) {
  Outline outline;
  for (int i = 0; i < 20000; ++i) outline.insert(outline.end(), {0, 3, 60, 3, 60, 7, 0, 7});
  outline.insert(outline.end(), {0, 3, 60, 3, 60, 7, 0, 7});
  EXPECT_TRUE(polygon_mask({outline}, 60, 10) == polygon_mask({rectangle(0, 3, 60, 7)}, 60, 10));
}

TEST(InstanceMask, ComesFromPolygonsOrRunLengths) {
  InstanceAnnotation instance;
  EXPECT_FALSE(instance_mask(instance, 4, 5));
  instance.polygons = {rectangle(1, 1, 3, 4)};
  const auto mask = instance_mask(instance, 4, 5);
  ASSERT_TRUE(mask);
  EXPECT_EQ(mask_area(*mask), 6);
  EXPECT_FALSE(instance_mask(instance, 1 << 20, 5));
  EXPECT_FALSE(instance_mask(instance, 0, 5));
  instance.polygons.clear();
  instance.run_lengths = mask;
  EXPECT_TRUE(instance_mask(instance, 4, 5) == mask);
  EXPECT_FALSE(instance_mask(instance, 5, 4));
}

}  // namespace
}  // namespace hoi
