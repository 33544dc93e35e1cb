// Convolutions of a ResNet-50 with FPN at 1333 x 800 in both memory formats, forward and backward:
// why the trunk computes channels-last (detection/staged_backbone). On a GPU when LibTorch has one,
// there also in bfloat16. Each figure is the time of one convolution; the name says how many of its
// kind a network has.
//
//   build/dev/benchmarks/memory_format_benchmark
#include <string>
#include <utility>
#include <vector>

#include <ATen/Functions.h>
#include <benchmark/benchmark.h>
#include <torch/cuda.h>
#include <torch/types.h>

namespace {

struct Layer {
  const char* name;
  int64_t in, out, kernel, stride, height, width;  // of the input
};

const Layer kLayers[] = {
    {"stem_7x7_x1", 3, 64, 7, 2, 800, 1344},     {"C2_1x1_x3", 64, 256, 1, 1, 200, 336},
    {"C2_3x3_x3", 64, 64, 3, 1, 200, 336},       {"C3_3x3_x3", 128, 128, 3, 1, 100, 168},
    {"C4_1x1_x6", 256, 1024, 1, 1, 50, 84},      {"C4_3x3_x5", 256, 256, 3, 1, 50, 84},
    {"C5_3x3_x2", 512, 512, 3, 1, 25, 42},       {"fpn_P2_3x3_x1", 256, 256, 3, 1, 200, 336},
    {"fpn_P3_3x3_x1", 256, 256, 3, 1, 100, 168},
};

enum class Pass { kForward, kBoth };

void measure(benchmark::State& state, const Layer& layer, Pass pass, torch::MemoryFormat format,
             const torch::TensorOptions& options) {
  torch::AutoGradMode gradient(pass == Pass::kBoth);
  const auto place = [&](const torch::Tensor& tensor) {
    return tensor.to(options).contiguous(format).requires_grad_(pass == Pass::kBoth);
  };
  const auto input = place(torch::randn({1, layer.in, layer.height, layer.width}));
  const auto weight = place(torch::randn({layer.out, layer.in, layer.kernel, layer.kernel}));
  const bool waits = options.device().is_cuda();
  torch::Tensor seed;
  for (auto _ : state) {
    const auto output = torch::conv2d(input, weight, {}, layer.stride, layer.kernel / 2);
    if (pass == Pass::kBoth) {
      if (!seed.defined()) seed = torch::randn_like(output.detach());
      output.backward(seed);
      input.mutable_grad() = weight.mutable_grad() = torch::Tensor();
    }
    if (waits) torch::cuda::synchronize();
  }
}

const int registered = [] {
  std::vector<std::pair<std::string, torch::TensorOptions>> kinds = {{"cpu", torch::kFloat32}};
  if (torch::cuda::is_available()) {
    const auto on_gpu = torch::TensorOptions(torch::kCUDA);
    kinds = {{"cuda", on_gpu.dtype(torch::kFloat32)},
             {"cuda_bf16", on_gpu.dtype(torch::kBFloat16)}};
  }
  for (const auto& [kind, options] : kinds) {
    for (const auto& layer : kLayers) {
      for (const Pass pass : {Pass::kForward, Pass::kBoth}) {
        for (const auto format :
             {torch::MemoryFormat::ChannelsLast, torch::MemoryFormat::Contiguous}) {
          const std::string name =
              kind + (pass == Pass::kForward ? "/forward/" : "/forward_backward/") + layer.name +
              (format == torch::MemoryFormat::ChannelsLast ? "/channels_last" : "/contiguous");
          benchmark::RegisterBenchmark(name.c_str(), measure, layer, pass, format, options)
              ->Unit(benchmark::kMillisecond)
              ->UseRealTime();
        }
      }
    }
  }
  return 0;
}();

}  // namespace
