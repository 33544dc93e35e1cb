#pragma once

#include <string_view>

#include "weights/made_bytes.h"
#include "weights/pickled_arrays.h"
#include "weights/weight_source.h"

namespace hoi {

struct ZipWeights {
  NamedArrays arrays;
  bool is_torch = false;  ///< else numpy's
};

/// The arrays of a zip archive: PyTorch's (since 1.6: NAME/data.pkl and NAME/data/KEY for each
/// storage) or numpy's .npz (NAME.npy for each array). Bytes are views of `bytes` and `made`.
///
/// Throws InputError for every other archive, TorchScript included, which holds code; for a storage
/// that is missing or does not have exactly the bytes that its elements need; for a file of storage
/// that no tensor uses; and for big-endian archives.
ZipWeights read_zip_weights(std::string_view bytes, MadeBytes& made, const WeightSource& source);

}  // namespace hoi
