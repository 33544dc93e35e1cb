#include "base/safetensors_types.h"

#include <array>
#include <limits>
#include <stdexcept>

namespace hoi {
namespace {

struct TypeRow {
  TensorType type;
  const char* name;
  std::int64_t bytes;
};

constexpr std::array<TypeRow, 10> kTypes = {{{TensorType::kFloat64, "F64", 8},
                                             {TensorType::kFloat32, "F32", 4},
                                             {TensorType::kFloat16, "F16", 2},
                                             {TensorType::kBFloat16, "BF16", 2},
                                             {TensorType::kInt64, "I64", 8},
                                             {TensorType::kInt32, "I32", 4},
                                             {TensorType::kInt16, "I16", 2},
                                             {TensorType::kInt8, "I8", 1},
                                             {TensorType::kUInt8, "U8", 1},
                                             {TensorType::kBool, "BOOL", 1}}};

const TypeRow& row_of(TensorType type) {
  for (const TypeRow& row : kTypes) {
    if (row.type == type) return row;
  }
  throw std::invalid_argument("unknown TensorType");
}

}  // namespace

std::int64_t element_size(TensorType type) { return row_of(type).bytes; }

std::string tensor_type_name(TensorType type) { return row_of(type).name; }

std::optional<TensorType> tensor_type_named(const std::string& name) {
  for (const TypeRow& row : kTypes) {
    if (row.name == name) return row.type;
  }
  return std::nullopt;
}

std::optional<std::int64_t> checked_byte_count(TensorType type,
                                               const std::vector<std::int64_t>& shape) {
  std::int64_t bytes = element_size(type);
  bool empty = false;
  for (const std::int64_t extent : shape) {
    if (extent < 0) return std::nullopt;
    if (extent == 0) {
      empty = true;
      continue;
    }
    if (bytes > std::numeric_limits<std::int64_t>::max() / extent) return std::nullopt;
    bytes *= extent;
  }
  return empty ? 0 : bytes;
}

}  // namespace hoi
