#include "study/network_training.h"

#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "config/toml_options.h"
#include "study/model_fingerprint.h"
#include "training/run_directory.h"

namespace hoi {
namespace {

constexpr const char* kInitialModelNote = "initial_model.sha256";
constexpr std::uintmax_t kLargestNote = 4096;

std::vector<std::string> joined(const std::vector<std::string>& a,
                                const std::vector<std::string>& b) {
  std::vector<std::string> all = a;
  all.insert(all.end(), b.begin(), b.end());
  return all;
}

/// A configuration of the scale with the folder, name and seed of a run.
ExperimentOptions read_scale(const StudyRequest& request, const std::string& phase,
                             const std::vector<std::string>& changes, const std::string& name,
                             std::int64_t seed) {
  const auto path = request.configs / fmt::format("study-{}-{}.toml", request.scale_name(), phase);
  ExperimentOptions experiment = read_experiment(path.string(), changes);
  experiment.name = name;
  experiment.seed = seed;
  experiment.device = request.device;
  if (experiment.data.validation.empty()) {
    throw InputError(fmt::format(
        "{}: no [[data.validation]]; a study needs one to know when a run is over", path.string()));
  }
  for (auto* sources : {&experiment.data.train, &experiment.data.validation}) {
    for (auto& source : *sources) {
      source.root = std::filesystem::absolute(request.data).lexically_normal().string();
      source.layout = request.layout;
    }
  }
  return experiment;
}

/// The settings that decide the weights, as text; what only says where and how often is left out.
std::string deciding_settings(ExperimentOptions experiment) {
  experiment.device.clear();
  experiment.training.initial_model.clear();  // bind_initial_model() compares its content
  experiment.training.log_steps = 1;
  experiment.training.checkpoint_steps = 1;
  experiment.training.kept_checkpoints = 1;
  experiment.data.face_cache.clear();
  experiment.data.loader = {};
  return to_toml(experiment);
}

/// The first line of `found` that `wanted` has otherwise: "key = value".
std::string first_difference(const std::string& found, const std::string& wanted) {
  std::istringstream left(found), right(wanted);
  std::string a, b;
  while (std::getline(left, a) && std::getline(right, b)) {
    if (a != b) return fmt::format("'{}' instead of '{}'", a, b);
  }
  return "fewer settings";
}

/// The last validation of a run, {"epoch", "step"}; null when there was none.
nlohmann::json last_validation(const RunDirectory& run) {
  nlohmann::json last;
  std::ifstream stream(run.metrics());
  for (std::string line; std::getline(stream, line);) {
    auto entry = nlohmann::json::parse(line, nullptr, false);
    if (entry.is_object() && entry.contains("validation")) last = std::move(entry);
  }
  return last;
}

/// The checkpoint that ends an epoch is written after its model.
bool is_finished(const RunDirectory& run, std::int64_t epochs) {
  const auto last = last_validation(run);
  return last.is_object() && last.value("epoch", std::int64_t{0}) >= epochs &&
         std::filesystem::exists(run.checkpoint(last.value("step", std::int64_t{0}))) &&
         std::filesystem::exists(run.model());
}

}  // namespace

ExperimentOptions detector_experiment(const StudyRequest& request, const StudyRow& row,
                                      std::int64_t seed) {
  return read_scale(request, "detector", row.trunk, seeded_name(detector_name(row), seed), seed);
}

ExperimentOptions network_experiment(const StudyRequest& request, const StudyRow& row,
                                     std::int64_t seed) {
  const auto changes = joined(request.settings, joined(row.trunk, row.changes));
  ExperimentOptions experiment =
      read_scale(request, "relation", changes, seeded_name(network_name(row), seed), seed);
  experiment.training.initial_model =
      StudyFolder{request.out}.model(seeded_name(detector_name(row), seed)).string();
  experiment.training.initial_parts = InitialParts::kLocalization;
  return experiment;
}

TrainingStatus training_status(const std::filesystem::path& run, const ExperimentOptions& wanted) {
  if (!std::filesystem::exists(run / "config.toml")) return TrainingStatus::kMissing;
  const RunDirectory folder = RunDirectory::open(run);
  const std::string found = deciding_settings(read_experiment(folder.config().string(), {}));
  const std::string expected = deciding_settings(wanted);
  if (found != expected) {
    throw InputError(
        fmt::format("{}: trained with other settings: {}; remove the folder or name another --out",
                    run.string(), first_difference(found, expected)));
  }
  if (is_finished(folder, wanted.training.epochs)) return TrainingStatus::kFinished;
  return folder.newest_checkpoint() ? TrainingStatus::kInterrupted : TrainingStatus::kMissing;
}

double trained_fraction(const std::filesystem::path& run, std::int64_t epochs) {
  constexpr std::streamoff kTail = 8192;  // room for several lines
  std::ifstream stream(run / "metrics.jsonl", std::ios::binary | std::ios::ate);
  if (!stream) return 0;
  const std::streamoff size = stream.tellg();
  stream.seekg(std::max<std::streamoff>(0, size - kTail));
  double epoch = 0;
  for (std::string line; std::getline(stream, line);) {
    const auto entry = nlohmann::json::parse(line, nullptr, false);
    if (entry.is_object() && entry.contains("epoch")) epoch = entry["epoch"].get<double>();
  }
  return std::clamp(epoch / static_cast<double>(epochs), 0.0, 1.0);
}

void bind_initial_model(const std::filesystem::path& run, const std::string& initial_model) {
  const std::string sha256 = model_fingerprint(initial_model);
  const auto note = run / kInitialModelNote;
  if (std::filesystem::exists(note)) {
    if (read_file(note, kLargestNote) == sha256) return;
    throw InputError(
        fmt::format("{}: was trained on another detector than {}; remove the folder or name "
                    "another --out",
                    run.string(), initial_model));
  }
  std::error_code ignored;  // the next line says it better
  std::filesystem::create_directories(run, ignored);
  write_file_atomically(note, sha256);
}

}  // namespace hoi
