#pragma once

#include <cstdint>
#include <string_view>

namespace hoi {

/// CRC-32C (Castagnoli) of `bytes`, as iSCSI defines it (RFC 3720, appendix B.4).
std::uint32_t crc32c(std::string_view bytes);

/// The checksum as TFRecord files store it: rotated right by 15 bits and shifted by a constant, so
/// that the checksum of bytes that contain their own checksum stays meaningful.
std::uint32_t masked_crc32c(std::string_view bytes);

}  // namespace hoi
