#include "training/training_checkpoint.h"

#include <charconv>
#include <optional>

#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <torch/utils.h>

#include "base/crc64.h"
#include "base/error.h"
#include "base/file.h"
#include "base/safetensors.h"
#include "model/tensor_file.h"

namespace hoi {
namespace {

// Everything that is not a weight of the model lives below this name (see read_model_package).
constexpr const char* kPrefix = "training/";
constexpr const char* kVelocityPrefix = "training/velocity/";
constexpr const char* kExtraPrefix = "training/extra/";
constexpr const char* kNotePrefix = "training_note_";
constexpr const char* kChecksum = "training/checksum";
constexpr int64_t kChecksumBytes = 8;
constexpr const char* kStep = "training_step";
constexpr const char* kBestScore = "training_best_score";
constexpr const char* kEpochsNote = "finished_epochs";  // the trainer's
constexpr const char* kThreads = "training_threads";

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

/// A metadata entry as a number; nothing when it is missing or something else.
template <class Number>
std::optional<Number> number_of(const std::map<std::string, std::string>& entries,
                                const std::string& key) {
  const auto entry = entries.find(key);
  if (entry == entries.end()) return std::nullopt;
  const std::string& text = entry->second;
  Number value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

int64_t step_of(const SafetensorsFile& file, const std::string& path) {
  const auto step = number_of<int64_t>(file.metadata(), kStep);
  if (step && *step >= 0) return *step;
  throw InputError(
      fmt::format("{}: metadata '{}' is missing or no number; a model for use cannot be "
                  "resumed, a checkpoint can",
                  path, kStep));
}

std::string checksum_bytes(std::string_view bytes) {
  const std::uint64_t value = crc64(bytes);
  std::string text;
  for (int64_t i = 0; i < kChecksumBytes; ++i) text += static_cast<char>(value >> (8 * i));
  return text;
}

/// Puts the checksum in place of the last array, which holds zeros so far.
void seal(std::string& content) {
  const std::size_t begin = content.size() - kChecksumBytes;
  content.replace(begin, kChecksumBytes,
                  checksum_bytes(std::string_view(content).substr(0, begin)));
}

/// A checkpoint whose bytes are those that were written.
SafetensorsFile read_sealed(const std::filesystem::path& path) {
  SafetensorsFile file = SafetensorsFile::read(path);
  step_of(file, path.string());
  const std::string_view content = file.content();
  const TensorRecord* checksum = file.find(kChecksum);
  const bool is_last = checksum != nullptr && checksum->bytes.size() == kChecksumBytes &&
                       checksum->bytes.data() + kChecksumBytes == content.data() + content.size();
  if (!is_last) {
    throw InputError(
        fmt::format("{}: carries no checksum: damaged, or written by an older version; its weights "
                    "can begin a new run as training.initial_model",
                    path.string()));
  }
  const std::string_view covered = content.substr(0, content.size() - kChecksumBytes);
  if (checksum->bytes != checksum_bytes(covered)) {
    throw InputError(
        fmt::format("{}: damaged: its checksum does not fit its content", path.string()));
  }
  return file;
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
  for (const auto& [name, tensor] : state.tensors)
    tensors.emplace_back(kExtraPrefix + name, tensor);
  auto metadata = package_metadata(package.config, package.vocabulary, package.provenance);
  metadata[kStep] = fmt::format("{}", state.step);
  metadata[kBestScore] = fmt::format("{}", state.best_score);
  metadata[kThreads] = fmt::format("{}", at::get_num_threads());
  for (const auto& [name, text] : state.notes) metadata[kNotePrefix + name] = text;
  tensors.emplace_back(kChecksum, torch::zeros({kChecksumBytes}, torch::kUInt8));
  std::string content = encode_tensors(tensors, metadata);
  seal(content);
  write_file_atomically(path, content);
}

std::uintmax_t training_checkpoint_bytes(const ModelPackage& package,
                                         const MomentumSgd& optimizer) {
  std::uintmax_t bytes = 0;
  for (const auto& tensors : {state_of(*package.network), optimizer.state()}) {
    for (const auto& [name, tensor] : tensors) bytes += tensor.nbytes();
  }
  return bytes;
}

void read_training_checkpoint(const std::filesystem::path& path, ModelPackage& package,
                              MomentumSgd& optimizer, TrainingState& state) {
  torch::NoGradGuard no_gradient;
  const SafetensorsFile file = read_sealed(path);
  const std::string name = path.string();
  for (const auto& [parameter, velocity] : optimizer.state()) {
    record_of(file, kVelocityPrefix + parameter, velocity, name);
  }
  load_state(*package.network, file, name, {}, {kPrefix});
  for (auto [parameter, velocity] : optimizer.state()) {
    velocity.copy_(to_tensor(*file.find(kVelocityPrefix + parameter)));
  }
  state.step = step_of(file, name);
  state.best_score = number_of<double>(file.metadata(), kBestScore).value_or(-1);
  state.tensors = extra_tensors(file);
  state.notes = notes_of(file);
}

CheckpointSummary verify_training_checkpoint(const std::filesystem::path& path) {
  const SafetensorsFile file = read_sealed(path);
  return {step_of(file, path.string()), number_of<int64_t>(notes_of(file), kEpochsNote),
          number_of<int64_t>(file.metadata(), kThreads).value_or(0)};
}

std::map<std::string, std::string> read_checkpoint_notes(const std::filesystem::path& path) {
  return notes_of(read_sealed(path));
}

}  // namespace hoi
