#include "data/face_cache.h"

#include <cmath>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/json_file.h"
#include "data/image_io.h"

namespace hoi {
namespace {

FaceAnnotation parse_face(const nlohmann::json& entry, const std::string& where) {
  const auto bad = [&](const char* what) {
    return InputError(where + ": " + what + "; a face is [x1, y1, x2, y2, score]");
  };
  if (!entry.is_array() || entry.size() != 5) throw bad("not five numbers");
  for (const auto& number : entry) {
    if (!number.is_number()) throw bad("not five numbers");
  }
  FaceAnnotation face;
  face.box = {entry[0].get<float>(), entry[1].get<float>(), entry[2].get<float>(),
              entry[3].get<float>()};
  face.score = entry[4].get<float>();
  if (!(face.box.x2 > face.box.x1) || !(face.box.y2 > face.box.y1)) throw bad("an empty box");
  if (!(face.score >= 0 && face.score <= 1)) throw bad("a score outside [0, 1]");
  return face;
}

double rounded(float value, double steps) { return std::round(double{value} * steps) / steps; }

}  // namespace

FaceCache FaceCache::read(const std::filesystem::path& path) {
  const nlohmann::json document = read_json_file(path);
  if (!document.is_object()) {
    throw InputError(path.string() + ": a face cache is an object of file names and faces");
  }
  FaceCache cache;
  for (const auto& [file_name, entries] : document.items()) {
    const std::string where = path.string() + ": \"" + file_name + "\"";
    if (!entries.is_array()) throw InputError(where + ": not a list of faces");
    std::vector<FaceAnnotation> faces;
    for (const auto& entry : entries) faces.push_back(parse_face(entry, where));
    cache.insert(file_name, std::move(faces));
  }
  return cache;
}

void FaceCache::write(const std::filesystem::path& path) const {
  nlohmann::json document = nlohmann::json::object();
  for (const auto& [file_name, faces] : faces_) {
    auto& entries = document[file_name] = nlohmann::json::array();
    for (const auto& face : faces) {
      entries.push_back({rounded(face.box.x1, 100), rounded(face.box.y1, 100),
                         rounded(face.box.x2, 100), rounded(face.box.y2, 100),
                         rounded(face.score, 10000)});
    }
  }
  write_file_atomically(path, document.dump() + "\n");
}

const std::vector<FaceAnnotation>* FaceCache::find(const std::string& file_name) const {
  const auto entry = faces_.find(file_name);
  return entry == faces_.end() ? nullptr : &entry->second;
}

void FaceCache::insert(const std::string& file_name, std::vector<FaceAnnotation> faces) {
  faces_[file_name] = std::move(faces);
}

std::size_t complete_face_cache(
    FaceCache& cache, const std::filesystem::path& folder,
    const std::vector<std::string>& file_names, FaceDetector& detector,
    const std::function<void(std::size_t done, std::size_t total)>& on_image) {
  std::size_t searched = 0, done = 0;
  for (const auto& file_name : file_names) {
    if (cache.find(file_name) == nullptr) {
      cache.insert(file_name, detector.detect(read_image(folder / file_name).bgr));
      ++searched;
    }
    if (on_image) on_image(++done, file_names.size());
  }
  return searched;
}

}  // namespace hoi
