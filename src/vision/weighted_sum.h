#pragma once

#include <cstdint>

namespace hoi {

/// One term of a weighted sum of float rows.
struct WeightedRow {
  const float* values;
  float weight;
};

/// Whether a weighted sum replaces what is at its target or adds to it.
enum class SumMode { kStore, kAdd };

/// target[c] = (or +=) sum over the `count` rows of weight * values[c], for c in [0, channels).
void weighted_sum(const WeightedRow* rows, int64_t count, int64_t channels, SumMode mode,
                  float* target);

/// source (rows, columns) -> target (columns, rows), both row-major, not overlapping.
void transpose(const float* source, int64_t rows, int64_t columns, float* target);

}  // namespace hoi
