#include "training/step_replay.h"

#include <cmath>
#include <optional>

#include <ATen/Functions.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/utils.h>

#include "base/error.h"
#include "base/json_file.h"
#include "config/toml_options.h"
#include "inference/predictor.h"
#include "model/picture_generators.h"
#include "training/gradient_accumulation.h"
#include "training/picture_order.h"
#include "training/step_loss.h"
#include "training/trainer.h"

namespace hoi {
namespace {

constexpr const char* kExperimentNote = "replay_experiment";
constexpr const char* kStepNote = "replay_step";

/// JSON has no number that is none, so the loss travels as text.
StepRecord parse_record(const std::string& text, const std::string& path) {
  const nlohmann::json json = parse_json(text, path + " (" + kStepNote + ")");
  try {
    StepRecord record{json.at("epoch").get<int64_t>(),
                      json.at("pictures").get<std::vector<int64_t>>(),
                      json.at("file_names").get<std::vector<std::string>>(),
                      std::stod(json.at("loss").get<std::string>())};
    if (record.pictures.empty() || record.pictures.size() != record.file_names.size()) {
      throw InputError(fmt::format("{}: {} pictures with {} names; the replay file is damaged",
                                   path, record.pictures.size(), record.file_names.size()));
    }
    return record;
  } catch (const nlohmann::json::exception& error) {
    throw InputError(fmt::format("{}: the replay file is damaged: {}", path, error.what()));
  } catch (const std::logic_error&) {  // of std::stod
    throw InputError(fmt::format("{}: the replay file is damaged: its loss is no number", path));
  }
}

const std::string& note_of(const std::map<std::string, std::string>& notes, const char* key,
                           const std::string& path) {
  const auto note = notes.find(key);
  if (note != notes.end()) return note->second;
  throw InputError(
      fmt::format("{}: no replay file (the note '{}' is missing); a run writes one "
                  "when its loss is not finite",
                  path, key));
}

bool all_finite(const torch::Tensor& tensor) { return tensor.isfinite().all().item<bool>(); }

/// A training with everything but updates.
class Replayer {
 public:
  Replayer(const ExperimentOptions& experiment, const TrainingDataset& dataset,
           const std::filesystem::path& path);

  StepReplay replay(const StepRecord& record);

 private:
  ReplayedPictures compute(int64_t epoch, const std::vector<MicroBatch>& parts);
  TrainingBatch load(int64_t epoch, const MicroBatch& part) const;
  std::vector<std::string> bad_tensors(bool gradients) const;

  const ExperimentOptions& experiment_;
  PictureOrder order_;
  ModelPackage package_;
  torch::Device device_;
  MomentumSgd optimizer_;
  TrainingState state_;
};

Replayer::Replayer(const ExperimentOptions& experiment, const TrainingDataset& dataset,
                   const std::filesystem::path& path)
    : experiment_(experiment),
      order_(experiment, dataset),
      package_(build_initial_package(experiment, dataset)),
      device_(parse_device(experiment.device)),
      optimizer_({}, experiment.training.optimizer) {
  package_.network->to(device_);
  package_.network->train();
  optimizer_ = MomentumSgd(named_trained_parameters(package_.network, experiment.training.phase),
                           experiment.training.optimizer);
  read_training_checkpoint(path, package_, optimizer_, state_);
}

std::vector<std::string> Replayer::bad_tensors(bool gradients) const {
  std::vector<std::string> names;
  for (const auto& [name, parameter] : optimizer_.parameters()) {
    const torch::Tensor tensor = gradients ? parameter.grad() : parameter;
    if (tensor.defined() && !all_finite(tensor)) names.push_back(name);
  }
  return names;
}

TrainingBatch Replayer::load(int64_t epoch, const MicroBatch& part) const {
  BatchLoader loader(
      {part.pictures}, [&](int64_t picture) { return order_.load(epoch, picture); },
      experiment_.data.loader, experiment_.model.input.pad_multiple);
  return *loader.next();
}

ReplayedPictures Replayer::compute(int64_t epoch, const std::vector<MicroBatch>& parts) {
  GradientAccumulation sums(optimizer_.parameters());
  sums.clear();
  ReplayedPictures result;
  for (const auto& part : parts) {
    const TrainingBatch batch = load(epoch, part);
    result.file_names.insert(result.file_names.end(), batch.file_names.begin(),
                             batch.file_names.end());
    const CascadeLoss loss =
        step_loss(package_.network, batch, experiment_.training, device_,
                  picture_generators(static_cast<uint64_t>(experiment_.seed),
                                     static_cast<uint64_t>(state_.step), part.pictures));
    if (std::isfinite(sums.add(loss, part))) continue;
    // The training went no further. What the loss would have done to the gradients tells where it
    // comes from.
    const torch::Tensor total = loss.total();
    if (total.requires_grad()) total.backward();
    break;
  }
  result.loss = sums.loss();
  result.terms = sums.terms();
  result.gradient_norm = optimizer_.gradient_norm();
  result.bad_gradients = bad_tensors(true);
  sums.clear();
  return result;
}

StepReplay Replayer::replay(const StepRecord& record) {
  StepReplay replay;
  replay.step = state_.step;
  replay.recorded = record;
  replay.bad_weights = bad_tensors(false);
  replay.parameters = static_cast<int64_t>(optimizer_.parameters().size());
  replay.whole =
      compute(record.epoch, micro_batches({record.pictures}, experiment_.training.images_at_once));
  for (const int64_t picture : record.pictures) {
    MicroBatch alone;
    alone.pictures = {picture};
    replay.single.push_back(compute(record.epoch, {alone}));
  }
  return replay;
}

}  // namespace

void write_step_replay(const std::filesystem::path& path, const ExperimentOptions& experiment,
                       const ModelPackage& package, const MomentumSgd& optimizer,
                       TrainingState before, const StepRecord& record) {
  const nlohmann::json json{{"epoch", record.epoch},
                            {"pictures", record.pictures},
                            {"file_names", record.file_names},
                            {"loss", fmt::format("{}", record.loss)}};
  before.notes[kExperimentNote] = to_toml(experiment);
  before.notes[kStepNote] = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  write_training_checkpoint(path, package, optimizer, before);
}

StepReplay replay_step(const std::filesystem::path& path,
                       const std::vector<std::string>& assignments) {
  const std::string name = path.string();
  const auto notes = read_checkpoint_notes(path);
  const StepRecord record = parse_record(note_of(notes, kStepNote, name), name);
  ExperimentOptions experiment =
      parse_experiment(note_of(notes, kExperimentNote, name), name, assignments);
  experiment.training.initial_model.clear();  // all weights are in the file
  experiment.training.pretrained_backbone.clear();
  const TrainingDataset dataset(experiment.data.train, experiment.model.input,
                                experiment.model.network.segmentation.enabled);
  for (std::size_t i = 0; i < record.pictures.size(); ++i) {
    const int64_t picture = record.pictures[i];
    const bool known = picture >= 0 && picture < dataset.size();
    if (known && dataset.path(picture).string() == record.file_names[i]) continue;
    throw InputError(fmt::format(
        "{}: training picture {} was {} and is {}; the data changed, or the current folder is "
        "another one",
        name, picture, record.file_names[i],
        known ? dataset.path(picture).string() : std::string("none")));
  }
  return Replayer(experiment, dataset, path).replay(record);
}

}  // namespace hoi
