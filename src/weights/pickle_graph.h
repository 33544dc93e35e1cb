#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/safetensors.h"

namespace hoi {

/// What a value of a pickle is. Everything else that Python can pickle is refused.
enum class PickleKind : std::uint8_t {
  kNone,
  kBool,
  kInteger,  ///< fits into 64 bits
  kLong,     ///< a longer integer; its bytes are kept
  kReal,
  kText,  ///< text, or the byte string of Python 2
  kBytes,
  kTuple,
  kList,
  kDictionary,
  kGlobal,   ///< one of the names in weights/pickle_globals.h
  kStorage,  ///< where the elements of tensors lie
  kTensor,
  kArrayType,  ///< numpy's dtype
  kArray,      ///< numpy's ndarray
};

/// Names a value of a PickleGraph.
using PickleId = std::uint32_t;

/// One value. Which fields mean something follows from the kind.
struct PickleNode {
  PickleKind kind = PickleKind::kNone;
  /// kBool, kInteger: the number. kGlobal: an index of pickle_global(). kArrayType: a TensorType.
  /// kStorage, kTensor, kArray: an index into the list of that kind in the graph.
  std::int64_t integer = 0;
  std::string_view text;  ///< kText, kBytes, kLong
  std::vector<PickleId>
      items;  ///< kTuple, kList: elements. kDictionary: key, value, key, value, ...
};

/// Elements that lie outside of the pickle, as it describes them.
struct PickledStorage {
  TensorType type = TensorType::kFloat32;
  std::string_view key;
  std::int64_t elements = 0;
};

/// A window into a storage. Not checked against it.
struct PickledTensor {
  std::size_t storage = 0;
  std::int64_t offset = 0;
  std::vector<std::int64_t> shape, strides;
};

/// A numpy array with its elements. Not checked against their number.
struct PickledArray {
  bool is_filled = false;  ///< numpy makes an empty array first and fills it then
  TensorType type = TensorType::kFloat32;
  std::vector<std::int64_t> shape;
  bool is_column_major = false;
  std::string_view elements;
};

/// All values of a pickle. They name each other by number, so that a value may hold itself, and one
/// of any depth is freed without recursion.
struct PickleGraph {
  std::vector<PickleNode> nodes;
  PickleId root = 0;
  std::vector<PickledStorage> storages;
  std::vector<PickledTensor> tensors;
  std::vector<PickledArray> arrays;
};

}  // namespace hoi
