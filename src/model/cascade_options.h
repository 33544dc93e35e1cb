#pragma once

#include <cstdint>
#include <string>

#include "base/option_fields.h"
#include "detection/backbone.h"
#include "detection/feature_pyramid_network.h"
#include "detection/region_proposal_network.h"
#include "relation/classification_module.h"
#include "relation/pair_sampler.h"
#include "relation/recognition_stage.h"
#include "vision/roi_align.h"

namespace hoi {

/// The instance localization stages L^1..L^T; thresholds and deviations follow from t (spec 1.7).
struct LocalizationOptions {
  int64_t hidden_features = 1024;  ///< width of both hidden layers of a box head
  int64_t resolution = 7;          ///< RoI cells per side
  int64_t regions_per_image = 512;
  double positive_fraction = 0.25;

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("hidden_features", hidden_features);
    fields.value("resolution", resolution);
    fields.value("regions_per_image", regions_per_image);
    fields.value("positive_fraction", positive_fraction);
  }
};

/// The mask heads S^1..S^T (spec 1.8); without them the network does relation detection.
struct SegmentationOptions {
  bool enabled = false;
  int64_t convolutions = 4;  ///< 3x3 convolutions of a head
  int64_t channels = 256;    ///< their width
  /// Adds the embedding of a semantic branch to the region features of box and mask heads; its
  /// classes are taught too.
  bool semantic_branch = false;
  double semantic_loss_weight = 0.2;

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("enabled", enabled);
    fields.value("convolutions", convolutions);
    fields.value("channels", channels);
    fields.value("semantic_branch", semantic_branch);
    fields.value("semantic_loss_weight", semantic_loss_weight);
  }
};

/// How the detections of the stages become one list (spec 2.18).
enum class StageMerge {
  kAverage,      ///< mean of the stages' class logits on the boxes of the last stage
  kConcatenate,  ///< every stage's boxes with its own scores, then non-maximum suppression
};

/// How the last stage's scores become detections (spec 4, steps 4 and 8).
struct DetectionOptions {
  double min_score = 0.3;
  double nms_iou = 0.5;
  int64_t max_detections = 100;

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("min_score", min_score);
    fields.value("nms_iou", nms_iou);
    fields.value("max_detections", max_detections);
  }
};

/// What multiplies the action score of a triplet (spec 2.16).
enum class DetectionFactor {
  kNone,     ///< the action score alone, as the paper words it
  kProduct,  ///< times both detection scores
};

/// The whole network. Every field is readable from the table [network] of a configuration and is
/// stored in the model file.
struct CascadeOptions {
  int64_t stages = 3;  ///< T, 1..5
  BackboneOptions backbone;
  FeaturePyramidOptions pyramid;
  RegionProposalOptions proposals;
  LocalizationOptions localization;
  RecognitionOptions relation;
  PairSamplerOptions pairs;
  DetectionOptions detection;
  SegmentationOptions segmentation;
  StageMerge stage_merge = StageMerge::kAverage;
  RoiConvention roi_convention = RoiConvention::kAligned;
  ScoreFusion score_fusion = ScoreFusion::kVisualPlusGeometricTimesSemantic;
  DetectionFactor detection_factor = DetectionFactor::kProduct;

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("stages", stages);
    fields.choice("roi_convention", roi_convention,
                  {{"aligned", RoiConvention::kAligned}, {"legacy", RoiConvention::kLegacy}});
    fields.choice(
        "score_fusion", score_fusion,
        {{"visual_plus_geometric_times_semantic", ScoreFusion::kVisualPlusGeometricTimesSemantic},
         {"sum", ScoreFusion::kSum},
         {"product", ScoreFusion::kProduct},
         {"semantic", ScoreFusion::kSemanticOnly},
         {"geometric", ScoreFusion::kGeometricOnly},
         {"visual", ScoreFusion::kVisualOnly}});
    fields.choice("stage_merge", stage_merge,
                  {{"average", StageMerge::kAverage}, {"concatenate", StageMerge::kConcatenate}});
    fields.choice("detection_factor", detection_factor,
                  {{"none", DetectionFactor::kNone}, {"product", DetectionFactor::kProduct}});
    fields.group("backbone", backbone);
    fields.group("pyramid", pyramid);
    fields.group("proposals", proposals);
    fields.group("localization", localization);
    fields.group("relation", relation);
    fields.group("pairs", pairs);
    fields.group("detection", detection);
    fields.group("segmentation", segmentation);
  }
};

/// Throws InputError naming `where` (a file) and the first field whose value no network can have:
/// a count that is not positive, stages beyond 1..5, a resolution or width beyond reason.
void check_cascade_options(const CascadeOptions& options, const std::string& where);

}  // namespace hoi
