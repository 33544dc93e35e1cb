#include "training/training_session.h"

#include <fstream>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "config/toml_options.h"
#include "inference/model_evaluation.h"
#include "training/picture_check.h"
#include "training/resume_point.h"
#include "training/trainer.h"

namespace hoi {
namespace {

/// Validation by the metric of the phase: detection AP50 while only boxes are taught, mAP_rel
/// after.
std::function<nlohmann::json(ModelPackage&)> make_validation(
    const ExperimentOptions& experiment, const std::function<bool()>& should_stop) {
  if (experiment.data.validation.empty()) return nullptr;
  return [experiment, should_stop](ModelPackage& package) {
    EvaluationOptions options;
    options.should_stop = should_stop;
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

/// Reads and checks all pictures. Fills `lines` with what is questionable about them.
SessionPictures read_session_pictures(const DataOptions& data, std::vector<std::string>& lines) {
  const auto add = [&lines](const std::vector<std::string>& more, const std::string& before = "") {
    for (const auto& line : more) lines.push_back(before + line);
  };
  const std::string warning = "warning: ";
  SessionPictures pictures;
  pictures.training = read_picture_sources(data.train);
  add(pictures.training.notices);
  add(check_pictures(pictures.training, "training data", SizeMismatch::kRefuse), warning);
  if (data.validation.empty()) return pictures;
  pictures.validation = read_picture_sources(data.validation, &pictures.training.vocabulary);
  add(check_pictures(pictures.validation, "validation data", SizeMismatch::kWarn), warning);
  add(check_overlap(pictures.training, pictures.validation), warning);
  return pictures;
}

std::string describe_parameters(const ModelPackage& package, TrainingPhase phase) {
  int64_t trained = 0, total = 0;
  for (const auto& parameter : package.network->trained_parameters(phase)) {
    trained += parameter.numel();
  }
  for (const auto& parameter : package.network->parameters()) total += parameter.numel();
  return fmt::format("{} of {} parameters are trained", trained, total);
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
  std::vector<std::string> findings;
  SessionPictures pictures = read_session_pictures(experiment.data, findings);
  const RunDirectory run = session.resume ? RunDirectory::open(session.run_folder)
                                          : RunDirectory::create(session.run_folder);
  std::ofstream log(run.log(), std::ios::app);
  const auto report = [&](const std::string& line) {
    say(line);
    log << line << std::endl;
  };
  if (!session.resume) write_file_atomically(run.config(), to_toml(experiment));
  ResumePoint from;
  if (session.resume) from = prepare_resume(run, requested);
  for (const auto& line : from.notices) report(line);
  for (const auto& line : findings) report(line);
  prepare_face_caches(experiment, pictures, report);

  const TrainingDataset dataset(std::move(pictures.training), experiment.model.input,
                                experiment.model.network.segmentation.enabled);
  report(fmt::format("training data: {}", describe_data(dataset)));
  ModelPackage package = build_initial_package(experiment, dataset);
  const auto& training = experiment.training;
  report(describe_parameters(package, training.phase));
  Trainer trainer(experiment, dataset, run, std::move(package),
                  {make_validation(experiment, should_stop), report});
  report(describe_learning_rate(training.learning_rate, training.images_per_step,
                                trainer.steps_per_epoch(), training.epochs));
  if (from.checkpoint) {
    trainer.resume(*from.checkpoint);
    report(
        fmt::format("resumed at step {} from {}", trainer.state().step, from.checkpoint->string()));
  }
  trainer.run(should_stop);
  report(fmt::format("stopped at step {}; best validation score {:.4f}; model {}",
                     trainer.state().step, trainer.state().best_score, run.model().string()));
  return run.model();
}

}  // namespace hoi
