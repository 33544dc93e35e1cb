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
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <benchmark/benchmark.h>
#include <malloc.h>
#include <torch/types.h>
#include <torch/utils.h>

#include "training/experiment_options.h"
#include "training/momentum_sgd.h"
#include "vision/box_masks.h"

namespace {

constexpr int64_t kObjects = 11, kVerbs = 10;  // those of HOI-W
constexpr int64_t kHeight = 800, kWidth = 1333, kPaddedWidth = 1344;

struct PaperRun {
  double seconds = -1, processor_seconds = 0;
  double detections = 0, pairs = 0;  // of a prediction
  double loss = 0;                   // of a training step
};

void prepare_process() {
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 256 << 20);
  at::set_num_threads(static_cast<int>(std::thread::hardware_concurrency()));
  torch::manual_seed(1);
}

/// Random weights whose activations neither grow nor vanish, and the same score for every class:
/// the best 100 of all (proposal, class) are then about nine of each class.
hoi::HoiCascade build_network(const std::string& name) {
  const auto experiment = hoi::read_experiment("configs/" + name + ".toml", {});
  hoi::Vocabulary vocabulary;
  for (int64_t k = 0; k < kObjects; ++k) vocabulary.objects.push_back(std::to_string(k));
  for (int64_t n = 0; n < kVerbs; ++n) vocabulary.verbs.push_back(std::to_string(n));
  hoi::HoiCascade network(experiment.model.network, vocabulary,
                          torch::full({kObjects, kVerbs}, 0.2F));
  torch::NoGradGuard no_gradient;
  for (auto& entry : network->named_parameters()) {
    const std::string& key = entry.key();
    if (key.find(".norm.weight") != std::string::npos) entry.value().fill_(0.5);
    if (key.find(".classes.") != std::string::npos) entry.value().zero_();
  }
  return network;
}

hoi::ImageBatch picture() {
  auto pixels = torch::randn({1, 3, kHeight, kPaddedWidth});
  pixels.slice(3, kWidth).zero_();
  return {pixels, {{kHeight, kWidth}}};
}

/// A row of people, each with an object at hand and every other one with a face; everything has an
/// elliptic mask.
hoi::GroundTruth annotations(int64_t people) {
  const auto count = torch::arange(people, torch::kFloat32);
  const auto left = count * (kWidth / static_cast<double>(people)) + 10;
  const auto top = 60 + 20 * count;
  hoi::GroundTruth truth;
  truth.boxes = torch::cat({torch::stack({left, top, left + 150, top + 560}, 1),
                            torch::stack({left + 110, top + 260, left + 190, top + 330}, 1)});
  truth.labels = torch::cat({torch::zeros({people}, torch::kInt64),
                             1 + torch::arange(people, torch::kInt64) % (kObjects - 1)});
  const auto axis = torch::linspace(-1, 1, hoi::kTruthMaskSize);
  const auto ellipse = (axis.square().unsqueeze(0) + axis.square().unsqueeze(1) < 1);
  truth.masks = ellipse.to(torch::kFloat32).expand({2 * people, -1, -1}).contiguous();
  truth.has_mask = torch::ones({2 * people}, torch::kBool);
  truth.pair_subject = torch::arange(people, torch::kInt64);
  truth.pair_object = truth.pair_subject + people;
  truth.pair_verbs = torch::zeros({people, kVerbs});
  truth.pair_verbs.select(1, 0).fill_(1);
  truth.faces =
      torch::stack({left + 45, top + 10, left + 105, top + 90, torch::full({people}, 0.9F)}, 1)
          .slice(0, 0, people, 2);
  truth.crowd_boxes = torch::zeros({0, 4});
  return truth;
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
  const auto batch = picture();
  hoi::PredictionOptions options;
  options.detection = network->options().detection;
  options.detection.min_score = 0;
  options.masks = network->options().segmentation.enabled;
  PaperRun run;
  time_second(run, [&] {
    const auto found = network->predict(batch, {annotations(6).faces}, options).front();
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
  const auto batch = picture();
  std::vector<std::pair<std::string, torch::Tensor>> parameters;
  for (const auto& entry : network->named_parameters()) {
    if (entry.value().requires_grad()) parameters.emplace_back(entry.key(), entry.value());
  }
  hoi::MomentumSgd optimizer(parameters, {});
  auto generator = at::detail::createCPUGenerator(1);
  PaperRun run;
  time_second(run, [&] {
    optimizer.zero_gradient();
    const auto total =
        network->loss(batch, {annotations(6)}, hoi::TrainingPhase::kJoint, generator).total();
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
