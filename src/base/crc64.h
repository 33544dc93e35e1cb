#pragma once

#include <cstdint>
#include <string_view>

namespace hoi {

/// CRC-64/XZ (ECMA-182 polynomial, reflected) of `bytes`: finds every damage of up to 64 bits in a
/// row and all but one in 2^64 of the others, an order of magnitude faster than SHA-256. It is no
/// protection against people.
std::uint64_t crc64(std::string_view bytes);

}  // namespace hoi
