#include "training/memory_advice.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <new>
#include <string_view>

#include <c10/util/Exception.h>
#include <fmt/format.h>

namespace hoi {
namespace {

/// How allocators and kernels say it whose errors have no type of their own.
constexpr std::array<std::string_view, 6> kPhrases{"out of memory",       "allocate memory",
                                                   "not enough memory",   "failed to allocate",
                                                   "insufficient memory", "status_alloc_failed"};

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

}  // namespace

bool is_out_of_memory(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) return true;
  if (dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr) return true;
  const std::string text = lower_case(error.what());
  return std::any_of(kPhrases.begin(), kPhrases.end(), [&](std::string_view phrase) {
    return text.find(phrase) != std::string::npos;
  });
}

std::string memory_advice(const ExperimentOptions& experiment) {
  const auto& training = experiment.training;
  const auto& input = experiment.model.input;
  const auto& network = experiment.model.network;
  const std::string at_once = training.images_at_once > 0
                                  ? fmt::format("{}", training.images_at_once)
                                  : fmt::format("0, all {}", training.images_per_step);
  const auto& sides = experiment.data.augmentation.short_sides;
  const std::string largest = sides.empty()
                                  ? ""
                                  : fmt::format(" and data.augmentation.short_sides (now up to {})",
                                                *std::max_element(sides.begin(), sides.end()));
  return fmt::format(
      "use less, most useful first: training.images_at_once (now {}; the steps stay the same), "
      "training.images_per_step (now {}), input.short_side and input.long_side (now {} and {}){}, "
      "network.pairs.pairs_per_image (now {}), network.localization.regions_per_image (now {})",
      at_once, training.images_per_step, input.short_side, input.long_side, largest,
      network.pairs.pairs_per_image, network.localization.regions_per_image);
}

}  // namespace hoi
