#pragma once

#include "inference/model_package.h"
#include "support/small_cascade.h"

namespace hoi {

/// A package with random weights that runs in milliseconds and accepts every detection.
inline ModelPackage small_package(int64_t stages = 3) {
  ModelPackage package;
  package.config.network = small_cascade_options(stages);
  package.config.network.detection = {0.0, 0.5, 6};
  package.config.input.short_side = 96;
  package.config.input.long_side = 128;
  package.config.faces.kind = FaceDetectorKind::kNone;
  package.vocabulary = small_vocabulary();
  package.provenance = {"small", "none", "Apache-2.0", "0000000"};
  torch::manual_seed(3);
  package.network = HoiCascade(package.config.network, package.vocabulary, small_prior());
  package.network->eval();
  return package;
}

}  // namespace hoi
