#include "datasets/dataset_split.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/sha256.h"

namespace hoi {
namespace {

/// (hash, base name) of each chosen image with its place in the list, smallest hash first.
std::vector<std::pair<std::string, std::size_t>> order_by_hash(
    const std::vector<ImageAnnotation>& images, const std::vector<std::string>& from) {
  std::vector<std::pair<std::string, std::size_t>> order;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const bool chosen =
        from.empty() || std::find(from.begin(), from.end(), images[i].split) != from.end();
    if (!chosen) continue;
    const std::string name = std::filesystem::path(images[i].file_name).filename().string();
    order.emplace_back(sha256_hex(name) + images[i].file_name, i);
  }
  std::sort(order.begin(), order.end());
  return order;
}

std::size_t images_of_part(const SplitPart& part, std::size_t total) {
  if (!(part.size > 0) || (part.size >= 1 && part.size != std::floor(part.size))) {
    throw InputError(
        fmt::format("split '{}': size {}; expected a fraction below 1 or a whole number of images",
                    part.name, part.size));
  }
  const double images = part.size < 1 ? std::round(part.size * static_cast<double>(total))
                                      : std::min(part.size, static_cast<double>(total) + 1);
  return static_cast<std::size_t>(images);
}

}  // namespace

void split_by_hash(std::vector<ImageAnnotation>& images, const std::vector<std::string>& from,
                   const std::vector<SplitPart>& parts, const std::string& rest) {
  const auto order = order_by_hash(images, from);
  std::size_t next = 0;
  for (const SplitPart& part : parts) {
    const std::size_t count = images_of_part(part, order.size());
    if (next + count > order.size()) {
      throw InputError(
          fmt::format("split '{}': needs {} images, only {} of {} are left; make the parts smaller",
                      part.name, part.size, order.size() - next, order.size()));
    }
    for (const std::size_t end = next + count; next < end; ++next) {
      images[order[next].second].split = part.name;
    }
  }
  for (; next < order.size(); ++next) images[order[next].second].split = rest;
}

SplitPart parse_split_part(const std::string& text) {
  const auto equals = text.find('=');
  if (equals != std::string::npos && equals > 0) {
    try {
      std::size_t used = 0;
      const std::string number = text.substr(equals + 1);
      const SplitPart part{text.substr(0, equals), std::stod(number, &used)};
      if (used == number.size() && part.size > 0) return part;
    } catch (const std::logic_error&) {
      // Falls through to the message: the text is no number, or none that a double can hold.
    }
  }
  throw InputError(fmt::format(
      "'{}' is no part of a split; expected NAME=IMAGES or NAME=FRACTION such as val=0.1", text));
}

}  // namespace hoi
