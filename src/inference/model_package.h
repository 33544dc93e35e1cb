#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/safetensors.h"
#include "data/face_detector.h"
#include "data/image_transform.h"
#include "domain/vocabulary.h"
#include "model/cascade_options.h"
#include "model/hoi_cascade.h"
#include "model/tensor_file.h"

namespace hoi {

/// Everything besides the weights that a model needs to be run: the table names are those of a
/// training configuration.
struct ModelConfig {
  CascadeOptions network;
  ImageTransformOptions input;
  FaceDetectorOptions faces;

  template <class Fields>
  void describe(Fields& fields) {
    fields.group("network", network);
    fields.group("input", input);
    fields.group("faces", faces);
  }
};

/// What a model file says about itself; free text, shown by `hoi model info`.
struct ModelProvenance {
  std::string name;
  std::string training_data;
  std::string licence;
  std::string code_version;  ///< commit of the code that trained it
};

/// A model file: safetensors whose metadata makes it self-contained (docs/formats.md).
struct ModelPackage {
  ModelConfig config;
  Vocabulary vocabulary;
  ModelProvenance provenance;
  std::string sha256;  ///< of the whole file
  HoiCascade network{nullptr};
};

/// The metadata entries that describe a model.
std::map<std::string, std::string> package_metadata(const ModelConfig& config,
                                                    const Vocabulary& vocabulary,
                                                    const ModelProvenance& provenance);

/// Reads a model file that nobody vouches for: it can be refused (InputError with file and reason)
/// but never run code. A training checkpoint is a model file too.
ModelPackage read_model_package(const std::filesystem::path& path);

/// Writes a model for use: half-precision weights, without the parts that only training needs
/// (recognition stages before T - 1, whose features no prediction uses; spec 2.10).
void write_model_package(const std::filesystem::path& path, const ModelPackage& package);

}  // namespace hoi
