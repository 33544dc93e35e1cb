#include "weights/made_bytes.h"

#include <fmt/format.h>

namespace hoi {

std::string& MadeBytes::make(std::uint64_t size, const WeightSource& source) {
  if (size > left_) {
    source.fail(fmt::format(
        "unpacking it would take {} more bytes, only {} more are allowed for a file of this size",
        size, left_));
  }
  left_ -= size;
  return pieces_.emplace_back(static_cast<std::size_t>(size), '\0');
}

}  // namespace hoi
