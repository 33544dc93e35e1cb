#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/safetensors.h"
#include "weights/made_bytes.h"
#include "weights/weight_source.h"

namespace hoi {

/// An array as files describe it: a window into elements that lie somewhere. Nothing is checked
/// before dense_record() is called.
struct StridedArray {
  TensorType type = TensorType::kFloat32;
  std::vector<std::int64_t> shape;
  std::vector<std::int64_t> strides;  ///< in elements, one per dimension
  std::int64_t offset = 0;            ///< in elements, of the first one
  std::string_view elements;          ///< little-endian
};

/// Strides of an array whose last index runs fastest. Extents must be non-negative and their
/// product, zeros left out, must fit into 63 bits.
std::vector<std::int64_t> row_major_strides(const std::vector<std::int64_t>& shape);

/// Strides of an array whose first index runs fastest; the same requirement.
std::vector<std::int64_t> column_major_strides(const std::vector<std::int64_t>& shape);

/// The array as one row-major piece: a view of its elements where they lie that way already, else
/// a reordered copy in `made`. Throws InputError when an extent, a stride or the offset is
/// negative, there are more than 16 dimensions, an element lies outside of `elements`, or two
/// indices name the same element.
TensorRecord dense_record(const std::string& name, const StridedArray& array, MadeBytes& made,
                          const WeightSource& source);

}  // namespace hoi
