#include "vision/weighted_sum.h"

#include <algorithm>
#include <cstring>

#include "vision/cpu_dispatch.h"

namespace hoi {
namespace {

/// `kBytes` of floats that the compiler keeps in one register. A typedef because g++ drops the
/// attribute of an alias that depends on a template parameter.
template <int kBytes>
struct Register {
  typedef float Floats __attribute__((vector_size(kBytes)));
};

/// Sums `kRegisters` registers' worth of channels, the accumulators never leaving the registers.
/// memcpy is how one says "load from any address"; it compiles to one instruction.
template <int kBytes, int kRegisters>
HOI_ALWAYS_INLINE void sum_block(const WeightedRow* rows, int64_t count, int64_t channel,
                                 SumMode mode, float* target) {
  using Floats = typename Register<kBytes>::Floats;
  constexpr int64_t kFloats = kBytes / 4;
  Floats sums[kRegisters] = {};
  if (mode == SumMode::kAdd) {
    for (int i = 0; i < kRegisters; ++i)
      std::memcpy(&sums[i], target + channel + i * kFloats, kBytes);
  }
  for (int64_t k = 0; k < count; ++k) {
    const float* const values = rows[k].values + channel;
    const float weight = rows[k].weight;
    for (int i = 0; i < kRegisters; ++i) {
      Floats loaded;
      std::memcpy(&loaded, values + i * kFloats, kBytes);
      sums[i] += weight * loaded;
    }
  }
  for (int i = 0; i < kRegisters; ++i)
    std::memcpy(target + channel + i * kFloats, &sums[i], kBytes);
}

template <int kBytes>
HOI_ALWAYS_INLINE void sum_all(const WeightedRow* rows, int64_t count, int64_t channels,
                               SumMode mode, float* target) {
  constexpr int64_t kFloats = kBytes / 4;
  int64_t channel = 0;
  for (; channel + 4 * kFloats <= channels; channel += 4 * kFloats) {
    sum_block<kBytes, 4>(rows, count, channel, mode, target);
  }
  for (; channel + kFloats <= channels; channel += kFloats) {
    sum_block<kBytes, 1>(rows, count, channel, mode, target);
  }
  for (; channel < channels; ++channel) {
    sum_block<4, 1>(rows, count, channel, mode, target);
  }
}

HOI_TARGET_AVX512 void sum_avx512(const WeightedRow* rows, int64_t count, int64_t channels,
                                  SumMode mode, float* target) {
  sum_all<64>(rows, count, channels, mode, target);
}

HOI_TARGET_AVX2 void sum_avx2(const WeightedRow* rows, int64_t count, int64_t channels,
                              SumMode mode, float* target) {
  sum_all<32>(rows, count, channels, mode, target);
}

}  // namespace

void weighted_sum(const WeightedRow* rows, int64_t count, int64_t channels, SumMode mode,
                  float* target) {
  switch (cpu_level()) {
    case CpuLevel::kAvx512:
      return sum_avx512(rows, count, channels, mode, target);
    case CpuLevel::kAvx2:
      return sum_avx2(rows, count, channels, mode, target);
    case CpuLevel::kBaseline:
      return sum_all<16>(rows, count, channels, mode, target);
  }
}

void transpose(const float* source, int64_t rows, int64_t columns, float* target) {
  constexpr int64_t kTile = 16;  // one cache line of columns is read and used up before the next
  for (int64_t first = 0; first < columns; first += kTile) {
    const int64_t last = std::min(columns, first + kTile);
    for (int64_t row = 0; row < rows; ++row) {
      for (int64_t column = first; column < last; ++column) {
        target[column * rows + row] = source[row * columns + column];
      }
    }
  }
}

}  // namespace hoi
