#include "hicodet/hicodet_folder.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

namespace hoi {
namespace {

constexpr const char* kArchiveFolder = "hico_20160224_det";
constexpr const char* kPictureFolder = "images";

std::string without_layout_folder(const std::string& name) {
  for (const char* const split : {"train", "test"}) {
    const std::string folder = hicodet_image_folder(split) + "/";
    if (name.compare(0, folder.size(), folder) == 0) return name.substr(folder.size());
  }
  return name;
}

std::string flat_name(const std::string& original) {
  std::string name = without_layout_folder(original);
  std::replace(name.begin(), name.end(), '/', '_');
  return name;
}

}  // namespace

std::string hicodet_json_name(const std::string& split) {
  return "instances_" + split + "2015.json";
}

std::string hicodet_image_folder(const std::string& split) { return split + "2015"; }

std::optional<std::filesystem::path> find_hicodet_file(const std::filesystem::path& folder,
                                                       const std::string& name) {
  for (const auto& place : {folder / name, folder / kArchiveFolder / name}) {
    std::error_code ignored;
    if (std::filesystem::exists(place, ignored)) return place;
  }
  return std::nullopt;
}

std::filesystem::path find_hicodet_images(const std::filesystem::path& folder) {
  const auto plain = folder / kPictureFolder;
  const auto archive = folder / kArchiveFolder / kPictureFolder;
  std::error_code ignored;
  const bool only_archive =
      !std::filesystem::exists(plain, ignored) && std::filesystem::exists(archive, ignored);
  return only_archive ? archive : plain;
}

std::vector<std::string> hicodet_file_names(const std::vector<std::string>& names) {
  std::map<std::string, std::string> written;  // of each name
  std::set<std::string> taken;
  std::vector<std::string> result;
  result.reserve(names.size());
  for (const std::string& name : names) {
    const auto [place, added] = written.try_emplace(name, flat_name(name));
    if (added) {
      while (!taken.insert(place->second).second) place->second.insert(0, 1, '_');
    }
    result.push_back(place->second);
  }
  return result;
}

bool is_renamed_in_hicodet(const std::string& name, const std::string& written) {
  return without_layout_folder(name) != written;
}

}  // namespace hoi
