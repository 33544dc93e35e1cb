#pragma once

#include <functional>

#include <nlohmann/json.hpp>

#include "distributed/worker_group.h"
#include "inference/model_package.h"
#include "report/validation_report.h"
#include "training/experiment_options.h"

namespace hoi {

/// What one validation found out about the network of a run.
struct Validation {
  nlohmann::json figures;    ///< by name, for metrics.jsonl: {"score": 0.71, "map_rel": 0.71, ...}
  ValidationReport details;  ///< without step, epoch and best, which the trainer knows
};

/// Judges a network on the validation pictures of `experiment` by the metric of its phase:
/// detection AP50 while only boxes are taught, mAP_rel after. Empty when there are no such
/// pictures. Ranks other than 0 get nothing back. The function throws what evaluate_model throws.
std::function<Validation(ModelPackage&)> make_validation(const ExperimentOptions& experiment,
                                                         const std::function<bool()>& should_stop,
                                                         WorkerGroup& group);

}  // namespace hoi
