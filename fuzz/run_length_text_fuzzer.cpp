// Compressed run lengths: two bytes for the sides (1 to 256), then the text. What is read must be
// written as the same text, and every operation must agree with the decoded pixels. The same bytes
// are also taken as counts, so that most inputs become a mask.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/error.h"
#include "formats/run_length_text.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

hoi::RunLengthMask mask_of_counts(std::string_view bytes, int width, int height) {
  hoi::RunLengthMask mask{width, height, {}};
  auto rest = static_cast<std::uint32_t>(width * height);
  for (const char byte : bytes) {
    const auto value = static_cast<std::uint8_t>(byte);
    const std::uint32_t count = std::min<std::uint32_t>(rest, value < 128 ? value : value * value);
    mask.counts.push_back(count);
    rest -= count;
  }
  mask.counts.push_back(rest);
  return mask;
}

void check_operations(const hoi::RunLengthMask& mask) {
  require(hoi::is_valid(mask));
  const std::int64_t area = hoi::mask_area(mask);
  const hoi::Box box = hoi::mask_box(mask);
  require(box.area() >= static_cast<float>(area) && box.x1 >= 0 && box.y1 >= 0);
  require(static_cast<int>(box.x2) <= mask.width && static_cast<int>(box.y2) <= mask.height);
  require(hoi::mask_intersection(mask, mask) == area);
  require(hoi::mask_iou(mask, mask) == (area > 0 ? 1 : 0));
  const auto tidy = hoi::merge_masks({mask}, mask.width, mask.height);
  require(hoi::mask_area(tidy) == area && hoi::mask_intersection(mask, tidy) == area);
  constexpr int kMostDecoded = 512;  // pixels, to stay fast
  if (mask.width * mask.height > kMostDecoded) return;
  const auto pixels = hoi::decode_mask(mask);
  require(std::count(pixels.begin(), pixels.end(), 1) == area);
  require(hoi::encode_mask(pixels, mask.width, mask.height) == tidy);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const int width = data[0] + 1, height = data[1] + 1;
  const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto made = mask_of_counts(text, width, height);
  require(hoi::parse_run_length_text(hoi::run_length_text(made), width, height) == made);
  check_operations(made);
  try {
    const auto read = hoi::parse_run_length_text(text, width, height);
    require(hoi::run_length_text(read) == text);
    check_operations(read);
    if (hoi::mask_intersection(read, made) > 0) require(hoi::mask_iou(read, made) > 0);
  } catch (const hoi::InputError&) {
  }
  return 0;
}
