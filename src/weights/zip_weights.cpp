#include "weights/zip_weights.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "weights/byte_cursor.h"
#include "weights/npy_array.h"
#include "weights/storage_check.h"
#include "weights/unpickler.h"
#include "weights/zip_archive.h"
#include "weights/zip_content.h"

namespace hoi {
namespace {

constexpr std::string_view kPickleName = "/data.pkl";

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// "NAME/" of a PyTorch archive, nothing for others.
std::optional<std::string> torch_folder(const ZipArchive& archive) {
  for (const ZipEntry& entry : archive.entries()) {
    const std::size_t slash = entry.name.find('/');
    if (slash != std::string::npos && entry.name.substr(slash) == kPickleName) {
      return entry.name.substr(0, slash + 1);
    }
  }
  return std::nullopt;
}

void check_torch_archive(const ZipArchive& archive, const std::string& folder, MadeBytes& made,
                         const WeightSource& source) {
  if (archive.find(folder + "constants.pkl") != nullptr) {
    source.fail("it is a TorchScript program; save the dictionary of its tensors instead");
  }
  const ZipEntry* order = archive.find(folder + "byteorder");
  if (order != nullptr && zip_content(*order, made, source) != "little") {
    source.fail("its numbers are big-endian");
  }
}

/// The bytes of the storages, each unpacked once.
std::vector<std::string_view> read_storages(const ZipArchive& archive, const std::string& folder,
                                            const PickleGraph& graph, MadeBytes& made,
                                            const WeightSource& source) {
  check_storage_keys(graph, source);
  std::map<std::string_view, std::string_view> contents;
  std::vector<std::string_view> storages;
  std::set<std::string> used;
  for (const PickledStorage& storage : graph.storages) {
    const auto [content, is_new] = contents.emplace(storage.key, std::string_view());
    if (is_new) {
      const std::string name = folder + "data/" + std::string(storage.key);
      const ZipEntry* entry = archive.find(name);
      if (entry == nullptr) source.fail(fmt::format("its file {} is missing", shown_text(name)));
      content->second = zip_content(*entry, made, source);
      check_storage_size(storage, content->second.size(), source);
      used.insert(name);
    }
    storages.push_back(content->second);
  }
  for (const ZipEntry& entry : archive.entries()) {
    if (entry.name.rfind(folder + "data/", 0) == 0 && used.count(entry.name) == 0) {
      source.fail(fmt::format("its file {} belongs to no tensor", shown_text(entry.name)));
    }
  }
  return storages;
}

NamedArrays read_torch_zip(const ZipArchive& archive, const std::string& folder, MadeBytes& made,
                           const WeightSource& source) {
  check_torch_archive(archive, folder, made, source);
  const ZipEntry* pickle = archive.find(folder + std::string(kPickleName.substr(1)));
  ByteCursor cursor(zip_content(*pickle, made, source), source);
  const PickleGraph graph = unpickle(cursor, made);
  if (cursor.remaining() != 0) source.fail("something follows the pickle");
  return collect_arrays(graph, read_storages(archive, folder, graph, made, source), made, source);
}

NamedArrays read_npz(const ZipArchive& archive, MadeBytes& made, const WeightSource& source) {
  constexpr std::string_view kEnding = ".npy";
  NamedArrays result;
  for (const ZipEntry& entry : archive.entries()) {
    if (!ends_with(entry.name, kEnding)) {
      source.fail(
          fmt::format("its file {} is neither PyTorch's nor numpy's", shown_text(entry.name)));
    }
    const std::string name = entry.name.substr(0, entry.name.size() - kEnding.size());
    check_array_name(name, source);
    result.tensors.push_back(read_npy(name, zip_content(entry, made, source), made, source));
  }
  return result;
}

}  // namespace

ZipWeights read_zip_weights(std::string_view bytes, MadeBytes& made, const WeightSource& source) {
  const ZipArchive archive(bytes, source);
  const auto folder = torch_folder(archive);
  if (folder) return {read_torch_zip(archive, *folder, made, source), true};
  return {read_npz(archive, made, source), false};
}

}  // namespace hoi
