#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace hoi {

/// Random numbers that agree between machines and standard libraries: the engine's stream is fixed
/// by the C++ standard, and the distributions, which the standard leaves open, are made here.
class RandomSource {
 public:
  explicit RandomSource(std::uint64_t seed) : engine_(seed) {}

  /// A source of its own for the parts `a` and `b` of a job, so that image 7 does not depend on
  /// how many numbers image 6 drew.
  static RandomSource derived(std::uint64_t seed, std::uint64_t a, std::uint64_t b);

  std::uint64_t bits() { return engine_(); }

  /// Uniform in [low, high).
  float uniform(float low = 0, float high = 1);

  /// Uniform in 0 .. count - 1; count > 0.
  int integer(int count);

  /// True with this probability.
  bool chance(double probability);

  /// -1 or 1.
  float sign() { return chance(0.5) ? 1.0F : -1.0F; }

  /// One of the choices, each with a probability in proportion to its weight (> 0 for at least
  /// one).
  std::size_t weighted(const std::vector<double>& weights);

  template <class T>
  const T& pick(const std::vector<T>& choices) {
    return choices[static_cast<std::size_t>(integer(static_cast<int>(choices.size())))];
  }

  template <class T>
  void shuffle(std::vector<T>& values) {
    for (std::size_t count = values.size(); count > 1; --count) {
      std::swap(values[count - 1],
                values[static_cast<std::size_t>(integer(static_cast<int>(count)))]);
    }
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace hoi
