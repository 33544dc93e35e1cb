#include "interchange/picture_search.h"

#include <algorithm>
#include <utility>

namespace hoi {
namespace {

constexpr const char* kImages = "images/";

bool exists_as_file(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored);
}

std::vector<std::string> places_of(const std::string& split) {
  std::vector<std::string> places = {kImages};
  if (!split.empty() && split.find('/') == std::string::npos && split != "..") {
    places.push_back(kImages + split + "/");
    places.push_back(split + "/");
  }
  places.emplace_back();
  return places;
}

}  // namespace

PictureSearch::PictureSearch(std::filesystem::path folder, const ImageSizeReader& image_size)
    : folder_(std::move(folder)), image_size_(image_size) {}

std::optional<FoundPicture> PictureSearch::find(const std::vector<std::string>& names,
                                                const std::string& split) const {
  const auto places = places_of(split);
  for (const std::string& name : names) {
    for (const std::string& place : places) {
      const std::string candidate = place + name;
      if (!exists_as_file(folder_ / candidate)) continue;
      if (!image_size_) return FoundPicture{candidate, 0, 0};
      const auto size = image_size_(folder_ / candidate);
      if (size) return FoundPicture{candidate, size->first, size->second};
    }
  }
  if (image_size_ || names.empty()) return std::nullopt;
  return FoundPicture{kImages + names.front(), 0, 0};
}

void set_image_folder(const std::filesystem::path& folder, AnnotatedDataset& dataset) {
  const std::string prefix = kImages;
  const bool all_below = std::all_of(
      dataset.images.begin(), dataset.images.end(),
      [&](const ImageAnnotation& image) { return image.file_name.rfind(prefix, 0) == 0; });
  dataset.image_folder = folder;
  if (!all_below || dataset.images.empty()) return;
  dataset.image_folder /= "images";
  for (ImageAnnotation& image : dataset.images) image.file_name.erase(0, prefix.size());
}

}  // namespace hoi
