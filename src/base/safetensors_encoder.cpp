#include <set>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/safetensors.h"
#include "base/safetensors_types.h"

namespace hoi {
namespace {

void check_record(const TensorRecord& record) {
  const auto bytes = checked_byte_count(record.type, record.shape);
  if (!bytes || static_cast<std::uint64_t>(*bytes) != record.bytes.size()) {
    throw std::invalid_argument(
        fmt::format("encode_safetensors: tensor '{}' has {} bytes, which is "
                    "not what its shape and element type need",
                    record.name, record.bytes.size()));
  }
  if (record.name == "__metadata__") {
    throw std::invalid_argument("encode_safetensors: no tensor can be called '__metadata__'");
  }
}

/// One `"name":{...}` member of the header; `begin` is the offset of its bytes.
std::string header_member(const TensorRecord& record, std::uint64_t begin) {
  return fmt::format(R"({}:{{"dtype":"{}","shape":{},"data_offsets":[{},{}]}})",
                     nlohmann::json(record.name).dump(), tensor_type_name(record.type),
                     nlohmann::json(record.shape).dump(), begin, begin + record.bytes.size());
}

}  // namespace

std::string encode_safetensors(const std::vector<TensorRecord>& tensors,
                               const std::map<std::string, std::string>& metadata) {
  std::string header = "{";
  if (!metadata.empty()) header += "\"__metadata__\":" + nlohmann::json(metadata).dump();
  std::set<std::string> names;
  std::uint64_t data_bytes = 0;
  for (const TensorRecord& record : tensors) {
    check_record(record);
    if (!names.insert(record.name).second) {
      throw std::invalid_argument("encode_safetensors: two tensors called '" + record.name + "'");
    }
    if (header.size() > 1) header += ",";
    header += header_member(record, data_bytes);
    data_bytes += record.bytes.size();
  }
  header += "}";
  while (header.size() % 8 != 0) header += ' ';  // so that the data begin at a multiple of 8

  std::string content;
  content.reserve(8 + header.size() + data_bytes);
  for (int shift = 0; shift < 64; shift += 8) {
    content += static_cast<char>((std::uint64_t{header.size()} >> shift) & 0xFF);
  }
  content += header;
  for (const TensorRecord& record : tensors) content += record.bytes;
  return content;
}

}  // namespace hoi
