// Seconds of the training steps, or of the predictions, of a configuration's network on the device
// that it names, on random weights and pictures of its input's size. tools/gpu/measure.py calls it.
//
//   device_speed train CONFIG COUNT [section.key=value ...]     training.images_per_step pictures
//   device_speed predict CONFIG COUNT [section.key=value ...]   one picture at a time
//
// Writes a line "begin" when the device is warm, and after COUNT repetitions what it found as one
// line of JSON. A step is that of a training without the reading of pictures: copies to the device,
// loss, backward pass, norm of the gradients, update.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "whole_network.h"
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <torch/version.h>

#include "inference/predictor.h"
#include "model/picture_generators.h"
#include "training/experiment_options.h"
#include "training/gradient_accumulation.h"
#include "training/memory_advice.h"
#include "training/momentum_sgd.h"
#include "training/step_loss.h"

namespace {

constexpr int kWarmUps = 3;  // memory, kernels, and algorithms of convolutions are found in these
constexpr std::int64_t kPeople = 6;
constexpr double kRate = 1e-4;  // the weights are random: none that could be learnt from

std::vector<double> seconds_of(std::int64_t count, const std::function<void()>& work) {
  for (int i = 0; i < kWarmUps; ++i) work();
  std::cout << "begin" << std::endl;
  std::vector<double> seconds;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    seconds.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return seconds;
}

/// Waits until the device has done what it was told.
void wait_for(const torch::Tensor& tensor) { tensor.flatten()[0].item<double>(); }

hoi::ImageSize input_size(const hoi::ExperimentOptions& experiment) {
  return {experiment.model.input.short_side, experiment.model.input.long_side};
}

nlohmann::json train(const hoi::ExperimentOptions& experiment, std::int64_t count) {
  const auto& training = experiment.training;
  const auto device = hoi::parse_device(experiment.device);
  auto network = measured::random_network(experiment.model.network);
  network->to(device);
  network->train();
  hoi::TrainingBatch batch;
  batch.images = measured::random_pictures(training.images_per_step, input_size(experiment),
                                           experiment.model.input.pad_multiple);
  hoi::MicroBatch part;
  for (std::int64_t picture = 0; picture < training.images_per_step; ++picture) {
    batch.truths.push_back(measured::row_of_people(kPeople, input_size(experiment)));
    part.pictures.push_back(picture);
  }
  const auto parameters = hoi::named_trained_parameters(network, training.phase);
  hoi::MomentumSgd optimizer(parameters, training.optimizer);
  hoi::GradientAccumulation sums(parameters);
  std::uint64_t step = 0;
  const auto seconds = seconds_of(count, [&] {
    sums.clear();
    sums.add(hoi::step_loss(network, batch, training, device,
                            hoi::picture_generators(1, step++, part.pictures)),
             part);
    optimizer.step(kRate, optimizer.gradient_norm());
    wait_for(parameters.back().second);
    // There would have been no backward pass.
    if (!std::isfinite(sums.loss())) throw std::runtime_error("the loss is not finite");
  });
  return {{"images", training.images_per_step}, {"seconds", seconds}, {"loss", sums.loss()}};
}

nlohmann::json predict(const hoi::ExperimentOptions& experiment, std::int64_t count) {
  const auto device = hoi::parse_device(experiment.device);
  auto network = measured::random_network(experiment.model.network);
  network->to(device);
  network->eval();
  const auto size = input_size(experiment);
  const auto picture = measured::random_pictures(1, size, experiment.model.input.pad_multiple);
  const auto faces = measured::row_of_people(kPeople, size).faces;
  hoi::PredictionOptions options;
  options.detection = network->options().detection;
  options.detection.min_score = 0;
  options.masks = network->options().segmentation.enabled;
  hoi::ImagePrediction found;
  const auto seconds = seconds_of(count, [&] {
    const hoi::ImageBatch batch{picture.pixels.to(device), picture.sizes};
    found = network->predict(batch, {faces.to(device)}, options).front();
    wait_for(found.pair_scores.numel() > 0 ? found.pair_scores : batch.pixels);
  });
  return {{"images", 1},
          {"seconds", seconds},
          {"detections", found.regions.boxes.size(0)},
          {"pairs", found.pair_scores.size(0)}};
}

nlohmann::json measure(const std::vector<std::string>& words) {
  if (words.size() < 3 || (words[0] != "train" && words[0] != "predict")) {
    throw std::invalid_argument(
        "device_speed train|predict CONFIG COUNT [section.key=value ...], not this");
  }
  const auto experiment = hoi::read_experiment(words[1], {words.begin() + 3, words.end()});
  const std::int64_t count = std::max<std::int64_t>(1, std::atoll(words[2].c_str()));
  torch::manual_seed(1);
  auto result = words[0] == "train" ? train(experiment, count) : predict(experiment, count);
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  result["peak_host_bytes"] = 1024 * static_cast<std::int64_t>(usage.ru_maxrss);
  result["height"] = input_size(experiment).height;
  result["width"] = input_size(experiment).width;
  result["libtorch"] = TORCH_VERSION;
  return result;
}

}  // namespace

int main(int count, char** words) {
  try {
    std::cout << measure({words + 1, words + count}).dump() << std::endl;
    return 0;
  } catch (const std::exception& error) {
    const std::string text = error.what();
    std::cerr << (hoi::is_out_of_memory(error) ? "out of memory" : text.substr(0, text.find('\n')))
              << std::endl;
    return 1;
  }
}
