#pragma once

#include <torch/types.h>

namespace hoi {

/// `host`, a CPU tensor, as one of the type and on the device of `target`. To a CUDA device it goes
/// through pinned memory on the current stream, so that this thread need not wait for the device:
/// Tensor::to() would wait until everything before it is done.
torch::Tensor copied_to(const torch::Tensor& host, const torch::TensorOptions& target);

}  // namespace hoi
