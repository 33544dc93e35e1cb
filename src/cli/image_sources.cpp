#include "cli/image_sources.h"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>
#include <glob.h>

#include "base/error.h"
#include "data/packed_picture.h"

namespace hoi {
namespace {

bool has_picture_ending(const std::filesystem::path& path) {
  static const std::set<std::string> endings{".jpg", ".jpeg", ".png", ".webp", ".bmp"};
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return endings.count(ending) > 0;
}

bool is_shard(const std::filesystem::path& path) {
  std::error_code ignored;
  return path.extension() == kShardEnding && std::filesystem::is_regular_file(path, ignored);
}

/// Adds a file, or all pictures of a shard.
void add_files(const std::filesystem::path& file, std::vector<std::filesystem::path>& files) {
  if (!is_shard(file)) return files.push_back(file);
  for (auto& picture : pictures_of_shard(file)) files.push_back(std::move(picture));
}

std::vector<std::filesystem::path> pictures_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found, files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    if (has_picture_ending(entry.path()) || is_shard(entry.path())) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  for (const auto& file : found) add_files(file, files);
  if (files.empty()) {
    throw InputError(
        fmt::format("{}: no picture in this folder (looked for .jpg .jpeg .png .webp .bmp {})",
                    folder.string(), kShardEnding));
  }
  return files;
}

std::vector<std::filesystem::path> matches_of(const std::string& pattern) {
  glob_t matches{};
  std::vector<std::filesystem::path> files;
  if (glob(pattern.c_str(), 0, nullptr, &matches) == 0) {
    for (std::size_t i = 0; i < matches.gl_pathc; ++i) add_files(matches.gl_pathv[i], files);
  }
  globfree(&matches);
  return files;
}

}  // namespace

ImageSources expand_image_sources(const std::vector<std::string>& sources) {
  ImageSources expanded;
  expanded.is_batch = sources.size() > 1;
  for (const auto& source : sources) {
    std::error_code ignored;
    if (std::filesystem::is_directory(source, ignored)) {
      expanded.is_batch = true;
      for (auto& file : pictures_in(source)) expanded.files.push_back(std::move(file));
    } else if (std::filesystem::exists(source, ignored) || is_picture_file(source)) {
      if (is_shard(source)) expanded.is_batch = true;
      add_files(source, expanded.files);
    } else {
      const auto files = matches_of(source);
      if (files.empty()) {
        throw InputError(fmt::format("{}: no such file or folder, and no file matches it", source));
      }
      expanded.is_batch = true;
      expanded.files.insert(expanded.files.end(), files.begin(), files.end());
    }
  }
  return expanded;
}

}  // namespace hoi
