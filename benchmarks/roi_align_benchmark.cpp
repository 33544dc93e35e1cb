// RoIAlign through the pooler on the four-level, 256-channel pyramid of the paper's network.
//
//   build/dev/benchmarks/roi_align_benchmark
//
// Arguments of each case: image width, image height, boxes, grid cells per side, threads. A third
// of the time may go into mapping fresh pages for the 50 MB of output; with an allocator that keeps
// its pages (MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=68719476736) the kernels show by themselves.

#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include "vision/roi_align_composite.h"
#include "vision/roi_pooler.h"

namespace {

constexpr int64_t kChannels = 256;

/// Maps of strides 4 to 32 of an image padded to a multiple of 32.
hoi::FeaturePyramid random_pyramid(int64_t width, int64_t height) {
  hoi::FeaturePyramid pyramid;
  const int64_t padded_width = (width + 31) / 32 * 32, padded_height = (height + 31) / 32 * 32;
  for (const int64_t stride : {4, 8, 16, 32}) {
    const auto map = torch::randn({1, kChannels, padded_height / stride, padded_width / stride});
    pyramid.levels.push_back(map.contiguous(torch::MemoryFormat::ChannelsLast));
    pyramid.strides.push_back(stride);
  }
  return pyramid;
}

/// Boxes like proposals: centres anywhere, the logarithm of each side even between 16 pixels and
/// the height of the image, clipped to the image.
torch::Tensor random_proposals(int64_t count, int64_t width, int64_t height) {
  torch::manual_seed(1);
  const auto limit = torch::tensor({static_cast<float>(width), static_cast<float>(height)});
  const auto half = 8 * torch::pow(static_cast<double>(height) / 16, torch::rand({count, 2}));
  const auto center = torch::rand({count, 2}) * limit;
  const auto low = (center - half).clamp_min(0);
  return torch::cat({low, torch::minimum(center + half, limit)}, 1);
}

struct Setup {
  explicit Setup(const benchmark::State& state)
      : pyramid(random_pyramid(state.range(0), state.range(1))),
        boxes(random_proposals(state.range(2), state.range(0), state.range(1))),
        images(torch::zeros({state.range(2)}, torch::kInt64)) {
    align.height = align.width = state.range(3);
    at::set_num_threads(static_cast<int>(state.range(4)));
  }

  hoi::FeaturePyramid pyramid;
  torch::Tensor boxes, images;
  hoi::RoiAlignOptions align;
};

void report(benchmark::State& state) {
  state.counters["boxes/s"] = benchmark::Counter(
      static_cast<double>(state.range(2) * state.iterations()), benchmark::Counter::kIsRate);
}

void Forward(benchmark::State& state) {
  const Setup setup(state);
  const hoi::RoiPooler pooler(setup.align);
  for (auto _ : state) benchmark::DoNotOptimize(pooler(setup.pyramid, setup.boxes, setup.images));
  report(state);
}

void Backward(benchmark::State& state) {
  Setup setup(state);
  for (auto& map : setup.pyramid.levels) map.requires_grad_(true);
  const auto pooled = hoi::RoiPooler(setup.align)(setup.pyramid, setup.boxes, setup.images);
  const auto gradient = torch::randn_like(pooled);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        torch::autograd::grad({pooled}, setup.pyramid.levels, {gradient}, /*retain_graph=*/true));
  }
  report(state);
}

/// The form for other devices, here on the CPU: what the kernels are compared with.
void CompositeForward(benchmark::State& state) {
  const Setup setup(state);
  const hoi::RoiPooler pooler(setup.align);
  const hoi::ScaledMaps maps{setup.pyramid.levels, {1.0 / 4, 1.0 / 8, 1.0 / 16, 1.0 / 32}};
  for (auto _ : state) {
    const hoi::RoiRows rows{setup.boxes, setup.images, pooler.level_of(setup.boxes)};
    benchmark::DoNotOptimize(hoi::roi_align_composite(maps, rows, setup.align));
  }
  report(state);
}

void cases(benchmark::internal::Benchmark* benchmark) {
  for (const int64_t threads : {1, 2}) {
    benchmark->Args({640, 480, 1000, 7, threads});
    benchmark->Args({640, 480, 100, 14, threads});
    benchmark->Args({1333, 800, 1000, 7, threads});
    benchmark->Args({1333, 800, 100, 14, threads});
  }
  benchmark->Unit(benchmark::kMillisecond)->UseRealTime();
}

BENCHMARK(Forward)->Apply(cases);
BENCHMARK(Backward)->Apply(cases);
BENCHMARK(CompositeForward)->Apply(cases);

}  // namespace
