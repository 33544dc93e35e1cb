#include "training/training_session.h"

#include <fstream>
#include <memory>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "config/toml_options.h"
#include "inference/model_evaluation.h"
#include "training/trainer.h"

namespace hoi {
namespace {

/// Validation by the metric of the phase: detection AP50 while only boxes are taught, mAP_rel
/// after.
Trainer::Validate make_validation(const ExperimentOptions& experiment) {
  if (experiment.data.validation.empty()) return nullptr;
  return [experiment](ModelPackage& package) {
    EvaluationOptions options;
    options.device = experiment.device;
    options.masks = experiment.model.network.segmentation.enabled;
    ModelPackage judged = package;
    // Boxes do not depend on faces, and searching them costs more than the network.
    if (experiment.training.phase == TrainingPhase::kLocalization) {
      judged.config.faces.kind = FaceDetectorKind::kNone;
    }
    const ModelEvaluation result = evaluate_model(judged, experiment.data.validation, options);
    const double score = experiment.training.phase == TrainingPhase::kLocalization
                             ? result.detection.mean_50()
                             : result.triplets.mean_of_annotated_verbs();
    nlohmann::json json = {{"score", score},
                           {"detection_ap50", result.detection.mean_50()},
                           {"detection_ap", result.detection.mean()},
                           {"map_rel", result.triplets.mean_of_annotated_verbs()}};
    if (result.masks) json["mask_ap"] = result.masks->mean();
    return json;
  };
}

std::string describe_data(const TrainingDataset& dataset) {
  int64_t pairs = 0;
  for (const auto& image : dataset.annotations()) {
    pairs += static_cast<int64_t>(image.interactions.size());
  }
  return fmt::format("{} pictures, {} interactions, {} object classes, {} verbs", dataset.size(),
                     pairs, dataset.vocabulary().objects.size(), dataset.vocabulary().verbs.size());
}

}  // namespace

std::filesystem::path train(const ExperimentOptions& requested, const SessionOptions& session,
                            const std::function<bool()>& should_stop,
                            const std::function<void(const std::string&)>& say) {
  ExperimentOptions experiment = requested;
  // Wrong data is found out before the run folder exists, so that the next try needs no clean-up.
  const AnnotatedPictures checked = read_picture_sources(experiment.data.train);
  if (!experiment.data.validation.empty()) {
    read_picture_sources(experiment.data.validation, &checked.vocabulary);
  }
  const RunDirectory run = session.resume ? RunDirectory::open(session.run_folder)
                                          : RunDirectory::create(session.run_folder);
  std::ofstream log(run.log(), std::ios::app);
  const auto report = [&](const std::string& line) {
    say(line);
    log << line << std::endl;
  };
  if (!session.resume) write_file_atomically(run.config(), to_toml(experiment));
  for (const auto& notice : checked.notices) report(notice);
  prepare_face_caches(experiment, report);

  const TrainingDataset dataset(experiment.data.train, experiment.model.input,
                                experiment.model.network.segmentation.enabled);
  report(fmt::format("training data: {}", describe_data(dataset)));
  const auto& training = experiment.training;
  const double rate = learning_rate_at(training.learning_rate, training.learning_rate.warmup_steps,
                                       1 << 30, training.images_per_step);
  report(fmt::format("learning rate {:.4g} = {} x {} images per step / {}", rate,
                     training.learning_rate.base, training.images_per_step,
                     training.learning_rate.reference_images));
  Trainer trainer(experiment, dataset, run, build_initial_package(experiment, dataset),
                  make_validation(experiment));
  if (session.resume) {
    const auto checkpoint = run.newest_checkpoint();
    if (!checkpoint) {
      throw InputError(fmt::format("{}: no checkpoint to resume from", run.path().string()));
    }
    trainer.resume(*checkpoint);
    report(fmt::format("resumed at step {} from {}", trainer.state().step, checkpoint->string()));
  }
  trainer.run(should_stop);
  report(fmt::format("stopped at step {}; best validation score {:.4f}; model {}",
                     trainer.state().step, trainer.state().best_score, run.model().string()));
  return run.model();
}

}  // namespace hoi
