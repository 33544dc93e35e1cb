#include "training/precision_check.h"

#include "base/error.h"

namespace hoi {

bool cpu_computes_bfloat16() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0;
#else
  return false;
#endif
}

void require_precision(Precision precision, const torch::Device& device, bool cpu_has_bfloat16) {
  if (precision != Precision::kBfloat16 || !device.is_cpu() || cpu_has_bfloat16) return;
  throw InputError(
      "training.precision: \"bfloat16\" needs a GPU or a processor with AVX-512 (BW, DQ and VL), "
      "which this machine has not; use \"float32\"");
}

}  // namespace hoi
