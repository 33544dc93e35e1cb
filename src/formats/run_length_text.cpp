#include "formats/run_length_text.h"

#include <fmt/format.h>

#include "base/error.h"

namespace hoi {
namespace {

constexpr int kGroupBits = 5;
constexpr int kGroupMask = 31, kSignBit = 16, kMoreBit = 32;
constexpr std::size_t kFirstDifference = 3;
constexpr std::size_t kMostLetters = 7;  // of a difference of two counts, 33 bits and a sign

void append_number(std::int64_t number, std::string& text) {
  bool more = true;
  while (more) {
    const int group = static_cast<int>(number & kGroupMask);
    number >>= kGroupBits;
    more = number != ((group & kSignBit) != 0 ? -1 : 0);
    text.push_back(static_cast<char>('0' + group + (more ? kMoreBit : 0)));
  }
}

/// Reads the number at `at` and moves `at` behind it.
std::int64_t read_number(std::string_view text, std::size_t& at) {
  std::int64_t number = 0;
  int previous = 0;
  for (std::size_t letters = 0; letters < kMostLetters; ++letters) {
    if (at == text.size()) throw InputError("the run-length code ends inside of a number");
    const int letter = text[at++] - '0';
    if (letter < 0 || letter >= 2 * kMoreBit) {
      throw InputError(
          fmt::format("letter {} of the run-length code is none of those from '0' to 'o'", at));
    }
    const int group = letter & kGroupMask;
    number += std::int64_t{group} << (kGroupBits * static_cast<int>(letters));
    if ((letter & kMoreBit) != 0) {
      previous = group;
      continue;
    }
    const int sign_only = (previous & kSignBit) != 0 ? kGroupMask : 0;
    if (letters > 0 && group == sign_only) {
      throw InputError(fmt::format("letter {} of the run-length code is needless", at));
    }
    const bool negative = (group & kSignBit) != 0;
    return negative ? number - (std::int64_t{1} << (kGroupBits * static_cast<int>(letters + 1)))
                    : number;
  }
  throw InputError(
      fmt::format("the number up to letter {} of the run-length code is too large", at));
}

}  // namespace

std::string run_length_text(const RunLengthMask& mask) {
  std::string text;
  for (std::size_t i = 0; i < mask.counts.size(); ++i) {
    const std::int64_t before = i < kFirstDifference ? 0 : mask.counts[i - 2];
    append_number(std::int64_t{mask.counts[i]} - before, text);
  }
  return text;
}

RunLengthMask parse_run_length_text(std::string_view text, int width, int height) {
  for (const int side : {width, height}) {
    if (side < 1 || side > kLargestMaskSide) {
      throw InputError(fmt::format("the sides of a mask must be from 1 to {}, found {}",
                                   kLargestMaskSide, side));
    }
  }
  RunLengthMask mask{width, height, {}};
  std::int64_t rest = std::int64_t{width} * height;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t i = mask.counts.size();
    const std::int64_t before = i < kFirstDifference ? 0 : mask.counts[i - 2];
    const std::int64_t count = before + read_number(text, at);
    if (count < 0 || count > rest) {
      throw InputError(
          fmt::format("run {} of the run-length code has {} pixels, {} are left of {} x {}", i + 1,
                      count, rest, width, height));
    }
    rest -= count;
    mask.counts.push_back(static_cast<std::uint32_t>(count));
  }
  mask.counts.shrink_to_fit();  // of results there are millions
  if (rest == 0) return mask;
  throw InputError(
      fmt::format("the run-length code leaves {} of {} x {} pixels open", rest, width, height));
}

}  // namespace hoi
