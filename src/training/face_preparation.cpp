#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "base/progress.h"
#include "base/sha256.h"
#include "config/toml_options.h"
#include "data/face_cache.h"
#include "data/face_detector.h"
#include "data/picture_sources.h"
#include "training/training_session.h"

namespace hoi {
namespace {

/// One cache per folder and detector setting: other settings find other faces.
std::filesystem::path cache_file(const DataOptions& data, const std::string& root,
                                 const FaceDetectorOptions& faces) {
  const std::string key = std::filesystem::weakly_canonical(root).string() + "\n" + to_toml(faces);
  return std::filesystem::path(data.face_cache) / (sha256_hex(key).substr(0, 16) + ".json");
}

/// Pictures of folder number `source` whose annotation does not know the faces itself.
std::vector<std::string> pictures_without_faces(const AnnotatedPictures& pictures,
                                                std::size_t source) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < pictures.images.size(); ++i) {
    const auto& image = pictures.images[i];
    if (pictures.sources[i] != source) continue;
    if (image.interactions_annotated && image.faces.empty()) names.push_back(image.file_name);
  }
  return names;
}

FaceDetectorOptions training_detector(const ExperimentOptions& experiment) {
  FaceDetectorOptions options = experiment.model.faces;
  if (!experiment.data.face_model.empty()) {
    options.kind = FaceDetectorKind::kYunet;
    options.model = experiment.data.face_model;
  }
  return options;
}

/// Searches pictures for faces, each picture once and for all.
class FacePreparation {
 public:
  FacePreparation(const ExperimentOptions& experiment,
                  const std::function<void(const std::string&)>& say)
      : data_(experiment.data),
        options_(training_detector(experiment)),
        detector_(make_face_detector(options_)),
        say_(say) {}

  void prepare(std::vector<DataSourceOptions>& sources, AnnotatedPictures& pictures) {
    for (std::size_t i = 0; i < sources.size(); ++i) {
      if (sources[i].faces.empty()) prepare_source(sources[i], i, pictures);
    }
  }

 private:
  void prepare_source(DataSourceOptions& source, std::size_t number, AnnotatedPictures& pictures) {
    const auto path = cache_file(data_, source.root, options_);
    FaceCache cache = std::filesystem::exists(path) ? FaceCache::read(path) : FaceCache();
    std::vector<std::string> missing;
    for (const auto& name : pictures_without_faces(pictures, number)) {
      if (cache.find(name) == nullptr) missing.push_back(name);
    }
    if (!missing.empty()) {
      say_(fmt::format("looking for faces in {} pictures of {}", missing.size(), source.root));
      Progress progress("faces", static_cast<int64_t>(missing.size()));
      complete_face_cache(
          cache, pictures.image_folders.at(number), missing, *detector_,
          [&](std::size_t done, std::size_t) { progress.update(static_cast<int64_t>(done)); });
      std::filesystem::create_directories(path.parent_path());
      cache.write(path);
    }
    if (cache.size() == 0) return;
    source.faces = path.string();
    add_cached_faces(cache, number, pictures);
  }

  DataOptions data_;
  FaceDetectorOptions options_;
  std::unique_ptr<FaceDetector> detector_;
  const std::function<void(const std::string&)>& say_;
};

}  // namespace

void prepare_face_caches(ExperimentOptions& experiment, SessionPictures& pictures,
                         const std::function<void(const std::string&)>& say) {
  if (training_detector(experiment).kind == FaceDetectorKind::kNone) return;
  if (experiment.training.phase == TrainingPhase::kLocalization) return;
  FacePreparation preparation(experiment, say);
  preparation.prepare(experiment.data.train, pictures.training);
  preparation.prepare(experiment.data.validation, pictures.validation);
}

}  // namespace hoi
