#include "model/cascade_options.h"

#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "detection/mask_head.h"

namespace hoi {
namespace {

struct Range {
  const char* field;
  int64_t value, lowest, highest;
};

struct Fraction {
  const char* field;
  double value;
};

/// Upper limits keep a damaged or hostile file from asking for more memory than a machine has.
void check_ranges(const CascadeOptions& options, const std::string& where) {
  const Range ranges[] = {
      {"stages", options.stages, 1, 5},
      {"backbone.frozen_parts", options.backbone.frozen_parts, 0, 5},
      {"backbone.small_width", options.backbone.small_width, 16, 512},
      {"pyramid.channels", options.pyramid.channels, 16, 1024},
      {"proposals.anchors_per_image", options.proposals.anchors_per_image, 1, 100000},
      {"proposals.train_proposals", options.proposals.train_proposals, 1, 100000},
      {"proposals.test_proposals", options.proposals.test_proposals, 1, 100000},
      {"localization.hidden_features", options.localization.hidden_features, 1, 8192},
      {"localization.resolution", options.localization.resolution, 1, 28},
      {"localization.regions_per_image", options.localization.regions_per_image, 1, 100000},
      {"relation.resolution", options.relation.resolution, 1, 28},
      {"relation.visual_features", options.relation.visual_features, 1, 8192},
      {"relation.geometric_channels", options.relation.geometric_channels, 2, 1024},
      {"relation.geometric_features", options.relation.geometric_features, 1, 8192},
      {"relation.face_hidden_features", options.relation.face_hidden_features, 1, 8192},
      {"relation.top_pairs", options.relation.top_pairs, 1, 1000000},
      {"pairs.pairs_per_image", options.pairs.pairs_per_image, 4, 100000},
      {"segmentation.convolutions", options.segmentation.convolutions, 1, 16},
      {"segmentation.channels", options.segmentation.channels, 16, 1024},
      {"detection.max_detections", options.detection.max_detections, 1, 10000},
  };
  for (const auto& range : ranges) {
    if (range.value < range.lowest || range.value > range.highest) {
      throw InputError(fmt::format("{}: network.{} is {}, expected {} to {}", where, range.field,
                                   range.value, range.lowest, range.highest));
    }
  }
}

/// Debian's oneDNN 2.6 writes past the end of the weight gradient of a 1x1 convolution whose input
/// channels do not fill its blocks of 16 (AVX-512), which ruins the heap.
void check_channel_blocks(const CascadeOptions& options, const std::string& where) {
  constexpr int64_t kBlock = 16;
  const std::pair<const char*, int64_t> widths[] = {
      {"backbone.small_width", options.backbone.small_width},
      {"pyramid.channels", options.pyramid.channels},
      {"segmentation.channels", options.segmentation.channels}};
  for (const auto& [field, value] : widths) {
    if (value % kBlock != 0) {
      throw InputError(fmt::format("{}: network.{} is {}, expected a multiple of {}", where, field,
                                   value, kBlock));
    }
  }
}

void check_fractions(const CascadeOptions& options, const std::string& where) {
  const Fraction fractions[] = {
      {"proposals.positive_fraction", options.proposals.positive_fraction},
      {"proposals.positive_iou", options.proposals.positive_iou},
      {"proposals.negative_iou", options.proposals.negative_iou},
      {"proposals.nms_iou", options.proposals.nms_iou},
      {"localization.positive_fraction", options.localization.positive_fraction},
      {"detection.min_score", options.detection.min_score},
      {"detection.nms_iou", options.detection.nms_iou},
  };
  for (const auto& fraction : fractions) {
    if (!(fraction.value >= 0 && fraction.value <= 1)) {
      throw InputError(fmt::format("{}: network.{} is {}, expected 0 to 1", where, fraction.field,
                                   fraction.value));
    }
  }
}

void check_anchor_ratios(const std::vector<double>& ratios, const std::string& where) {
  if (ratios.empty() || ratios.size() > 32) {
    throw InputError(
        fmt::format("{}: network.proposals.anchor_ratios has {} values, expected 1 to 32", where,
                    ratios.size()));
  }
  for (const double ratio : ratios) {
    if (!(ratio > 0.01 && ratio < 100)) {
      throw InputError(fmt::format(
          "{}: network.proposals.anchor_ratios holds {}, expected 0.01 to 100", where, ratio));
    }
  }
}

}  // namespace

void check_cascade_options(const CascadeOptions& options, const std::string& where) {
  check_ranges(options, where);
  check_channel_blocks(options, where);
  check_fractions(options, where);
  if (options.segmentation.semantic_branch &&
      (!options.segmentation.enabled || kMaskRegionSize % options.localization.resolution != 0)) {
    throw InputError(
        fmt::format("{}: network.segmentation.semantic_branch needs network.segmentation.enabled = "
                    "true and network.localization.resolution 7 or 14",
                    where));
  }
  if (uses_masks(options.relation.representation) && !options.segmentation.enabled) {
    throw InputError(
        fmt::format("{}: network.relation.representation other than \"box\" needs "
                    "network.segmentation.enabled = true",
                    where));
  }
  check_anchor_ratios(options.proposals.anchor_ratios, where);
}

}  // namespace hoi
