#include "vision/weighted_sum.h"

#include <vector>

#include <gtest/gtest.h>

namespace hoi {
namespace {

float value_of(int64_t row, int64_t channel) {
  return static_cast<float>((row * 7 + channel * 3) % 11) - 5;
}

TEST(WeightedSum, MatchesTheLiteralSumForEveryTailLength) {
  for (const int64_t channels : {0, 1, 3, 4, 15, 16, 31, 64, 65, 100, 256}) {
    for (const int64_t count : {0, 1, 5, 16}) {
      std::vector<std::vector<float>> values;
      std::vector<WeightedRow> rows;
      for (int64_t k = 0; k < count; ++k) {
        auto& row = values.emplace_back();
        for (int64_t c = 0; c < channels; ++c) row.push_back(value_of(k, c));
      }
      for (int64_t k = 0; k < count; ++k) {
        rows.push_back(
            {values[static_cast<std::size_t>(k)].data(), 0.25F * static_cast<float>(k + 1)});
      }
      std::vector<float> stored(static_cast<std::size_t>(channels), 100), added = stored;
      weighted_sum(rows.data(), count, channels, SumMode::kStore, stored.data());
      weighted_sum(rows.data(), count, channels, SumMode::kAdd, added.data());
      for (int64_t c = 0; c < channels; ++c) {
        float expected = 0;  // quarters of small integers: exact
        for (int64_t k = 0; k < count; ++k)
          expected += 0.25F * static_cast<float>(k + 1) * value_of(k, c);
        EXPECT_EQ(stored[static_cast<std::size_t>(c)], expected)
            << channels << " channels, " << count << " rows";
        EXPECT_EQ(added[static_cast<std::size_t>(c)], 100 + expected)
            << channels << " channels, " << count << " rows";
      }
    }
  }
}

TEST(Transpose, SwapsRowsAndColumnsOfAnyShape) {
  for (const int64_t rows : {1, 4, 7, 16, 49}) {
    for (const int64_t columns : {1, 5, 16, 17, 64, 83}) {
      std::vector<float> source(static_cast<std::size_t>(rows * columns)),
          target(source.size(), -1);
      for (std::size_t i = 0; i < source.size(); ++i) source[i] = static_cast<float>(i);
      transpose(source.data(), rows, columns, target.data());
      for (int64_t r = 0; r < rows; ++r) {
        for (int64_t c = 0; c < columns; ++c) {
          ASSERT_EQ(target[static_cast<std::size_t>(c * rows + r)],
                    static_cast<float>(r * columns + c))
              << rows << " x " << columns;
        }
      }
    }
  }
}

}  // namespace
}  // namespace hoi
