#include "vision/roi_sampling.h"

#include <map>

#include <gtest/gtest.h>

namespace hoi {
namespace {

std::map<int64_t, float> as_map(AxisWeights::Row row) {
  std::map<int64_t, float> result;
  for (const auto& entry : row) result[entry.position] += entry.weight;
  return result;
}

TEST(RoiAxis, AlignedShiftsByHalfACellAndLegacyKeepsBoxesOfOneCell) {
  const auto aligned = RoiAxis::from_box(8, 12, 0.25F, 2, RoiConvention::kAligned);
  EXPECT_FLOAT_EQ(aligned.start, 1.5F);
  EXPECT_FLOAT_EQ(aligned.cell_size, 0.5F);
  const auto legacy = RoiAxis::from_box(8, 10, 0.25F, 2, RoiConvention::kLegacy);
  EXPECT_FLOAT_EQ(legacy.start, 2);
  EXPECT_FLOAT_EQ(legacy.cell_size, 0.5F);  // half a cell long, taken as one
}

// One cell [1, 3) with two samples at 1.5 and 2.5, each half of the mean:
//   1.5 -> positions 1, 2 by 1/4 each      2.5 -> positions 2, 3 by 1/4 each
TEST(AxisWeights, MergesTheNeighboursOfTheSamplesOfACell) {
  AxisWeights weights;
  weights.assign_samples({1, 2}, 1, 2, 10);
  ASSERT_EQ(weights.rows(), 1);
  EXPECT_EQ(weights.row(0).size(), 3);
  EXPECT_EQ(as_map(weights.row(0)), (std::map<int64_t, float>{{1, 0.25F}, {2, 0.5F}, {3, 0.25F}}));
}

// Samples at -1.5 (dropped), -0.5 (clamped to 0), 3.5 (clamped to 3), 4.5 (dropped) of a map of 4.
TEST(AxisWeights, ClampsJustOutsideTheMapAndDropsTheRest) {
  AxisWeights weights;
  weights.assign_samples({-2, 1}, 2, 1, 4);
  EXPECT_EQ(weights.row(0).size(), 0);
  EXPECT_EQ(as_map(weights.row(1)), (std::map<int64_t, float>{{0, 1.0F}}));
  weights.assign_samples({3, 1}, 2, 1, 4);
  EXPECT_EQ(as_map(weights.row(0)), (std::map<int64_t, float>{{3, 1.0F}}));
  EXPECT_EQ(weights.row(1).size(), 0);
}

TEST(AxisWeights, TransposesToTheCellsOfEachPosition) {
  AxisWeights weights, transposed;
  for (const RoiAxis& axis :
       {RoiAxis{2.3F, 0.7F}, RoiAxis{0.1F, 3.2F}, RoiAxis{9, -0.8F}, RoiAxis{-9, 0.1F}}) {
    weights.assign_samples(axis, 5, 2, 12);
    transposed.assign_transposed(weights);
    std::map<std::pair<int64_t, int64_t>, float> expected, found;
    for (int64_t cell = 0; cell < weights.rows(); ++cell) {
      for (const auto& entry : weights.row(cell)) expected[{entry.position, cell}] = entry.weight;
    }
    for (int64_t i = 0; i < transposed.rows(); ++i) {
      for (const auto& entry : transposed.row(i)) {
        found[{transposed.first_position() + i, entry.position}] = entry.weight;
      }
    }
    EXPECT_EQ(found, expected) << "start " << axis.start;
  }
}

}  // namespace
}  // namespace hoi
