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

#include <ATen/CPUGeneratorImpl.h>
#include <fmt/format.h>
#include <malloc.h>
#include <torch/types.h>
#include <torch/utils.h>

#include "training/experiment_options.h"
#include "vision/box_masks.h"

namespace {

constexpr int64_t kObjects = 11, kVerbs = 10;  // those of HOI-W
constexpr int kSteps = 5;

hoi::HoiCascade build_network(const hoi::CascadeOptions& options) {
  hoi::Vocabulary vocabulary;
  for (int64_t k = 0; k < kObjects; ++k) vocabulary.objects.push_back(std::to_string(k));
  for (int64_t n = 0; n < kVerbs; ++n) vocabulary.verbs.push_back(std::to_string(n));
  torch::manual_seed(1);
  hoi::HoiCascade network(options, vocabulary, torch::full({kObjects, kVerbs}, 0.2F));
  torch::NoGradGuard no_gradient;
  for (auto& entry : network->named_parameters()) {
    const std::string& key = entry.key();  // activations that neither grow nor vanish
    if (key.find(".norm.weight") != std::string::npos) entry.value().fill_(0.5);
  }
  network->train();
  return network;
}

/// A row of people, each with an object at hand and every other one with a face; everything has a
/// mask. Boxes in parts of the picture.
hoi::GroundTruth annotations(int64_t people, const hoi::ImageSize& size) {
  const auto place = torch::arange(people, torch::kFloat32) / static_cast<double>(people);
  const auto left = 0.9 * place, top = 0.05 + 0.2 * place;
  hoi::GroundTruth truth;
  truth.boxes = torch::cat({torch::stack({left, top, left + 0.1, top + 0.7}, 1),
                            torch::stack({left + 0.07, top + 0.3, left + 0.13, top + 0.4}, 1)});
  truth.faces = torch::stack({left + 0.03, top + 0.01, left + 0.07, top + 0.1}, 1);
  for (auto* boxes : {&truth.boxes, &truth.faces}) {
    boxes->slice(1, 0, 4, 2).mul_(size.width);
    boxes->slice(1, 1, 4, 2).mul_(size.height);
  }
  truth.faces = torch::cat({truth.faces, torch::full({people, 1}, 0.9F)}, 1).slice(0, 0, people, 2);
  truth.labels = torch::cat({torch::zeros({people}, torch::kInt64),
                             1 + torch::arange(people, torch::kInt64) % (kObjects - 1)});
  truth.masks = torch::ones({2 * people, hoi::kTruthMaskSize, hoi::kTruthMaskSize});
  truth.has_mask = torch::ones({2 * people}, torch::kBool);
  truth.pair_subject = torch::arange(people, torch::kInt64);
  truth.pair_object = truth.pair_subject + people;
  truth.pair_verbs = torch::zeros({people, kVerbs});
  truth.pair_verbs.select(1, 0).fill_(1);
  truth.crowd_boxes = torch::zeros({0, 4});
  return truth;
}

/// Median processor seconds of a step; the loss of the last one.
std::pair<double, double> measured_step(hoi::HoiCascade& network, hoi::TrainingPhase phase,
                                        const hoi::ImageBatch& batch) {
  std::vector<hoi::GroundTruth> truths;
  for (std::size_t i = 0; i < batch.sizes.size(); ++i) {
    truths.push_back(annotations(3 + static_cast<int64_t>(i) % 4, batch.sizes[i]));
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
  mallopt(M_MMAP_MAX, 0);  // memory is kept, as the program does (cli/process_memory)
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_TOP_PAD, 256 << 20);
  const auto experiment = hoi::read_experiment(configuration, changes);
  const auto& input = experiment.model.input;
  const int64_t height = input.short_side, width = input.long_side;
  const int64_t padded_height = (height + 31) / 32 * 32, padded_width = (width + 31) / 32 * 32;
  for (const int64_t count : pictures) {
    auto network = build_network(experiment.model.network);
    const hoi::ImageBatch batch{
        torch::randn({count, 3, padded_height, padded_width}),
        std::vector<hoi::ImageSize>(static_cast<std::size_t>(count), {height, width})};
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
