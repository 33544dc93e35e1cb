#include "formats/printable_text.h"

#include <algorithm>
#include <cstddef>

namespace hoi {
namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

/// Length of the UTF-8 letter at the begin of `text` (RFC 3629), 0 when there is none.
std::size_t letter_length(std::string_view text) {
  const unsigned first = byte_at(text, 0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (byte_at(text, i) >> 6 != 2) return 0;
  }
  const unsigned second = byte_at(text, 1);
  const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool outside = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
  return overlong || outside ? 0 : length;
}

/// C0 and C1 control characters: some of them change how a terminal shows the rest of the line.
bool is_control(std::string_view letter) {
  const unsigned first = byte_at(letter, 0);
  return first < 0x20 || first == 0x7f || (first == 0xc2 && byte_at(letter, 1) < 0xa0);
}

}  // namespace

std::string printable(std::string_view text) {
  constexpr std::size_t kLongest = 200;
  std::string shown_text;
  while (!text.empty()) {
    const std::size_t length = letter_length(text);
    const auto letter = text.substr(0, std::max<std::size_t>(length, 1));
    if (shown_text.size() + letter.size() > kLongest) return shown_text + "...";
    shown_text += length == 0 || is_control(letter) ? std::string_view("?") : letter;
    text.remove_prefix(letter.size());
  }
  return shown_text;
}

}  // namespace hoi
