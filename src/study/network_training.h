#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "study/study_request.h"
#include "study/study_row.h"
#include "training/experiment_options.h"

namespace hoi {

/// How far the run folder of a network is.
enum class TrainingStatus {
  kMissing,      ///< nothing worth keeping is there
  kInterrupted,  ///< it can be continued from a checkpoint
  kFinished,     ///< the model of the last epoch's end is there
};

/// The configuration of the detector of a row: phase 1.
ExperimentOptions detector_experiment(const StudyRequest& request, const StudyRow& row,
                                      std::int64_t seed);

/// The configuration of the network of a row, on that detector: phase 2.
ExperimentOptions network_experiment(const StudyRequest& request, const StudyRow& row,
                                     std::int64_t seed);

/// How far `run` is. Throws InputError when it was started with settings that would lead to other
/// weights than `wanted`: the folder has to be removed by hand.
TrainingStatus training_status(const std::filesystem::path& run, const ExperimentOptions& wanted);

/// Share of the epochs that a run has done so far, [0, 1], from its metrics.
double trained_fraction(const std::filesystem::path& run, std::int64_t epochs);

/// Remembers from which weights a run starts. Throws InputError when it was started from others.
void bind_initial_model(const std::filesystem::path& run, const std::string& initial_model);

}  // namespace hoi
