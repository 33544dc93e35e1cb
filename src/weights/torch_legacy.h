#pragma once

#include <string_view>

#include "weights/made_bytes.h"
#include "weights/pickled_arrays.h"
#include "weights/weight_source.h"

namespace hoi {

/// Do these bytes begin like a file of torch.save() before PyTorch 1.6?
bool is_torch_legacy(std::string_view bytes);

/// The arrays of such a file: pickles of a magic number, the version, the machine, the object and
/// the keys of its storages, then the storages themselves, each after the number of its elements.
/// Bytes are views of `bytes` and `made`. Throws InputError when something differs from that, a
/// storage is missing, superfluous, listed twice or of another size, or something follows the last.
NamedArrays read_torch_legacy(std::string_view bytes, MadeBytes& made, const WeightSource& source);

}  // namespace hoi
