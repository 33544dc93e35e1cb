#pragma once

#include <string>
#include <string_view>

#include "base/safetensors.h"
#include "weights/made_bytes.h"
#include "weights/weight_source.h"

namespace hoi {

/// The array in the bytes of a .npy file (numpy's format, versions 1 to 3), named `name`. Throws
/// InputError when the header is not the one numpy writes, the elements are big-endian or of a type
/// that is no TensorType, or their number is not what the shape needs.
TensorRecord read_npy(const std::string& name, std::string_view bytes, MadeBytes& made,
                      const WeightSource& source);

}  // namespace hoi
