#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hoi {

/// The pixels of a picture, 8-bit B, G, R row by row, as a zlib stream (RFC 1950) without loss. The
/// stream holds for each row one byte, its predictor, and 3 width bytes, each a sample minus its
/// prediction modulo 256. The samples of a pixel are B - G + 128, G and R - G + 128, modulo 256: a
/// colour mostly follows its green. A sample is predicted from those of the same kind of the
/// pixels to the left (l), above (a) and above to the left (c), 0 outside of the picture:
///
///   0  l        1  a        2  floor((l + a) / 2)        3  the middle one of l, a and l + a - c
///
/// bgr: 3 width height bytes. width, height: at least 1.
std::string pack_pixels(std::string_view bgr, std::int64_t width, std::int64_t height);

/// Undoes pack_pixels(): `bgr` receives 3 width height bytes. `packed` may be anything: throws
/// std::runtime_error with the reason, before memory is taken where it cannot hold that many
/// pixels.
void unpack_pixels(std::string_view packed, std::int64_t width, std::int64_t height,
                   unsigned char* bgr);

}  // namespace hoi
