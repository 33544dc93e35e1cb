#include "weights/byte_cursor.h"

#include <fmt/format.h>

namespace hoi {

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) {
    value = (value << 8) | static_cast<unsigned char>(bytes[i - 1]);
  }
  return value;
}

std::string_view ByteCursor::take(std::uint64_t count) {
  if (count > remaining()) {
    source_.fail(fmt::format("{} bytes expected at byte {}, only {} are left", count, position_,
                             remaining()));
  }
  const std::string_view taken = bytes_.substr(position_, static_cast<std::size_t>(count));
  position_ += taken.size();
  return taken;
}

std::string_view ByteCursor::line(std::size_t longest) {
  const std::size_t length = bytes_.substr(position_, longest).find('\n');
  if (length == std::string_view::npos) {
    source_.fail(fmt::format("no end of line after byte {}", position_));
  }
  const std::string_view text = bytes_.substr(position_, length);
  position_ += length + 1;
  return text;
}

}  // namespace hoi
