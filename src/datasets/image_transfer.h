#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "base/option_fields.h"
#include "formats/dataset_findings.h"
#include "formats/image_placement.h"

namespace hoi {

/// How the pictures of a converted data set come to its folder.
enum class ImageTransfer {
  kLink,  ///< hard links, which cost no space; copies where the file system cannot link
  kCopy,
  kNone  ///< annotation files only
};

const Choices<ImageTransfer>& image_transfers();

/// Puts each picture at its place below `folder`. A picture that does not exist is a loss; two
/// pictures for one place are an InputError, as is a place outside the folder or a full disk.
/// progress: called with the number of pictures done; may be empty.
void transfer_images(const ImagePlacements& placements, const std::filesystem::path& folder,
                     ImageTransfer transfer, DatasetFindings& findings,
                     const std::function<void(std::int64_t)>& progress);

}  // namespace hoi
