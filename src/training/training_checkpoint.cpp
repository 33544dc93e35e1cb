#include "training/training_checkpoint.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>
#include <torch/utils.h>

#include "base/error.h"
#include "base/file.h"
#include "base/safetensors.h"
#include "model/tensor_file.h"

namespace hoi {
namespace {

// Everything that is not a weight of the model lives below this name (see read_model_package).
constexpr const char* kPrefix = "training/";
constexpr const char* kVelocityPrefix = "training/velocity/";
constexpr const char* kGenerator = "training/generator";
constexpr const char* kExtraPrefix = "training/extra/";
constexpr const char* kNotePrefix = "training_note_";
constexpr const char* kStep = "training_step";
constexpr const char* kBestScore = "training_best_score";

const TensorRecord& record_of(const SafetensorsFile& file, const std::string& key,
                              const torch::Tensor& expected, const std::string& path) {
  const TensorRecord* record = file.find(key);
  if (record == nullptr || record->shape != expected.sizes().vec()) {
    throw InputError(
        fmt::format("{}: '{}' is missing or of another shape; this is no checkpoint of "
                    "this configuration",
                    path, key));
  }
  return *record;
}

double number_of(const SafetensorsFile& file, const std::string& key, const std::string& path) {
  const auto entry = file.metadata().find(key);
  double value = 0;
  if (entry != file.metadata().end()) {
    const std::string& text = entry->second;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec == std::errc() && result.ptr == text.data() + text.size()) return value;
  }
  throw InputError(
      fmt::format("{}: metadata '{}' is missing or no number; a model for use cannot be "
                  "resumed, a checkpoint can",
                  path, key));
}

/// What follows `prefix` in `name`, if it starts with that.
std::optional<std::string> name_after(const std::string& prefix, const std::string& name) {
  if (name.rfind(prefix, 0) != 0) return std::nullopt;
  return name.substr(prefix.size());
}

NamedTensors extra_tensors(const SafetensorsFile& file) {
  NamedTensors tensors;
  for (const auto& record : file.tensors()) {
    const auto name = name_after(kExtraPrefix, record.name);
    if (name) tensors.emplace_back(*name, to_tensor(record));
  }
  return tensors;
}

std::map<std::string, std::string> notes_of(const SafetensorsFile& file) {
  std::map<std::string, std::string> notes;
  for (const auto& [key, text] : file.metadata()) {
    const auto name = name_after(kNotePrefix, key);
    if (name) notes[*name] = text;
  }
  return notes;
}

}  // namespace

void write_training_checkpoint(const std::filesystem::path& path, const ModelPackage& package,
                               const MomentumSgd& optimizer, const TrainingState& state) {
  NamedTensors tensors = state_of(*package.network);
  for (const auto& [name, velocity] : optimizer.state()) {
    tensors.emplace_back(kVelocityPrefix + name, velocity);
  }
  tensors.emplace_back(kGenerator, state.generator.get_state());
  for (const auto& [name, tensor] : state.tensors)
    tensors.emplace_back(kExtraPrefix + name, tensor);
  auto metadata = package_metadata(package.config, package.vocabulary, package.provenance);
  metadata[kStep] = fmt::format("{}", state.step);
  metadata[kBestScore] = fmt::format("{}", state.best_score);
  for (const auto& [name, text] : state.notes) metadata[kNotePrefix + name] = text;
  write_file_atomically(path, encode_tensors(tensors, metadata));
}

void read_training_checkpoint(const std::filesystem::path& path, ModelPackage& package,
                              MomentumSgd& optimizer, TrainingState& state) {
  torch::NoGradGuard no_gradient;
  const SafetensorsFile file = SafetensorsFile::read(path);
  const std::string name = path.string();
  const auto step = static_cast<int64_t>(number_of(file, kStep, name));
  const double best_score = number_of(file, kBestScore, name);
  const torch::Tensor generator_state = state.generator.get_state();
  const TensorRecord& generator = record_of(file, kGenerator, generator_state, name);
  for (const auto& [parameter, velocity] : optimizer.state()) {
    record_of(file, kVelocityPrefix + parameter, velocity, name);
  }
  load_state(*package.network, file, name, {}, {kPrefix});
  for (auto [parameter, velocity] : optimizer.state()) {
    velocity.copy_(to_tensor(*file.find(kVelocityPrefix + parameter)));
  }
  state.generator.set_state(to_tensor(generator));
  state.step = step;
  state.best_score = best_score;
  state.tensors = extra_tensors(file);
  state.notes = notes_of(file);
}

std::map<std::string, std::string> read_checkpoint_notes(const std::filesystem::path& path) {
  return notes_of(SafetensorsFile::read(path));
}

}  // namespace hoi
