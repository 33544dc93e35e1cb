#pragma once

#include <torch/types.h>

#include "vision/mixed_precision.h"

namespace hoi {

/// Whether this machine's processor has the instructions without which LibTorch's convolutions
/// refuse bfloat16: AVX-512 with its parts BW, DQ and VL.
bool cpu_computes_bfloat16();

/// Throws InputError when `device` cannot train in `precision`. cpu_has_bfloat16: of this machine.
void require_precision(Precision precision, const torch::Device& device,
                       bool cpu_has_bfloat16 = cpu_computes_bfloat16());

}  // namespace hoi
