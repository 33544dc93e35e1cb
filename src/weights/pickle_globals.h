#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/safetensors.h"

namespace hoi {

/// What a name of a Python module may stand for in a pickle. None of it is ever called: each is a
/// word that the reader understands.
enum class PickleCall {
  kOrderedDictionary,  ///< collections.OrderedDict
  kTensor,             ///< torch._utils._rebuild_tensor
  kTensorV2,           ///< torch._utils._rebuild_tensor_v2
  kParameter,          ///< torch._utils._rebuild_parameter
  kStorageType,        ///< torch.FloatStorage and its kin
  kArray,              ///< numpy.core.multiarray._reconstruct
  kArrayClass,         ///< numpy.ndarray
  kArrayType,          ///< numpy.dtype
  kEncode,             ///< _codecs.encode: how protocol 2 of Python 3 writes bytes
  kNoBytes,            ///< __builtin__.bytes without a value: how it writes none
};

struct PickleGlobal {
  PickleCall call = PickleCall::kOrderedDictionary;
  TensorType type = TensorType::kFloat32;  ///< of kStorageType
};

/// The number of a name; nothing for all names but the few that weights need.
std::optional<std::int64_t> find_pickle_global(std::string_view module, std::string_view name);

/// What the number of find_pickle_global() stands for; throws std::out_of_range for others.
const PickleGlobal& pickle_global(std::int64_t number);

}  // namespace hoi
