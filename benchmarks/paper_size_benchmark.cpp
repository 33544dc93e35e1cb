// Seconds and memory of the paper's networks at 1333 x 800 with one picture: a prediction, and a
// training step of everything (forward, backward, update). Random weights; each case runs in a
// process of its own, which allocates as the program does (cli/process_memory).
//
//   build/dev/benchmarks/paper_size_benchmark      from the project folder: it reads configs/
#include <chrono>
#include <ctime>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "measured_process.h"
#include "whole_network.h"
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>
#include <torch/types.h>
#include <torch/utils.h>

#include "training/experiment_options.h"
#include "training/momentum_sgd.h"

namespace {

constexpr hoi::ImageSize kSize{800, 1333};
constexpr int64_t kPadMultiple = 32;

struct PaperRun {
  double seconds = -1, processor_seconds = 0;
  double detections = 0, pairs = 0;  // of a prediction
  double loss = 0;                   // of a training step
};

void prepare_process() {
  measured::keep_memory();
  at::set_num_threads(static_cast<int>(std::thread::hardware_concurrency()));
  torch::manual_seed(1);
}

hoi::HoiCascade build_network(const std::string& name) {
  return measured::random_network(
      hoi::read_experiment("configs/" + name + ".toml", {}).model.network);
}

/// Times the second of two steps: the first one finds memory and kernels.
template <class Step>
void time_second(PaperRun& run, const Step& step) {
  step();
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t processor_start = std::clock();
  step();
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  run.processor_seconds = static_cast<double>(std::clock() - processor_start) / CLOCKS_PER_SEC;
}

PaperRun predict(const std::string& name) {
  prepare_process();
  auto network = build_network(name);
  network->eval();
  const auto batch = measured::random_pictures(1, kSize, kPadMultiple);
  hoi::PredictionOptions options;
  options.detection = network->options().detection;
  options.detection.min_score = 0;
  options.masks = network->options().segmentation.enabled;
  PaperRun run;
  time_second(run, [&] {
    const auto found =
        network->predict(batch, {measured::row_of_people(6, kSize).faces}, options).front();
    run.detections = static_cast<double>(found.regions.boxes.size(0));
    run.pairs = static_cast<double>(
        hoi::enumerate_pairs(found.regions.labels, network->vocabulary().person, false).size());
  });
  return run;
}

PaperRun train(const std::string& name) {
  prepare_process();
  auto network = build_network(name);
  network->train();
  const auto batch = measured::random_pictures(1, kSize, kPadMultiple);
  std::vector<std::pair<std::string, torch::Tensor>> parameters;
  for (const auto& entry : network->named_parameters()) {
    if (entry.value().requires_grad()) parameters.emplace_back(entry.key(), entry.value());
  }
  hoi::MomentumSgd optimizer(parameters, {});
  auto generator = at::detail::createCPUGenerator(1);
  PaperRun run;
  time_second(run, [&] {
    optimizer.zero_gradient();
    const auto total = network
                           ->loss(batch, {measured::row_of_people(6, kSize)},
                                  hoi::TrainingPhase::kJoint, generator)
                           .total();
    total.backward();
    optimizer.step(1e-4, optimizer.gradient_norm());
    run.loss = total.item<double>();
  });
  return run;
}

using Work = PaperRun (*)(const std::string& name);

void measure(benchmark::State& state, Work work, const std::string& name) {
  PaperRun run;
  measured::Cost cost;
  for (auto _ : state) {
    std::tie(run, cost) = measured::in_child([&] { return work(name); });
    state.SetIterationTime(run.seconds);
  }
  state.counters["cpu_s"] = run.processor_seconds;
  state.counters["peak_GB"] = cost.peak_bytes / 1e9;
  if (work == predict) {
    state.counters["detections"] = run.detections;
    state.counters["pairs"] = run.pairs;
  } else {
    state.counters["loss"] = run.loss;
  }
}

const int registered = [] {
  for (const std::string name : {"paper-r50", "paper-r50-mask", "paper-r101", "paper-x101"}) {
    const std::pair<const char*, Work> works[] = {{"predict/", predict}, {"train/", train}};
    for (const auto& [kind, work] : works) {
      benchmark::RegisterBenchmark((kind + name).c_str(), measure, work, name)
          ->UseManualTime()
          ->Iterations(1)
          ->Unit(benchmark::kSecond);
    }
  }
  return 0;
}();

}  // namespace
