#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "hicodet/mat_array.h"

namespace hoi {

/// Types of data elements of MATLAB 5 files.
namespace mat_type {
inline constexpr std::uint32_t kInt8 = 1, kUint8 = 2, kInt16 = 3, kUint16 = 4, kInt32 = 5,
                               kUint32 = 6, kSingle = 7, kDouble = 9, kInt64 = 12, kUint64 = 13,
                               kMatrix = 14, kCompressed = 15, kUtf8 = 16, kUtf16 = 17;
}  // namespace mat_type

/// A data element: type, content, and the bytes that it takes with its tag and padding.
struct MatElement {
  std::uint32_t type = 0;
  std::string_view data;
  std::size_t length = 0;
};

/// The element that `bytes`, a part of source.bytes, begins with. Throws InputError when it does
/// not fit. The padding behind the last element may be missing.
MatElement read_mat_element(std::string_view bytes, const MatSource& source);

/// Bytes of one number of this type; 0 for a type that holds none.
std::size_t mat_number_size(std::uint32_t type);

/// One little-endian number of a type with a size, from unaligned bytes.
double mat_number_at(std::uint32_t type, const char* bytes);

/// 32 bits, little-endian, unaligned.
std::uint32_t mat_word_at(const char* bytes);

}  // namespace hoi
