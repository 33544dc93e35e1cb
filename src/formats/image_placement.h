#pragma once

#include <filesystem>
#include <vector>

namespace hoi {

/// Where a picture must lie for a layout: writers of annotation files return these and leave the
/// copying or linking to the caller.
struct ImagePlacement {
  std::filesystem::path source;  ///< the picture as it is now
  std::filesystem::path target;  ///< below the folder of the new data set
};

using ImagePlacements = std::vector<ImagePlacement>;

}  // namespace hoi
