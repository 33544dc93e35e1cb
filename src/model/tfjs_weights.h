#pragma once

#include <filesystem>
#include <map>
#include <string>

#include <torch/types.h>

namespace hoi {

/// Reads the weights of a TensorFlow.js model: `folder`/model.json names arrays and their shapes,
/// and binary shards beside it hold them one after the other, little-endian and row-major.
///
/// Returns the float32 arrays by name, in the layout of the file (convolutions are height, width,
/// in, out); arrays of other types are skipped.
///
/// The folder is not trusted. Throws InputError when a shard is missing, is not a plain file name,
/// is a link or holds another number of bytes than its arrays need, when a shape or type makes no
/// sense, a name occurs twice, arrays are quantized, or more than 1 GiB would be read.
std::map<std::string, torch::Tensor> read_tfjs_weights(const std::filesystem::path& folder);

}  // namespace hoi
