#include "vision/device_copy.h"

namespace hoi {

torch::Tensor copied_to(const torch::Tensor& host, const torch::TensorOptions& target) {
  if (!target.device().is_cuda() || !host.device().is_cpu() || host.numel() == 0) {
    return host.to(target);
  }
  const auto type = target.has_dtype() ? target.dtype() : host.dtype();
  return host.to(type).contiguous().pin_memory().to(target.device(), /*non_blocking=*/true);
}

}  // namespace hoi
