#include <filesystem>

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

/// Pictures of the source's splits whose annotation does not know the faces itself.
std::vector<std::string> pictures_without_faces(const AnnotatedDataset& dataset,
                                                const std::vector<std::string>& splits) {
  std::vector<std::string> names;
  for (const auto& image : images_of_splits(dataset, splits)) {
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

void prepare(DataSourceOptions& source, const ExperimentOptions& experiment, FaceDetector& detector,
             const std::function<void(const std::string&)>& say) {
  if (!source.faces.empty()) return;
  DatasetFindings ignored;  // the training set names them
  const AnnotatedDataset dataset = read_data_source(source, ignored);
  const auto path = cache_file(experiment.data, source.root, training_detector(experiment));
  FaceCache cache = std::filesystem::exists(path) ? FaceCache::read(path) : FaceCache();
  std::vector<std::string> missing;
  for (const auto& name : pictures_without_faces(dataset, source.splits)) {
    if (cache.find(name) == nullptr) missing.push_back(name);
  }
  if (!missing.empty()) {
    say(fmt::format("looking for faces in {} pictures of {}", missing.size(), source.root));
    Progress progress("faces", static_cast<int64_t>(missing.size()));
    complete_face_cache(
        cache, dataset.image_folder, missing, detector,
        [&](std::size_t done, std::size_t) { progress.update(static_cast<int64_t>(done)); });
    std::filesystem::create_directories(path.parent_path());
    cache.write(path);
  }
  if (cache.size() > 0) source.faces = path.string();
}

}  // namespace

void prepare_face_caches(ExperimentOptions& experiment,
                         const std::function<void(const std::string&)>& say) {
  const FaceDetectorOptions options = training_detector(experiment);
  if (options.kind == FaceDetectorKind::kNone) return;
  if (experiment.training.phase == TrainingPhase::kLocalization) return;
  const auto detector = make_face_detector(options);
  for (auto& source : experiment.data.train) prepare(source, experiment, *detector, say);
  for (auto& source : experiment.data.validation) prepare(source, experiment, *detector, say);
}

}  // namespace hoi
