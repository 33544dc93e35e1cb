#include "hicodet/mat_text.h"

#include <cstring>

#include "hicodet/mat_element.h"

namespace hoi {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

void append_utf8(std::string& text, std::uint32_t letter) {
  const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (letter < 0x80) {
    add(letter);
    return;
  }
  if (letter < 0x800) {
    add(0xC0 | letter >> 6);
  } else {
    if (letter < 0x10000) {
      add(0xE0 | letter >> 12);
    } else {
      add(0xF0 | letter >> 18);
      add(0x80 | (letter >> 12 & 0x3F));
    }
    add(0x80 | (letter >> 6 & 0x3F));
  }
  add(0x80 | (letter & 0x3F));
}

std::string utf8_of(std::string_view data) {
  std::string text;
  const auto unit = [&](std::size_t i) {
    std::uint16_t value = 0;
    std::memcpy(&value, data.data() + 2 * i, 2);
    return std::uint32_t{value};
  };
  const std::size_t units = data.size() / 2;
  for (std::size_t i = 0; i < units; ++i) {
    const std::uint32_t first = unit(i);
    if (first < 0xD800 || first > 0xDFFF) {
      append_utf8(text, first);
    } else if (first < 0xDC00 && i + 1 < units && unit(i + 1) >= 0xDC00 && unit(i + 1) <= 0xDFFF) {
      append_utf8(text, 0x10000 + ((first - 0xD800) << 10) + (unit(++i) - 0xDC00));
    } else {
      append_utf8(text, kReplacement);
    }
  }
  return text;
}

/// The letter at `at`, which is moved behind it.
std::uint32_t next_letter(const std::string& text, std::size_t& at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? std::uint32_t{static_cast<unsigned char>(text[i])} : 0;
  };
  const std::uint32_t first = byte(at++);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 && first < 0xF5 ? 3 : first >= 0xE0 ? 2 : 1;
  if (first < 0xC2 || first >= 0xF5) return kReplacement;
  std::uint32_t letter = first & (0x3FU >> more);
  for (int i = 0; i < more; ++i) {
    if ((byte(at) & 0xC0) != 0x80) return kReplacement;
    letter = letter << 6 | (byte(at++) & 0x3F);
  }
  constexpr std::uint32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
  const bool surrogate = letter >= 0xD800 && letter <= 0xDFFF;
  return letter < kSmallest[more] || letter > 0x10FFFF || surrogate ? kReplacement : letter;
}

}  // namespace

std::optional<std::string> decode_mat_text(std::uint32_t type, std::string_view data) {
  std::string text;
  if (type == mat_type::kUint16 || type == mat_type::kUtf16) {
    if (data.size() % 2 != 0) return std::nullopt;
    text = utf8_of(data);
  } else if (type == mat_type::kInt8 || type == mat_type::kUint8 || type == mat_type::kUtf8) {
    text = data;
  } else {
    return std::nullopt;
  }
  if (text.find('\0') != std::string::npos) return std::nullopt;
  return text;
}

std::vector<std::uint16_t> utf16_of(const std::string& text) {
  std::vector<std::uint16_t> units;
  for (std::size_t at = 0; at < text.size();) {
    const std::uint32_t letter = next_letter(text, at);
    if (letter < 0x10000) {
      units.push_back(static_cast<std::uint16_t>(letter));
    } else {
      units.push_back(static_cast<std::uint16_t>(0xD800 + ((letter - 0x10000) >> 10)));
      units.push_back(static_cast<std::uint16_t>(0xDC00 + ((letter - 0x10000) & 0x3FF)));
    }
  }
  return units;
}

}  // namespace hoi
