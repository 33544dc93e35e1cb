// Non-maximum suppression and box overlaps at the sizes of the proposal network.

#include <benchmark/benchmark.h>
#include <torch/types.h>

#include "vision/boxes.h"
#include "vision/nms.h"

namespace {

/// Boxes of 20 to 120 pixels around `objects` places of a 1333 x 800 image: few places, much
/// overlap.
torch::Tensor clustered_boxes(int64_t count, int64_t objects) {
  torch::manual_seed(1);
  const auto limit = torch::tensor({1333.0F, 800.0F});
  const auto places = torch::rand({objects, 2}) * limit;
  const auto place = torch::randint(0, objects, {count}, torch::kInt64);
  const auto center = places.index_select(0, place) + 10 * torch::randn({count, 2});
  const auto half = 10 + 50 * torch::rand({count, 2});
  return torch::cat({center - half, center + half}, 1);
}

/// Arguments: boxes, places they cluster around.
void Nms(benchmark::State& state) {
  const auto boxes = clustered_boxes(state.range(0), state.range(1));
  const auto scores = torch::rand({state.range(0)});
  int64_t kept = 0;
  for (auto _ : state) kept = hoi::nms(boxes, scores, 0.7).size(0);
  state.counters["kept"] = static_cast<double>(kept);
}
BENCHMARK(Nms)
    ->Args({1000, 50})
    ->Args({3000, 50})
    ->Args({3000, 3000})
    ->Unit(benchmark::kMillisecond);

/// Arguments: boxes on either side.
void BoxIou(benchmark::State& state) {
  const auto a = clustered_boxes(state.range(0), 50), b = clustered_boxes(state.range(1), 50);
  for (auto _ : state) benchmark::DoNotOptimize(hoi::box_iou(a, b));
}
BENCHMARK(BoxIou)
    ->Args({1000, 1000})
    ->Args({268569, 10})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
