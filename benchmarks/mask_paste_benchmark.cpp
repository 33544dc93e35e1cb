// Mask probabilities as masks of a 1333 x 800 picture: 100 instances, as many as an image can have.
#include <cmath>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>

#include "inference/mask_paste.h"

namespace {

constexpr int kSide = 28, kWidth = 1333, kHeight = 800, kInstances = 100;

struct Instance {
  std::vector<float> probabilities;
  hoi::Box box;
};

/// Discs with ragged borders; share: part of the picture's sides that a box spans.
std::vector<Instance> ragged_discs(double share) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<Instance> instances(kInstances);
  for (Instance& instance : instances) {
    for (int i = 0; i < kSide; ++i) {
      for (int j = 0; j < kSide; ++j) {
        const double distance = std::hypot(i + 0.5 - kSide / 2.0, j + 0.5 - kSide / 2.0);
        const double logit = kSide / 2.5 - distance + 4 * (uniform(random) - 0.5);
        instance.probabilities.push_back(static_cast<float>(1 / (1 + std::exp(-logit))));
      }
    }
    const double width = share * kWidth, height = share * kHeight;
    instance.box.x1 = static_cast<float>(uniform(random) * (kWidth - width));
    instance.box.y1 = static_cast<float>(uniform(random) * (kHeight - height));
    instance.box.x2 = instance.box.x1 + static_cast<float>(width);
    instance.box.y2 = instance.box.y1 + static_cast<float>(height);
  }
  return instances;
}

/// Argument: percent of the picture's width and height that each box spans.
void PasteHundredMasks(benchmark::State& state) {
  const auto instances = ragged_discs(static_cast<double>(state.range(0)) / 100);
  for (auto _ : state) {
    for (const Instance& instance : instances) {
      benchmark::DoNotOptimize(
          hoi::paste_mask(instance.probabilities.data(), kSide, instance.box, kWidth, kHeight));
    }
  }
}
BENCHMARK(PasteHundredMasks)->Arg(10)->Arg(30)->Arg(100)->Unit(benchmark::kMillisecond);

}  // namespace
