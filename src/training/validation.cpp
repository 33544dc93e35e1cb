#include "training/validation.h"

#include "inference/model_evaluation.h"
#include "training/validation_pictures.h"

namespace hoi {
namespace {

Validation validation_of(const ModelEvaluation& result, const Vocabulary& vocabulary,
                         TrainingPhase phase) {
  const bool boxes_only = phase == TrainingPhase::kLocalization;
  Validation validation;
  ValidationReport& details = validation.details;
  details.score =
      boxes_only ? result.detection.mean_50() : result.triplets.mean_of_annotated_verbs();
  validation.figures = {{"score", details.score},
                        {"detection_ap50", result.detection.mean_50()},
                        {"detection_ap", result.detection.mean()},
                        {"map_rel", result.triplets.mean_of_annotated_verbs()}};
  if (result.masks) validation.figures["mask_ap"] = result.masks->mean();
  if (!boxes_only) details.verbs = verb_scores(result.triplets, vocabulary);
  details.categories = category_scores(result.detection, vocabulary);
  details.pictures = judged_pictures(
      result, vocabulary, boxes_only ? JudgedThings::kInstances : JudgedThings::kTriplets);
  return validation;
}

}  // namespace

std::function<Validation(ModelPackage&)> make_validation(const ExperimentOptions& experiment,
                                                         const std::function<bool()>& should_stop,
                                                         WorkerGroup& group) {
  if (experiment.data.validation.empty()) return nullptr;
  return [experiment, should_stop, &group](ModelPackage& package) {
    const TrainingPhase phase = experiment.training.phase;
    EvaluationOptions options;
    options.group = &group;
    options.should_stop = should_stop;
    options.device = experiment.device;
    options.masks = experiment.model.network.segmentation.enabled;
    ModelPackage judged = package;
    // Boxes do not depend on faces, and searching them costs more than the network.
    if (phase == TrainingPhase::kLocalization) judged.config.faces.kind = FaceDetectorKind::kNone;
    const ModelEvaluation result = evaluate_model(judged, experiment.data.validation, options);
    return group.is_first() ? validation_of(result, judged.vocabulary, phase) : Validation();
  };
}

}  // namespace hoi
