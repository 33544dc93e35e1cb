#include "weights/weight_source.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"

namespace hoi {

WeightSource::WeightSource(std::string name) : name_(std::move(name)) {}

void WeightSource::fail(const std::string& problem) const {
  throw InputError(fmt::format("{}: no readable weights: {}", name_, problem));
}

std::string shown_text(std::string_view text) {
  constexpr std::size_t kLongest = 80;
  std::string shown(text.substr(0, kLongest));
  std::replace_if(
      shown.begin(), shown.end(), [](char letter) { return letter < ' ' || letter > '~'; }, '?');
  return "'" + shown + (text.size() > kLongest ? "...'" : "'");
}

}  // namespace hoi
