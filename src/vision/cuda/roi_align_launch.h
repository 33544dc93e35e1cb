#pragma once

#include "vision/cuda/roi_problem.h"

namespace hoi::device {

// Launches on `stream` (a cudaStream_t) and returns at once: nullptr, or what CUDA says against it.

/// output: (rows, grid_height, grid_width, channels), all of it written.
const char* launch_roi_pooling(const RoiProblem& problem, float* output, void* stream);

/// gradient: like the output. Writes every element of problem.maps, which are the gradients of the
/// maps; rows are added in their order, without atomic operations.
const char* launch_roi_spreading(const RoiProblem& problem, const float* gradient, void* stream);

}  // namespace hoi::device
