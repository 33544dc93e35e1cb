#include "weights/pickle_globals.h"

#include <array>
#include <cstddef>

namespace hoi {
namespace {

struct GlobalRow {
  std::string_view module, name;
  PickleGlobal meaning;
};

constexpr std::array<GlobalRow, 20> kGlobals = {{
    {"collections", "OrderedDict", {PickleCall::kOrderedDictionary}},
    {"torch._utils", "_rebuild_tensor", {PickleCall::kTensor}},
    {"torch._utils", "_rebuild_tensor_v2", {PickleCall::kTensorV2}},
    {"torch._utils", "_rebuild_parameter", {PickleCall::kParameter}},
    {"torch", "DoubleStorage", {PickleCall::kStorageType, TensorType::kFloat64}},
    {"torch", "FloatStorage", {PickleCall::kStorageType, TensorType::kFloat32}},
    {"torch", "HalfStorage", {PickleCall::kStorageType, TensorType::kFloat16}},
    {"torch", "BFloat16Storage", {PickleCall::kStorageType, TensorType::kBFloat16}},
    {"torch", "LongStorage", {PickleCall::kStorageType, TensorType::kInt64}},
    {"torch", "IntStorage", {PickleCall::kStorageType, TensorType::kInt32}},
    {"torch", "ShortStorage", {PickleCall::kStorageType, TensorType::kInt16}},
    {"torch", "CharStorage", {PickleCall::kStorageType, TensorType::kInt8}},
    {"torch", "ByteStorage", {PickleCall::kStorageType, TensorType::kUInt8}},
    {"torch", "BoolStorage", {PickleCall::kStorageType, TensorType::kBool}},
    {"numpy.core.multiarray", "_reconstruct", {PickleCall::kArray}},
    {"numpy._core.multiarray", "_reconstruct", {PickleCall::kArray}},
    {"numpy", "ndarray", {PickleCall::kArrayClass}},
    {"numpy", "dtype", {PickleCall::kArrayType}},
    {"_codecs", "encode", {PickleCall::kEncode}},
    {"__builtin__", "bytes", {PickleCall::kNoBytes}},
}};

}  // namespace

std::optional<std::int64_t> find_pickle_global(std::string_view module, std::string_view name) {
  for (std::size_t i = 0; i < kGlobals.size(); ++i) {
    if (kGlobals[i].module == module && kGlobals[i].name == name) {
      return static_cast<std::int64_t>(i);
    }
  }
  return std::nullopt;
}

const PickleGlobal& pickle_global(std::int64_t number) {
  return kGlobals.at(static_cast<std::size_t>(number)).meaning;
}

}  // namespace hoi
