#include "evaluation/region_average_precision.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evaluation/literal_region_evaluation.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;

int below(std::mt19937& random, unsigned end) { return static_cast<int>(random() % end); }

/// A box of whole numbers somewhere near one of three places, so that many overlap, and for masks
/// the same on a small image.
Region random_region(std::mt19937& random, RegionKind kind) {
  Region region;
  if (kind == RegionKind::kBox) {
    const double place = 60.0 * below(random, 3), side = below(random, 2) == 0 ? 20 : 90;
    region.box = {place + below(random, 8), place + below(random, 8), side + below(random, 25),
                  side + below(random, 25)};
    return region;
  }
  std::vector<std::uint8_t> pixels(20 * 20, 0);
  const int x = below(random, 4), y = below(random, 12), width = 3 + below(random, 14);
  for (int row = y; row < y + 6; ++row) {
    for (int column = x; column < x + width; ++column) {
      pixels[static_cast<std::size_t>(row * 20 + column)] = below(random, 12) != 0;
    }
  }
  region.mask = encode_mask(pixels, 20, 20);
  return region;
}

std::vector<RegionImage> random_images(std::mt19937& random, RegionKind kind) {
  std::vector<RegionImage> images(static_cast<std::size_t>(1 + below(random, 4)));
  for (RegionImage& image : images) {
    for (int i = below(random, 6); i > 0; --i) {
      // Areas need not be those of the box: COCO's are those of the outlines.
      const double area = below(random, 3) == 0 ? 1024 : below(random, 20000);
      image.annotated.push_back(
          {below(random, 3), random_region(random, kind), area, below(random, 5) == 0});
    }
    for (int i = below(random, 18); i > 0; --i) {
      image.predicted.push_back(
          {below(random, 4) - 1, random_region(random, kind), below(random, 9) / 8.0});
    }
  }
  return images;
}

RegionAveragePrecision evaluated(const std::vector<RegionImage>& images, RegionKind kind,
                                 int max_detections) {
  RegionEvaluation evaluation(kind, 3, max_detections);
  for (const RegionImage& image : images) evaluation.add_image(image.annotated, image.predicted);
  return evaluation.result();
}

/// Compares all numbers of all categories with the literal version.
void expect_literal_regions(const std::vector<RegionImage>& images, RegionKind kind,
                            std::size_t max_detections) {
  const auto evaluation = evaluated(images, kind, static_cast<int>(max_detections));
  const auto literal = [&](int category, double smallest, double largest, std::size_t most) {
    return LiteralRegionEvaluation(kind, smallest, largest, std::min(most, max_detections))
        .score(images, category);
  };
  const auto mean = LiteralRegionEvaluation::mean;
  for (int i = 0; i < 3; ++i) {
    const CategoryAveragePrecision& category = evaluation.categories[static_cast<std::size_t>(i)];
    const auto all = literal(i, 0, 1e10, 100);
    ASSERT_EQ(all.has_value(), category.ground_truth > 0);
    if (!all) continue;
    EXPECT_NEAR(category.average_precision, mean(all->precision), 1e-12);
    EXPECT_NEAR(category.average_precision_50, all->precision[0], 1e-12);
    EXPECT_NEAR(category.average_precision_75, all->precision[5], 1e-12);
    EXPECT_NEAR(category.average_recall, mean(all->recall), 1e-12);
    EXPECT_NEAR(category.average_recall_1, mean(literal(i, 0, 1e10, 1)->recall), 1e-12);
    EXPECT_NEAR(category.average_recall_10, mean(literal(i, 0, 1e10, 10)->recall), 1e-12);
    const SizeAveragePrecision* sizes[] = {&category.small, &category.medium, &category.large};
    const double borders[] = {0, 32 * 32, 96 * 96, 1e10};
    for (int size = 0; size < 3; ++size) {
      const auto score = literal(i, borders[size], borders[size + 1], 100);
      ASSERT_EQ(score.has_value(), sizes[size]->ground_truth > 0);
      EXPECT_NEAR(sizes[size]->average_precision, score ? mean(score->precision) : 0, 1e-12);
      EXPECT_NEAR(sizes[size]->average_recall, score ? mean(score->recall) : 0, 1e-12);
    }
  }
}

