#include "scene/random_source.h"

#include "base/derived_seed.h"

namespace hoi {

RandomSource RandomSource::derived(std::uint64_t seed, std::uint64_t a, std::uint64_t b) {
  return RandomSource(derived_seed(seed, a, b));
}

float RandomSource::uniform(float low, float high) {
  // 24 bits: every value is a float, and 1 is never reached.
  const float unit = static_cast<float>(bits() >> 40U) * 0x1p-24F;
  return low + unit * (high - low);
}

int RandomSource::integer(int count) {
  // The high half of a product instead of a remainder; the bias is below 2^-31.
  return static_cast<int>(((bits() >> 32U) * static_cast<std::uint64_t>(count)) >> 32U);
}

bool RandomSource::chance(double probability) {
  return static_cast<double>(bits() >> 11U) * 0x1p-53 < probability;
}

std::size_t RandomSource::weighted(const std::vector<double>& weights) {
  double total = 0;
  for (const double weight : weights) total += weight;
  double left = static_cast<double>(bits() >> 11U) * 0x1p-53 * total;
  std::size_t last = 0;
  for (std::size_t index = 0; index < weights.size(); ++index) {
    if (weights[index] <= 0) continue;
    last = index;
    left -= weights[index];
    if (left < 0) break;
  }
  return last;
}

}  // namespace hoi
