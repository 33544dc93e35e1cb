#include "training/training_session.h"

#include <fstream>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/file.h"
#include "config/toml_options.h"
#include "inference/predictor.h"
#include "training/picture_check.h"
#include "training/precision_check.h"
#include "training/resume_point.h"
#include "training/run_journal.h"
#include "training/shared_session.h"
#include "training/trainer.h"
#include "training/validation.h"

namespace hoi {
namespace {

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

/// data_problems.txt, which says nothing of pictures that were mended since.
void write_findings(const RunDirectory& run, const std::vector<std::string>& findings) {
  if (!findings.empty()) {
    write_file_atomically(run.data_problems(), fmt::format("{}\n", fmt::join(findings, "\n")));
    return;
  }
  std::error_code ignored;  // a file that stays is old news, no failure
  std::filesystem::remove(run.data_problems(), ignored);
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

RunDirectory run_directory_of(const SessionOptions& session, const WorkerGroup& group) {
  if (!group.is_first()) return RunDirectory::named(session.run_folder);
  return session.resume ? RunDirectory::open(session.run_folder)
                        : RunDirectory::create(session.run_folder);
}

/// One process of every machine searches; the others then find all in the cache.
void prepare_faces_once(ExperimentOptions& experiment, SessionPictures& pictures,
                        WorkerGroup& group, const std::function<void(const std::string&)>& say) {
  const bool searches = group.place().local_rank == 0;
  if (searches) prepare_face_caches(experiment, pictures, say);
  group.barrier("the search for faces");
  if (!searches) prepare_face_caches(experiment, pictures, say);
}

std::string describe_time(const Trainer& trainer, const WorkerGroup& group) {
  std::string waiting;
  if (!group.is_alone()) {
    waiting = fmt::format(", {:.2f} s of it waiting for the gradients of {} processes",
                          trainer.waited_seconds(), group.size());
  }
  return fmt::format("the steps took {:.2f} s{}", trainer.step_seconds(), waiting);
}

void report_end(const Trainer& trainer, const RunDirectory& run, const WorkerGroup& group,
                const std::function<void(const std::string&)>& report) {
  report(describe_time(trainer, group));
  report(fmt::format("stopped at step {}; best validation score {:.4f}; model {}",
                     trainer.state().step, trainer.state().best_score, run.model().string()));
  if (!group.is_first()) return;
  const auto problem = write_run_page(run);
  report(problem ? *problem : fmt::format("what it did: {}", run.page().string()));
}

std::filesystem::path train_in_group(const ExperimentOptions& requested,
                                     const SessionOptions& session,
                                     const std::function<bool()>& should_stop,
                                     const std::function<void(const std::string&)>& say,
                                     WorkerGroup& group) {
  ExperimentOptions experiment = requested;
  // What is wrong is found out before the run folder exists, so that the next try needs no
  // clean-up.
  experiment.device = device_of_worker(requested.device, group.place());
  require_precision(experiment.training.precision, parse_device(experiment.device));
  std::vector<std::string> findings;
  SessionPictures pictures = read_session_pictures(experiment.data, findings);
  const RunDirectory run = run_directory_of(session, group);
  std::ofstream log;
  if (group.is_first()) log.open(run.log(), std::ios::app);
  const auto report = [&](const std::string& line) {
    if (!group.is_first()) return;
    say(line);
    log << line << std::endl;
  };
  ResumePoint from;
  if (group.is_first() && session.resume) from = prepare_resume(run, requested);
  if (group.is_first() && !session.resume) {
    write_file_atomically(run.config(), to_toml(requested));
  }
  for (const auto& line : from.notices) report(line);
  for (const auto& line : findings) report(line);
  if (group.is_first()) write_findings(run, findings);
  prepare_faces_once(experiment, pictures, group, report);

  const TrainingDataset dataset(std::move(pictures.training), experiment.model.input,
                                experiment.model.network.segmentation.enabled);
  report(fmt::format("training data: {}", describe_data(dataset)));
  ModelPackage package = build_initial_package(experiment, dataset);
  share_weights(package.network, group);
  const auto& training = experiment.training;
  report(describe_parameters(package, training.phase));
  Trainer trainer(experiment, dataset, run, std::move(package),
                  {make_validation(experiment, should_stop, group), report}, group);
  report(describe_learning_rate(training.learning_rate, training.images_per_step,
                                trainer.steps_per_epoch(), training.epochs));
  if (const SharedFile checkpoint(from.checkpoint, group); checkpoint.path()) {
    trainer.resume(*checkpoint.path());
    report(fmt::format("resumed at step {} from {}", trainer.state().step,
                       checkpoint.path()->string()));
  }
  trainer.run(should_stop);
  report_end(trainer, run, group, report);
  return run.model();
}

}  // namespace

std::filesystem::path train(const ExperimentOptions& experiment, const SessionOptions& session,
                            const std::function<bool()>& should_stop,
                            const std::function<void(const std::string&)>& say) {
  WorkerGroup alone;
  WorkerGroup& group = session.group == nullptr ? alone : *session.group;
  try {
    return train_in_group(experiment, session, should_stop, say, group);
  } catch (const std::exception& error) {
    group.abandon(error.what());  // unless the others know it already
    throw;
  }
}

}  // namespace hoi
