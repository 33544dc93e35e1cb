#include "training/experiment_options.h"

#include <fmt/format.h>

#include "base/error.h"
#include "config/toml_options.h"

namespace hoi {
namespace {

void require_at_least(const std::string& path, const char* key, double value, double lowest) {
  if (!(value >= lowest)) {
    throw InputError(fmt::format("{}: {} is {}, expected at least {}", path, key, value, lowest));
  }
}

void check_training(const std::string& path, const TrainingOptions& training) {
  const auto number = [](int64_t value) { return static_cast<double>(value); };
  require_at_least(path, "training.epochs", number(training.epochs), 1);
  require_at_least(path, "training.images_per_step", number(training.images_per_step), 1);
  require_at_least(path, "training.images_at_once", number(training.images_at_once), 0);
  require_at_least(path, "training.log_steps", number(training.log_steps), 1);
  require_at_least(path, "training.checkpoint_steps", number(training.checkpoint_steps), 1);
  require_at_least(path, "training.kept_checkpoints", number(training.kept_checkpoints), 1);
  require_at_least(path, "training.validation_epochs", number(training.validation_epochs), 1);
  require_at_least(path, "training.learning_rate.base", training.learning_rate.base, 0);
  require_at_least(path, "training.learning_rate.reference_images",
                   number(training.learning_rate.reference_images), 1);
  require_at_least(path, "training.learning_rate.warmup_steps",
                   number(training.learning_rate.warmup_steps), 0);
  if (!(training.average_decay >= 0 && training.average_decay < 1)) {
    throw InputError(fmt::format("{}: training.average_decay is {}, expected 0 to less than 1",
                                 path, training.average_decay));
  }
}

ExperimentOptions experiment_of(TomlDocument document, const std::string& path,
                                const std::vector<std::string>& assignments) {
  for (const auto& assignment : assignments) document.override_with(assignment);
  ExperimentOptions experiment;
  document.fill(experiment);
  if (experiment.format != 1) {
    throw InputError(
        fmt::format("{}: format is {}, this program reads 1", path, experiment.format));
  }
  if (experiment.data.train.empty()) {
    throw InputError(
        fmt::format("{}: no training data; add a table [[data.train]] with root = \"...\" "
                    "and splits = [\"train\"]",
                    path));
  }
  check_cascade_options(experiment.model.network, path);
  check_training(path, experiment.training);
  return experiment;
}

}  // namespace

ExperimentOptions read_experiment(const std::string& path,
                                  const std::vector<std::string>& assignments) {
  return experiment_of(TomlDocument::read(path), path, assignments);
}

ExperimentOptions parse_experiment(const std::string& text, const std::string& name,
                                   const std::vector<std::string>& assignments) {
  return experiment_of(TomlDocument::parse(text, name), name, assignments);
}

}  // namespace hoi
