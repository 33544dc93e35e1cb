#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/safetensors.h"

namespace hoi {

/// The element type that a safetensors header calls `name` ("F32"); nothing when this project does
/// not read it.
std::optional<TensorType> tensor_type_named(const std::string& name);

/// The name of an element type in a safetensors header.
std::string tensor_type_name(TensorType type);

/// Bytes of a dense tensor; nothing when an extent is negative or the product of the non-zero
/// extents leaves 63 bits.
std::optional<std::int64_t> checked_byte_count(TensorType type,
                                               const std::vector<std::int64_t>& shape);

}  // namespace hoi
