#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "domain/annotation.h"

namespace hoi {

struct PackOptions {
  /// Pictures get the size that an ImageTransform with these sides gives them; both 0: they keep
  /// theirs.
  std::int64_t short_side = 0, long_side = 0;
  std::int64_t shard_megabytes = 15;  ///< a shard has at most as many MiB, 1 to 15
};

struct PackSummary {
  std::int64_t pictures = 0, shards = 0;
  std::uint64_t pixel_bytes = 0;  ///< of the pictures as they are stored, uncompressed
  std::uint64_t shard_bytes = 0;  ///< of all shard files
};

/// Says that a number of pictures of a total were packed; may be empty.
using PackProgress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Writes `output`, a data set of the own format (docs/formats.md) whose pictures lie in shards,
/// images/pictures-00000.hoipack and so on, and need no codec to be read; each keeps its name
/// inside of its shard. Annotations are scaled with their pictures. The folder appears whole or
/// not at all. Throws InputError when `output` exists and is not an empty folder, an option is out
/// of range, the data set has no image, and when a picture cannot be read, has another size than
/// annotated or does not fit into a shard.
PackSummary pack_dataset(AnnotatedDataset dataset, const std::filesystem::path& output,
                         const PackOptions& options, const PackProgress& progress);

}  // namespace hoi
