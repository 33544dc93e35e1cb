#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "scene/scene_layout.h"

namespace hoi {

/// What to write.
struct SyntheticDatasetOptions {
  int images = 0;  ///< at least 1
  std::uint64_t seed = 1;
  SceneOptions scene;
  /// Parts of the images that are "val" and "test": the last ones, in this order; the rest is
  /// "train". Both at least 0, together below 1.
  double val_fraction = 0.1, test_fraction = 0.1;
};

/// Writes a data set of synthetic scenes in the project's own format (docs/formats.md):
/// `folder`/annotations.json and JPEG files in `folder`/images. The same options give the same
/// bytes. progress: called with the number of finished images now and then; may be empty. Throws
/// InputError for options out of range, when the folder already holds a data set, and when the disk
/// refuses.
void write_synthetic_dataset(const std::filesystem::path& folder,
                             const SyntheticDatasetOptions& options,
                             const std::function<void(int done)>& progress);

}  // namespace hoi
