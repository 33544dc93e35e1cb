#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "data/picture_sources.h"
#include "distributed/worker_group.h"
#include "evaluation/box_average_precision.h"
#include "evaluation/region_average_precision.h"
#include "evaluation/triplet_average_precision.h"
#include "inference/model_package.h"
#include "inference/predictor.h"

namespace hoi {

struct EvaluationOptions {
  std::string device = "auto";
  Scoring scoring = Scoring::kNetwork;
  bool masks = false;                ///< results get masks, and masks are scored
  double report_min_score = 0.05;    ///< floor of the detections that detection AP counts (spec 4)
  double min_interaction_score = 0;  ///< every scored triplet counts
  bool show_progress = false;
  std::function<bool()> should_stop;  ///< asked before each picture; may be empty
  /// Processes that share the pictures; none: this one alone. Rank 0 gets the results and scores of
  /// all, the others neither.
  WorkerGroup* group = nullptr;
};

/// An evaluation was told to end before its last picture; there is no result.
class EvaluationStopped : public std::runtime_error {
 public:
  EvaluationStopped() : std::runtime_error("the evaluation was stopped") {}
};

/// How good a model is on annotated pictures.
struct ModelEvaluation {
  TripletAveragePrecision triplets;  ///< over pictures with annotated interactions
  BoxAveragePrecision detection;     ///< over pictures whose boxes are exhaustive
  /// Over the same pictures, of the instances whose mask is annotated; nothing when masks were not
  /// asked for or no picture has one.
  std::optional<RegionAveragePrecision> masks;
  std::vector<ImageResult> results;          ///< one per picture, `file` as in the annotation
  std::vector<ImageAnnotation> images;       ///< their annotations, words of the model's vocabulary
  std::vector<std::filesystem::path> paths;  ///< the files of these pictures
  std::vector<std::string> notices;          ///< what readers of the data had to mend
  double seconds_per_image = 0;              ///< reading, faces and network, wall time
};

/// Runs the model over all pictures of `sources` and scores it: mAP_rel (spec 6.1) and
/// COCO AP of boxes and, if asked, of masks (spec 6.5). Words of the data set are matched to the
/// model's vocabulary by name. Throws InputError when a word is unknown to the model or masks are
/// asked of a model without mask heads, EvaluationStopped when `should_stop` says so.
ModelEvaluation evaluate_model(const ModelPackage& package,
                               const std::vector<DataSourceOptions>& sources,
                               const EvaluationOptions& options);

}  // namespace hoi
