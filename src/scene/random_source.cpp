#include "scene/random_source.h"

namespace hoi {

namespace {

// The finalizer of SplitMix64: neighbouring inputs give unrelated outputs.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

}  // namespace

RandomSource RandomSource::derived(std::uint64_t seed, std::uint64_t a, std::uint64_t b) {
  return RandomSource(mixed(mixed(mixed(seed) ^ a) ^ b));
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
