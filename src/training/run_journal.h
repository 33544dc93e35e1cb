#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "report/event_file.h"
#include "training/metrics_log.h"
#include "training/run_directory.h"
#include "training/validation.h"

namespace hoi {

/// Numbers of a step that is over.
struct StepMetrics {
  int64_t step = 0;  ///< updates done, this one included
  double epoch = 0;  ///< epochs passed
  double loss = 0;
  double learning_rate = 0;
  double gradient_norm = 0;  ///< before clipping
  double seconds = 0;        ///< wall time, waiting for pictures included
  int64_t images = 0;        ///< pictures that the step learned from
};

/// Names and values of the terms of a loss.
using LossTerms = std::vector<std::pair<std::string, double>>;

/// What a run writes about itself while it goes on: metrics.jsonl, event files for TensorBoard, and
/// the details of its last validation (docs/reports.md). On rank 0 alone.
class RunJournal {
 public:
  /// log_steps: every so many steps are written. Throws InputError when the folder cannot be
  /// written to.
  RunJournal(const RunDirectory& run, int64_t log_steps);

  /// The training goes on after `first_step` steps: event files of later ones stop to count.
  void begin(int64_t first_step);

  /// Counts a step, and writes it when its turn has come, with the speed since the one that was
  /// written before. `terms` is asked then only, because reading them waits for the device. Needs
  /// begin(). Throws InputError when the disk is full or fails, like all below.
  void add_step(const StepMetrics& step, const std::function<LossTerms()>& terms);

  /// validation: with step, epoch and best.
  void add_validation(const Validation& validation);

  /// Returns once what was written would survive a loss of power.
  void sync() { metrics_.sync(); }

 private:
  RunDirectory run_;
  int64_t log_steps_;
  MetricsLog metrics_;
  std::optional<EventFile> events_;
  double seconds_ = 0;              // of the steps since the last that was written
  int64_t steps_ = 0, images_ = 0;  // likewise
};

/// Writes report.html of the run as it is now. It is no part of the training: what prevents it
/// comes back as one line.
std::optional<std::string> write_run_page(const RunDirectory& run);

}  // namespace hoi
