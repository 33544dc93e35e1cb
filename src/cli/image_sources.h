#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hoi {

/// The pictures that a list of files, folders and glob patterns stands for.
struct ImageSources {
  std::vector<std::filesystem::path> files;
  bool is_batch =
      false;  ///< more than one picture may be meant: a broken one is skipped, not fatal
};

/// Folders contribute their JPEG, PNG, WebP and BMP files in name order, without sub-folders. A
/// shard (data/packed_picture.h), named or found in a folder, stands for its pictures. Throws
/// InputError for a source that is nothing or holds no picture.
ImageSources expand_image_sources(const std::vector<std::string>& sources);

}  // namespace hoi
