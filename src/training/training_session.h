#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "data/picture_sources.h"
#include "distributed/worker_group.h"
#include "training/experiment_options.h"

namespace hoi {

struct SessionOptions {
  std::filesystem::path run_folder;
  bool resume = false;  ///< continue from the newest checkpoint of run_folder
  /// The processes that train together; none: this one alone. Ranks other than 0 report nothing and
  /// write nothing, and need no run folder.
  WorkerGroup* group = nullptr;
};

/// A whole training run from a configuration: data, faces, network, run folder, loop, validation.
/// Reports what it does through `say` (one line at a time), which also goes to the run's log.
/// Returns the model file. Throws InputError and TrainingError, and LostWorkerError when another
/// process ended; what this one throws, the others are told.
std::filesystem::path train(const ExperimentOptions& experiment, const SessionOptions& session,
                            const std::function<bool()>& should_stop,
                            const std::function<void(const std::string&)>& say);

/// All annotations of a run, read once.
struct SessionPictures {
  AnnotatedPictures training;
  AnnotatedPictures validation;  ///< empty without validation data
};

/// Finds the faces of all training and validation pictures that no cache knows yet, gives them to
/// the pictures, and points the sources at the cache files. Does nothing when the face detector is
/// "none", in phase 1, and for sources that name a file of their own.
void prepare_face_caches(ExperimentOptions& experiment, SessionPictures& pictures,
                         const std::function<void(const std::string&)>& say);

}  // namespace hoi
