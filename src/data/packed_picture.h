#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/packed_shard.h"

namespace hoi {

/// A picture inside of a shard, as a path names it:
///
///   my-data/images/pictures-00000.hoipack/park/0009.jpg
///   `----------- shard -----------------' `-- name --'
///
/// read_image() and read_image_size() (data/image_io.h) take such paths like those of files.
struct PackedLocation {
  std::filesystem::path shard;
  std::string name;
};

/// Where `path` leads into a shard; nothing for any other path, existing or not. Looks at the disk
/// only where a part of the path ends like a shard: a folder of such a name is none.
std::optional<PackedLocation> packed_location(const std::filesystem::path& path);

/// Whether there is a picture, in a file of its own or in a shard. Says nothing about its content.
bool is_picture_file(const std::filesystem::path& path);

/// Paths of all pictures of a shard, sorted by name. Throws InputError.
std::vector<std::filesystem::path> pictures_of_shard(const std::filesystem::path& path);

/// One picture of a shard.
class PackedPicture {
 public:
  /// Throws InputError when the shard cannot be read or has no such picture.
  explicit PackedPicture(const PackedLocation& location);

  std::int64_t width() const { return entry_.width; }
  std::int64_t height() const { return entry_.height; }
  /// Fills 3 width height bytes, B, G, R row by row. Throws InputError when they are damaged.
  void read(unsigned char* bgr) const;

 private:
  PackedShard shard_;
  PackedEntry entry_;
};

}  // namespace hoi
