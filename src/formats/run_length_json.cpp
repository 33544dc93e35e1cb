#include "formats/run_length_json.h"

#include <optional>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/json_entry.h"
#include "formats/run_length_text.h"

namespace hoi {
namespace {

using nlohmann::json;

/// A whole number from 0 to `largest`.
std::optional<std::uint32_t> count_up_to(const json& value, std::uint64_t largest) {
  if (!value.is_number_integer() || value < 0) return std::nullopt;
  const auto count = value.get<std::uint64_t>();
  return count <= largest ? std::optional(static_cast<std::uint32_t>(count)) : std::nullopt;
}

RunLengthMask mask_of_counts(const json& list, int width, int height) {
  RunLengthMask mask{width, height, {}};
  std::uint64_t rest = static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height);
  for (const json& value : list) {
    const auto count = count_up_to(value, rest);
    if (!count) {
      throw InputError(
          fmt::format("run {} must have from 0 to {} pixels, what is left of {} x {}, found {}",
                      mask.counts.size() + 1, rest, width, height, shown(value)));
    }
    rest -= *count;
    mask.counts.push_back(*count);
  }
  if (rest == 0) return mask;
  throw InputError(fmt::format("'counts' leaves {} of {} x {} pixels open", rest, width, height));
}

}  // namespace

RunLengthMask parse_run_lengths(const json& value) {
  const json nothing;
  const auto member = [&](const char* name) -> const json& {
    return value.is_object() && value.contains(name) ? value.at(name) : nothing;
  };
  const json &size = member("size"), &counts = member("counts");
  if (!size.is_array() || size.size() != 2 || !(counts.is_array() || counts.is_string())) {
    throw InputError(
        R"(run-length codes must be {"size": [height, width], "counts": list or text}, found )" +
        shown(value));
  }
  const auto height = count_up_to(size[0], kLargestMaskSide);
  const auto width = count_up_to(size[1], kLargestMaskSide);
  if (!height || !width || *height < 1 || *width < 1) {
    throw InputError(fmt::format("'size' must be [height, width], each from 1 to {}, found {}",
                                 kLargestMaskSide, shown(size)));
  }
  const int columns = static_cast<int>(*width), rows = static_cast<int>(*height);
  if (counts.is_array()) return mask_of_counts(counts, columns, rows);
  return parse_run_length_text(counts.get_ref<const std::string&>(), columns, rows);
}

nlohmann::ordered_json run_lengths_to_json(const RunLengthMask& mask) {
  return {{"size", {mask.height, mask.width}}, {"counts", run_length_text(mask)}};
}

}  // namespace hoi
