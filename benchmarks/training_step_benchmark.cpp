// Processor seconds of a training step (forward and backward pass, no update) of each phase, with
// random weights and pictures of noise, for a configuration and some numbers of pictures. What
// `relation` takes is a detector without gradients and R^1..R^T; what `joint` takes beyond
// `localization` is R^1..R^T and their gradient in the pyramid.
//
//   training_step_benchmark CONFIG [PICTURES]... [KEY=VALUE]...
//
// from the project folder; without numbers 1, 4 and 8 pictures. The median of five steps each after
// one that finds memory and kernels. The losses tell whether two versions compute the same.
#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "whole_network.h"
#include <ATen/CPUGeneratorImpl.h>
#include <fmt/format.h>
#include <torch/types.h>
#include <torch/utils.h>

#include "training/experiment_options.h"

namespace {

constexpr int kSteps = 5;

/// Median processor seconds of a step; the loss of the last one.
std::pair<double, double> measured_step(hoi::HoiCascade& network, hoi::TrainingPhase phase,
                                        const hoi::ImageBatch& batch) {
  std::vector<hoi::GroundTruth> truths;
  for (std::size_t i = 0; i < batch.sizes.size(); ++i) {
    truths.push_back(measured::row_of_people(3 + static_cast<int64_t>(i) % 4, batch.sizes[i]));
  }
  std::vector<double> seconds;
  double loss = 0;
  for (int step = 0; step <= kSteps; ++step) {
    network->zero_grad();
    auto generator = at::detail::createCPUGenerator(1);
    const std::clock_t start = std::clock();
    const auto total = network->loss(batch, truths, phase, generator).total();
    total.backward();
    if (step > 0) seconds.push_back(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
    loss = total.item<double>();
  }
  std::sort(seconds.begin(), seconds.end());
  return {seconds[kSteps / 2], loss};
}

void measure(const std::string& configuration, const std::vector<int64_t>& pictures,
             const std::vector<std::string>& changes) {
  measured::keep_memory();
  const auto experiment = hoi::read_experiment(configuration, changes);
  const auto& input = experiment.model.input;
  const hoi::ImageSize size{input.short_side, input.long_side};
  for (const int64_t count : pictures) {
    torch::manual_seed(1);
    auto network = measured::random_network(experiment.model.network);
    network->train();
    const auto batch = measured::random_pictures(count, size, input.pad_multiple);
    for (const auto& [name, phase] : {std::pair{"localization", hoi::TrainingPhase::kLocalization},
                                      std::pair{"relation", hoi::TrainingPhase::kRelation},
                                      std::pair{"joint", hoi::TrainingPhase::kJoint}}) {
      const auto [seconds, loss] = measured_step(network, phase, batch);
      fmt::print("{} pictures {:12} {:8.3f} s  loss {:.6f}\n", count, name, seconds, loss);
    }
  }
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count < 2) throw std::runtime_error("a configuration is missing");
    std::vector<int64_t> pictures;
    std::vector<std::string> changes;
    for (int i = 2; i < count; ++i) {
      const std::string word = words[i];
      if (word.find('=') == std::string::npos) {
        pictures.push_back(std::atoll(word.c_str()));
      } else {
        changes.push_back(word);
      }
    }
    if (pictures.empty()) pictures = {1, 4, 8};
    measure(words[1], pictures, changes);
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
  return 0;
}
