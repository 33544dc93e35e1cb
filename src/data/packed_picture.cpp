#include "data/packed_picture.h"

#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

#include "base/error.h"
#include "data/packed_pixels.h"

namespace hoi {

std::optional<PackedLocation> packed_location(const std::filesystem::path& path) {
  const std::string text = path.string(), ending = std::string(kShardEnding) + "/";
  for (auto at = text.find(ending); at != std::string::npos; at = text.find(ending, at + 1)) {
    const std::string shard = text.substr(0, at + kShardEnding.size());
    const std::string name = text.substr(at + ending.size());
    std::error_code ignored;
    if (!name.empty() && std::filesystem::is_regular_file(shard, ignored)) {
      return PackedLocation{shard, name};
    }
  }
  return std::nullopt;
}

bool is_picture_file(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(path, ignored)) return true;
  const auto location = packed_location(path);
  if (!location) return false;
  try {
    return PackedShard(location->shard).find(location->name) != nullptr;
  } catch (const InputError&) {
    return true;  // it is there; that it cannot be read is for its reader to say
  }
}

std::vector<std::filesystem::path> pictures_of_shard(const std::filesystem::path& path) {
  std::vector<std::filesystem::path> paths;
  const PackedShard shard(path);
  for (const PackedEntry& entry : shard.entries()) paths.push_back(path / entry.name);
  return paths;
}

PackedPicture::PackedPicture(const PackedLocation& location) : shard_(location.shard) {
  const PackedEntry* entry = shard_.find(location.name);
  if (entry == nullptr) {
    throw InputError(
        fmt::format("{}: this shard has no picture '{}'", location.shard.string(), location.name));
  }
  entry_ = *entry;
}

void PackedPicture::read(unsigned char* bgr) const {
  const std::string packed = shard_.read(entry_);
  try {
    unpack_pixels(packed, entry_.width, entry_.height, bgr);
  } catch (const std::runtime_error& error) {
    throw InputError(fmt::format("{}: picture '{}' is damaged: {}", shard_.path().string(),
                                 entry_.name, error.what()));
  }
}

}  // namespace hoi
