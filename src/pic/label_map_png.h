#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "domain/label_map.h"
#include "domain/run_length_mask.h"

namespace hoi {

/// What a label map may cost before it is refused.
struct LabelMapLimits {
  int largest_side = kLargestMaskSide;
  std::int64_t most_pixels = std::int64_t{1} << 26;
};

struct DecodedLabelMap {
  LabelMap map;
  /// True: the file stores red, green and blue, but they are equal everywhere. OpenCV, which the
  /// organisers' script reads with, makes the same gray values of it; readers count it as a repair.
  bool from_colors = false;
};

/// Decodes a PNG whose gray values are labels (spec 5.2): one channel of 8 bits, or three that are
/// equal. `bytes` is the content of the file, `name` stands for it in messages. Values are returned
/// as stored, whatever gamma or transparency the file declares. Throws InputError for everything
/// else: palettes (a reader that turns them into gray gets other numbers), 16 bits, transparency,
/// different channels, damaged or truncated files, sizes above the limits. Prints nothing.
DecodedLabelMap decode_label_map(std::string_view bytes, const std::string& name,
                                 const LabelMapLimits& limits = {});

/// The same for a file.
DecodedLabelMap read_label_map(const std::filesystem::path& file);

/// The PNG file of a map: one channel of 8 bits. The map must have at least one pixel
/// (std::invalid_argument). The same map always gives the same bytes.
std::string encode_label_map(const LabelMap& map);

/// Writes the PNG file of a map to an existing folder. Throws InputError when the disk refuses. Not
/// atomic: a data set has tens of thousands of them, and waiting for the disk after each would take
/// minutes. Write a data set into a new folder and rename that.
void write_png_file(const std::filesystem::path& file, std::string_view bytes);

}  // namespace hoi
