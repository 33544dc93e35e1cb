#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "datasets/dataset_layout.h"
#include "datasets/image_transfer.h"
#include "datasets/word_translation.h"

namespace hoi {

struct DatasetConversionOptions {
  DatasetLayout from = DatasetLayout::kHoi, to = DatasetLayout::kHoi;
  std::vector<std::string> splits;  ///< images to convert; empty: all
  WordTranslation words;
  ImageTransfer images = ImageTransfer::kLink;
};

/// Says that a number of pictures of a total were placed; may be empty.
using TransferProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Reads `input` in one layout and writes `output` in another. The result appears whole or not at
/// all: it is written beside `output` and renamed. Repairs and losses go to `reading.findings`.
/// Returns the number of images. Throws InputError when `output` exists and is not an empty
/// folder, when the input cannot be read, or when no image is left.
std::int64_t convert_dataset(const std::filesystem::path& input,
                             const std::filesystem::path& output,
                             const DatasetConversionOptions& options, const DatasetReading& reading,
                             const TransferProgress& progress);

}  // namespace hoi
