#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <torch/nn/module.h>
#include <torch/types.h>

#include "base/safetensors.h"

namespace hoi {

using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

/// How floating-point weights are written; other types keep theirs.
enum class StoredPrecision {
  kFloat32,
  kFloat16,  ///< half the size, for shipped models
};

/// Parameters and buffers of a module by their full names, parameters first.
NamedTensors state_of(const torch::nn::Module& module);

/// Tensors and string metadata as the bytes of a safetensors file.
std::string encode_tensors(const NamedTensors& tensors,
                           const std::map<std::string, std::string>& metadata,
                           StoredPrecision precision = StoredPrecision::kFloat32);

/// A copy of one record on the CPU, in its stored type.
torch::Tensor to_tensor(const TensorRecord& record);

/// Copies every parameter and buffer of `module` from `file`, converting the type where needed.
/// Parts of the module whose names start with one of `omitted` may be missing and keep their
/// values. Throws InputError naming `name` and the first missing, unexpected or misshapen tensor,
/// before anything is changed. Names that start with one of `ignored` are left
/// alone on both sides, whatever shapes they have.
void load_state(torch::nn::Module& module, const SafetensorsFile& file, const std::string& name,
                const std::vector<std::string>& omitted = {},
                const std::vector<std::string>& ignored = {});

}  // namespace hoi
