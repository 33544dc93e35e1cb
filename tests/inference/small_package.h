#pragma once

#include "inference/model_package.h"
#include "support/small_cascade.h"

namespace hoi {

inline ModelPackage package_of(const CascadeOptions& network) {
  ModelPackage package;
  package.config.network = network;
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

/// A package with random weights that runs in milliseconds and accepts every detection.
inline ModelPackage small_package(int64_t stages = 3) {
  return package_of(small_cascade_options(stages));
}

/// The same with mask heads.
inline ModelPackage small_mask_package() {
  CascadeOptions network = small_cascade_options(2);
  network.segmentation.enabled = true;
  network.segmentation.convolutions = 1;
  network.segmentation.channels = 8;
  return package_of(network);
}

}  // namespace hoi
