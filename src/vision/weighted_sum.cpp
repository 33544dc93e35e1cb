#include "vision/weighted_sum.h"

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

/// Transposes a tile of 8 x 8 floats in registers: source rows `source_stride` apart become the
/// columns of target rows `target_stride` apart.
HOI_ALWAYS_INLINE void transpose_tile(const float* source, int64_t source_stride, float* target,
                                      int64_t target_stride) {
  using Floats = Register<32>::Floats;
  Floats rows[8], pairs[8], quads[8];
  for (int i = 0; i < 8; ++i) std::memcpy(&rows[i], source + i * source_stride, sizeof(Floats));
  for (int i = 0; i < 8;
       i += 2) {  // columns 0 1 4 5 and 2 3 6 7 of two neighbouring rows, interleaved
    pairs[i] = __builtin_shufflevector(rows[i], rows[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    pairs[i + 1] = __builtin_shufflevector(rows[i], rows[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  for (int i = 0; i < 8; i += 4) {  // quads[i + k]: columns k and k + 4 of four rows
    for (int k = 0; k < 2; ++k) {
      const Floats low = pairs[i + k], high = pairs[i + 2 + k];
      quads[i + 2 * k] = __builtin_shufflevector(low, high, 0, 1, 8, 9, 4, 5, 12, 13);
      quads[i + 2 * k + 1] = __builtin_shufflevector(low, high, 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  for (int k = 0; k < 4; ++k) {
    const Floats first = __builtin_shufflevector(quads[k], quads[4 + k], 0, 1, 2, 3, 8, 9, 10, 11);
    const Floats second =
        __builtin_shufflevector(quads[k], quads[4 + k], 4, 5, 6, 7, 12, 13, 14, 15);
    std::memcpy(target + k * target_stride, &first, sizeof(Floats));
    std::memcpy(target + (k + 4) * target_stride, &second, sizeof(Floats));
  }
}

HOI_ALWAYS_INLINE void transpose_all(const float* source, int64_t rows, int64_t columns,
                                     float* target) {
  const int64_t tiled_rows = rows / 8 * 8, tiled_columns = columns / 8 * 8;
  for (int64_t column = 0; column < tiled_columns; column += 8) {
    for (int64_t row = 0; row < tiled_rows; row += 8) {
      transpose_tile(source + row * columns + column, columns, target + column * rows + row, rows);
    }
  }
  for (int64_t column = 0; column < columns; ++column) {
    const int64_t first_row = column < tiled_columns ? tiled_rows : 0;
    for (int64_t row = first_row; row < rows; ++row) {
      target[column * rows + row] = source[row * columns + column];
    }
  }
}

HOI_TARGET_AVX2 void transpose_avx2(const float* source, int64_t rows, int64_t columns,
                                    float* target) {
  transpose_all(source, rows, columns, target);
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
  if (cpu_level() == CpuLevel::kBaseline) return transpose_all(source, rows, columns, target);
  transpose_avx2(source, rows, columns, target);
}

}  // namespace hoi
