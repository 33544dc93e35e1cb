#include "weights/weight_file.h"

#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"
#include "weights/byte_cursor.h"
#include "weights/torch_legacy.h"
#include "weights/unpickler.h"
#include "weights/weight_source.h"
#include "weights/zip_weights.h"

namespace hoi {
namespace {

constexpr std::uint64_t kMostFileBytes = std::uint64_t{16} << 30;

/// Unpacked weights are a little larger than packed ones; much more is an attack.
std::uint64_t made_limit(std::size_t file_bytes) {
  constexpr std::uint64_t kMostGrowth = 16, kAlwaysAllowed = 64 << 10;
  return kMostGrowth * file_bytes + kAlwaysAllowed;
}

bool begins_with(std::string_view bytes, std::string_view beginning) {
  return bytes.substr(0, beginning.size()) == beginning;
}

/// The header's length and the brace that opens it.
bool looks_like_safetensors(std::string_view bytes) {
  constexpr std::uint64_t kMostHeaderBytes = 100'000'000;
  return bytes.size() > 8 && bytes[8] == '{' &&
         little_endian(bytes.substr(0, 8)) <= kMostHeaderBytes;
}

WeightFormat recognise(std::string_view bytes, const WeightSource& source) {
  if (looks_like_safetensors(bytes)) return WeightFormat::kSafetensors;
  if (begins_with(bytes, "PK\x03\x04")) return WeightFormat::kTorchZip;
  if (is_torch_legacy(bytes)) return WeightFormat::kTorchLegacy;
  if (begins_with(bytes, "\x80")) return WeightFormat::kPickle;
  if (begins_with(bytes, "\x89HDF")) {
    source.fail("it is an HDF5 file; save the arrays with numpy.savez() instead");
  }
  source.fail(
      "it begins like none of the known formats (PyTorch, pickle of protocol 2 or later, "
      "safetensors, numpy's .npz)");
}

NamedArrays read_pickle(std::string_view bytes, MadeBytes& made, const WeightSource& source) {
  ByteCursor cursor(bytes, source);
  const PickleGraph graph = unpickle(cursor, made);
  if (cursor.remaining() != 0) {
    source.fail(fmt::format("{} bytes follow the pickle", cursor.remaining()));
  }
  if (!graph.storages.empty()) source.fail("the pickle's tensors are in no file");
  return collect_arrays(graph, {}, made, source);
}

}  // namespace

std::string weight_format_name(WeightFormat format) {
  switch (format) {
    case WeightFormat::kTorchZip:
      return "PyTorch (zip)";
    case WeightFormat::kTorchLegacy:
      return "PyTorch (before 1.6)";
    case WeightFormat::kPickle:
      return "pickle of numpy arrays";
    case WeightFormat::kSafetensors:
      return "safetensors";
    case WeightFormat::kNumpyZip:
      return "numpy (.npz)";
  }
  return "unknown";
}

WeightFile::WeightFile(std::string content)
    : content_(std::make_unique<const std::string>(std::move(content))),
      made_(made_limit(content_->size())) {}

WeightFile WeightFile::read(const std::filesystem::path& path) {
  return parse(read_file(path, kMostFileBytes), path.string());
}

WeightFile WeightFile::parse(std::string content, const std::string& name) {
  const WeightSource source(name);
  const WeightFormat format = recognise(content, source);
  if (format == WeightFormat::kSafetensors) {
    WeightFile file{std::string()};
    file.format_ = format;
    file.safetensors_ = SafetensorsFile::parse(std::move(content), name);
    file.arrays_.tensors = file.safetensors_->tensors();
    return file;
  }
  WeightFile file(std::move(content));
  file.format_ = format;
  const std::string_view bytes = *file.content_;
  if (format == WeightFormat::kTorchZip) {
    auto [arrays, is_torch] = read_zip_weights(bytes, file.made_, source);
    file.arrays_ = std::move(arrays);
    if (!is_torch) file.format_ = WeightFormat::kNumpyZip;
  } else if (format == WeightFormat::kTorchLegacy) {
    file.arrays_ = read_torch_legacy(bytes, file.made_, source);
  } else {
    file.arrays_ = read_pickle(bytes, file.made_, source);
  }
  return file;
}

std::string_view WeightFile::text(const std::string& name) const {
  const auto found = arrays_.texts.find(name);
  return found == arrays_.texts.end() ? std::string_view() : found->second;
}

}  // namespace hoi
