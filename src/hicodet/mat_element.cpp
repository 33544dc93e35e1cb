#include "hicodet/mat_element.h"

#include <cstring>

#include <fmt/format.h>

namespace hoi {
namespace {

constexpr std::size_t kTagSize = 8;

template <class Number>
double number_of(const char* bytes) {
  Number number{};
  std::memcpy(&number, bytes, sizeof(number));
  return static_cast<double>(number);
}

}  // namespace

std::uint32_t mat_word_at(const char* bytes) {
  std::uint32_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

MatElement read_mat_element(std::string_view bytes, const MatSource& source) {
  if (bytes.size() < kTagSize) {
    source.fail(bytes.data(), "the data end where a data element was expected");
  }
  const std::uint32_t first = mat_word_at(bytes.data());
  if (first >> 16 != 0) {  // small element: its size, type and up to four bytes in one tag
    const std::size_t size = first >> 16;
    if (size > 4) {
      source.fail(bytes.data(), fmt::format("a small data element of {} bytes", size));
    }
    return {first & 0xFFFF, bytes.substr(4, size), kTagSize};
  }
  const std::size_t size = mat_word_at(bytes.data() + 4);
  if (size > bytes.size() - kTagSize) {
    source.fail(bytes.data(), fmt::format("a data element of {} bytes where only {} are left", size,
                                          bytes.size() - kTagSize));
  }
  const std::size_t padded = kTagSize + (size + 7) / 8 * 8;
  return {first, bytes.substr(kTagSize, size), padded < bytes.size() ? padded : bytes.size()};
}

std::size_t mat_number_size(std::uint32_t type) {
  switch (type) {
    case mat_type::kInt8:
    case mat_type::kUint8:
      return 1;
    case mat_type::kInt16:
    case mat_type::kUint16:
      return 2;
    case mat_type::kInt32:
    case mat_type::kUint32:
    case mat_type::kSingle:
      return 4;
    case mat_type::kDouble:
    case mat_type::kInt64:
    case mat_type::kUint64:
      return 8;
    default:
      return 0;
  }
}

double mat_number_at(std::uint32_t type, const char* bytes) {
  switch (type) {
    case mat_type::kInt8:
      return number_of<std::int8_t>(bytes);
    case mat_type::kUint8:
      return number_of<std::uint8_t>(bytes);
    case mat_type::kInt16:
      return number_of<std::int16_t>(bytes);
    case mat_type::kUint16:
      return number_of<std::uint16_t>(bytes);
    case mat_type::kInt32:
      return number_of<std::int32_t>(bytes);
    case mat_type::kUint32:
      return number_of<std::uint32_t>(bytes);
    case mat_type::kSingle:
      return number_of<float>(bytes);
    case mat_type::kDouble:
      return number_of<double>(bytes);
    case mat_type::kInt64:
      return number_of<std::int64_t>(bytes);
    case mat_type::kUint64:
      return number_of<std::uint64_t>(bytes);
    default:
      return 0;
  }
}

}  // namespace hoi