TEST(RegionEvaluation, AgreesWithTheLiteralRuleOnRandomBoxes) {
  std::mt19937 random(11);
  for (int trial = 0; trial < 400; ++trial) {
    expect_literal_regions(random_images(random, RegionKind::kBox), RegionKind::kBox,
                           trial % 3 == 0 ? 4 : 100);
    ASSERT_FALSE(HasFailure()) << "trial " << trial;
  }
}

TEST(RegionEvaluation, AgreesWithTheLiteralRuleOnRandomMasks) {
  std::mt19937 random(12);
  for (int trial = 0; trial < 150; ++trial) {
    expect_literal_regions(random_images(random, RegionKind::kMask), RegionKind::kMask,
                           trial % 3 == 0 ? 2 : 100);
    ASSERT_FALSE(HasFailure()) << "trial " << trial;
  }
}

TEST(RegionEvaluation, OrderOfImagesOnlyMattersForEqualScores) {
  std::mt19937 random(13);
  for (int trial = 0; trial < 50; ++trial) {
    auto images = random_images(random, RegionKind::kBox);
    double score = 0;
    for (auto& image : images) {
      for (auto& region : image.predicted) region.score = std::fmod(score += 0.618, 1);
    }
    const auto forwards = evaluated(images, RegionKind::kBox, 100);
    std::reverse(images.begin(), images.end());
    const auto backwards = evaluated(images, RegionKind::kBox, 100);
    EXPECT_DOUBLE_EQ(forwards.mean(), backwards.mean());
  }
}

TEST(RegionEvaluation, PredictionsWithoutGroundTruthAreOnlyCounted) {
  const auto evaluation = evaluated({{{}, {{0, {}, 0.5}, {0, {}, 0.4}}}}, RegionKind::kBox, 1);
  EXPECT_EQ(evaluation.categories[0].predictions, 1);
  EXPECT_EQ(evaluation.categories[0].ground_truth, 0);
  EXPECT_EQ(evaluation.mean(), 0);
}

std::vector<std::string> names_of(const std::vector<SummaryNumber>& summary) {
  std::vector<std::string> names;
  for (const auto& number : summary) names.push_back(number.name);
  return names;
}

// A small and a large region, both found once at IoU 1; the large one twice annotated.
TEST(CocoSummary, HasTheTwelveNumbers) {
  Region small, large;
  small.box = {0, 0, 10, 10};
  large.box = {50, 50, 200, 100};
  RegionImage image;
  image.annotated = {{0, small, 100, false}, {1, large, 20000, false}, {1, large, 20000, false}};
  image.predicted = {{0, small, 0.9}, {1, large, 0.8}};
  const auto summary = coco_summary(evaluated({image}, RegionKind::kBox, 100));
  EXPECT_THAT(names_of(summary), ElementsAre("AP", "AP50", "AP75", "APs", "APm", "APl", "AR1",
                                             "AR10", "AR100", "ARs", "ARm", "ARl"));
  const double half_found = 51.0 / 101;  // recalls 0 to 0.50
  const double expected[] = {(1 + half_found) / 2,
                             (1 + half_found) / 2,
                             (1 + half_found) / 2,
                             1,
                             -1,
                             half_found,
                             0.75,
                             0.75,
                             0.75,
                             1,
                             -1,
                             0.5};
  for (std::size_t i = 0; i < summary.size(); ++i) {
    EXPECT_NEAR(summary[i].value.value_or(-1), expected[i], 1e-12) << summary[i].name;
  }
}

TEST(CocoSummary, HasNoNumbersWithoutGroundTruth) {
  for (const auto& number : coco_summary(RegionAveragePrecision{})) {
    EXPECT_FALSE(number.value) << number.name;
  }
}

}  // namespace
}  // namespace hoi
