#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hoi {

/// Element types of the safetensors format that this project reads.
enum class TensorType {
  kFloat64,
  kFloat32,
  kFloat16,
  kBFloat16,
  kInt64,
  kInt32,
  kInt16,
  kInt8,
  kUInt8,
  kBool
};

/// Bytes of one element.
std::int64_t element_size(TensorType type);

/// One named array; `bytes` is little-endian, row-major and owned by whoever owns the text it came
/// from. It may start at any address: copy it, never cast its pointer to the element type.
struct TensorRecord {
  std::string name;
  TensorType type = TensorType::kFloat32;
  std::vector<std::int64_t> shape;
  std::string_view bytes;
};

/// A parsed safetensors file. Records point into `content`, hence no copy.
class SafetensorsFile {
 public:
  /// Reads and checks a file: header at most 100,000,000 bytes, no duplicate keys, offsets inside
  /// the file, contiguous, without holes or overlap, shape times element size equal to the extent.
  /// Throws InputError naming the file and the first rule it breaks.
  static SafetensorsFile read(const std::filesystem::path& path);

  /// The same for bytes in memory; `name` stands for the file in messages.
  static SafetensorsFile parse(std::string content, const std::string& name);

  SafetensorsFile(SafetensorsFile&&) = default;
  SafetensorsFile& operator=(SafetensorsFile&&) = default;
  SafetensorsFile(const SafetensorsFile&) = delete;
  SafetensorsFile& operator=(const SafetensorsFile&) = delete;

  const std::vector<TensorRecord>& tensors() const { return tensors_; }
  /// The record called `name`, or nullptr.
  const TensorRecord* find(const std::string& name) const;
  const std::map<std::string, std::string>& metadata() const { return metadata_; }
  const std::string& content() const { return *content_; }

 private:
  SafetensorsFile() = default;

  std::unique_ptr<const std::string> content_;  // stable address: records point into it
  std::vector<TensorRecord> tensors_;
  std::map<std::string, std::string> metadata_;
};

/// The bytes of a safetensors file with these records, in this order, and string metadata. Throws
/// std::invalid_argument when a record's bytes do not fit to its shape or a name stands twice.
std::string encode_safetensors(const std::vector<TensorRecord>& tensors,
                               const std::map<std::string, std::string>& metadata);

}  // namespace hoi
