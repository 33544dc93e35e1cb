#include "model/tfjs_weights.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <ATen/Functions.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "base/json_file.h"

namespace hoi {
namespace {

using Json = nlohmann::json;

constexpr std::uintmax_t kMaxManifestBytes = std::uintmax_t{64} << 20;
constexpr std::int64_t kMaxTotalBytes = std::int64_t{1} << 30;
constexpr std::size_t kMaxDimensions = 8;

/// One array of a group of shards.
struct Entry {
  std::string name;
  bool is_float32 = false;
  std::vector<std::int64_t> shape;
  std::int64_t bytes = 0;
};

const Json& member(const Json& object, const char* key, Json::value_t type,
                   const std::string& where) {
  if (!object.is_object() || !object.contains(key) || object[key].type() != type) {
    throw InputError(fmt::format("{}: no {} \"{}\"; expected the layout of a TensorFlow.js model",
                                 where, type == Json::value_t::array ? "list" : "text", key));
  }
  return object[key];
}

std::int64_t bytes_per_element(const std::string& type, const std::string& where) {
  if (type == "float32" || type == "int32") return 4;
  if (type == "bool" || type == "uint8") return 1;
  throw InputError(
      fmt::format("{}: type \"{}\"; expected float32, int32, uint8 or bool", where, type));
}

Entry parse_entry(const Json& json, const std::string& file) {
  Entry entry;
  entry.name = member(json, "name", Json::value_t::string, file).get<std::string>();
  const std::string where = fmt::format("{}: array \"{}\"", file, entry.name);
  if (json.contains("quantization")) {
    throw InputError(where + " is quantized; only full-precision packages can be read");
  }
  const auto type = member(json, "dtype", Json::value_t::string, where).get<std::string>();
  entry.is_float32 = type == "float32";
  entry.bytes = bytes_per_element(type, where);
  const Json& shape = member(json, "shape", Json::value_t::array, where);
  bool is_valid = shape.size() <= kMaxDimensions;
  for (const Json& size : shape) {
    is_valid = is_valid && size.is_number_integer() && size >= 0 && size <= kMaxTotalBytes;
    if (!is_valid) break;
    entry.shape.push_back(size.get<std::int64_t>());
    // Both factors are at most 2^30, so that the product cannot overflow before it is refused.
    entry.bytes *= entry.shape.back();
    is_valid = entry.bytes <= kMaxTotalBytes;
  }
  if (!is_valid) {
    throw InputError(
        fmt::format("{}: impossible shape; expected at most {} whole numbers and {} bytes in all",
                    where, kMaxDimensions, kMaxTotalBytes));
  }
  return entry;
}

/// The shards of one group, joined.
std::string read_shards(const Json& paths, const std::filesystem::path& folder,
                        std::int64_t expected_bytes, const std::string& file) {
  std::string content;
  content.reserve(static_cast<std::size_t>(expected_bytes));
  for (const Json& path : paths) {
    const std::string name = path.is_string() ? path.get<std::string>() : "";
    const bool is_plain = !name.empty() && name != "." && name != ".." &&
                          name.find_first_of(std::string("/\\\0", 3)) == std::string::npos;
    if (!is_plain) {
      throw InputError(fmt::format("{}: shard {}; expected the plain name of a file beside it",
                                   file, path.dump(-1, ' ', true, Json::error_handler_t::replace)));
    }
    if (std::filesystem::is_symlink(folder / name)) {
      throw InputError(
          fmt::format("{}: is a link; put the file itself there", (folder / name).string()));
    }
    const auto missing = static_cast<std::uintmax_t>(expected_bytes) - content.size();
    content += read_file(folder / name, missing);
  }
  if (static_cast<std::int64_t>(content.size()) != expected_bytes) {
    throw InputError(
        fmt::format("{}: the shards hold {} bytes, the arrays need {}; is the download "
                    "complete?",
                    file, content.size(), expected_bytes));
  }
  return content;
}

}  // namespace

std::map<std::string, torch::Tensor> read_tfjs_weights(const std::filesystem::path& folder) {
  const std::filesystem::path path = folder / "model.json";
  const std::string file = path.string();
  const Json document = read_json_file(path, {kMaxManifestBytes});
  std::map<std::string, torch::Tensor> tensors;
  std::int64_t total_bytes = 0;
  for (const Json& group : member(document, "weightsManifest", Json::value_t::array, file)) {
    std::vector<Entry> entries;
    std::int64_t group_bytes = 0;
    for (const Json& json : member(group, "weights", Json::value_t::array, file)) {
      entries.push_back(parse_entry(json, file));
      group_bytes += entries.back().bytes;
      if (total_bytes + group_bytes > kMaxTotalBytes) {
        throw InputError(fmt::format("{}: more than {} bytes of weights", file, kMaxTotalBytes));
      }
    }
    total_bytes += group_bytes;
    const std::string content =
        read_shards(member(group, "paths", Json::value_t::array, file), folder, group_bytes, file);
    std::size_t offset = 0;
    for (const Entry& entry : entries) {
      auto tensor = torch::empty(entry.is_float32 ? entry.shape : std::vector<std::int64_t>{0});
      if (entry.is_float32) {
        std::memcpy(tensor.data_ptr<float>(), content.data() + offset,
                    static_cast<std::size_t>(entry.bytes));
        if (!tensors.emplace(entry.name, tensor).second) {
          throw InputError(fmt::format("{}: array \"{}\" occurs twice", file, entry.name));
        }
      }
      offset += static_cast<std::size_t>(entry.bytes);
    }
  }
  return tensors;
}

}  // namespace hoi
