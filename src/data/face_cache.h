#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "data/face_detector.h"
#include "domain/annotation.h"

namespace hoi {

/// The faces of a folder of images, found once and kept in a JSON file (spec 2.7):
///
///   {"<file name>": [[x1, y1, x2, y2, score], ...], ...}     pixels of the original image
class FaceCache {
 public:
  /// Throws InputError naming the file and entry that is malformed.
  static FaceCache read(const std::filesystem::path& path);
  /// Written atomically; entries in order of their names.
  void write(const std::filesystem::path& path) const;

  /// The faces of an image, empty when it has none; nullptr when it was never searched.
  const std::vector<FaceAnnotation>* find(const std::string& file_name) const;
  void insert(const std::string& file_name, std::vector<FaceAnnotation> faces);
  std::size_t size() const { return faces_.size(); }

 private:
  std::map<std::string, std::vector<FaceAnnotation>> faces_;
};

/// Searches the images of `folder` that `cache` does not know yet and adds them; after each image
/// on_image(images done, images in all) is called if given. Returns how many were searched.
std::size_t complete_face_cache(
    FaceCache& cache, const std::filesystem::path& folder,
    const std::vector<std::string>& file_names, FaceDetector& detector,
    const std::function<void(std::size_t done, std::size_t total)>& on_image = nullptr);

}  // namespace hoi
