#pragma once

// The arithmetic of the CUDA kernels is written in headers that a C++ compiler understands as well:
// a test without a GPU runs the very same functions, element by element. Both compilers are told to
// round after every operation (see CMakeLists.txt), so both get the same bits.

#if defined(__CUDACC__)
#define HOI_HOST_DEVICE __host__ __device__
#else
#define HOI_HOST_DEVICE
#endif

namespace hoi::device {

/// std::min() and std::max(), NaN included, which are no device functions.
template <class Number>
HOI_HOST_DEVICE inline Number least(Number a, Number b) {
  return b < a ? b : a;
}
template <class Number>
HOI_HOST_DEVICE inline Number greatest(Number a, Number b) {
  return a < b ? b : a;
}

}  // namespace hoi::device
