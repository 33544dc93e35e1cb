#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "vcoco/vcoco_plan.h"

namespace hoi {

/// A COCO instances file in the making, one entry a line, with COCO's own 80 categories and ids.
class CocoFileText {
 public:
  /// Adds an image and its instances that have a word. annotation_ids: one per instance.
  void add(const VcocoPlannedImage& planned, const std::vector<std::int64_t>& annotation_ids);

  /// The whole file. Call once; the parts are given away.
  std::string text();

 private:
  std::string images_, annotations_;
};

}  // namespace hoi
