#include "vision/mixed_precision.h"

#include <ATen/autocast_mode.h>
#include <c10/util/Exception.h>
#include <torch/version.h>

namespace hoi {
namespace {

/// Autocast has one switch per kind of device.
struct AutocastState {
  bool enabled;
  c10::ScalarType type;
};

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 4)
AutocastState autocast_of(c10::DeviceType device) {
  return {at::autocast::is_autocast_enabled(device), at::autocast::get_autocast_dtype(device)};
}
void set_autocast(c10::DeviceType device, const AutocastState& state) {
  at::autocast::set_autocast_enabled(device, state.enabled);
  at::autocast::set_autocast_dtype(device, state.type);
}
#else
AutocastState autocast_of(c10::DeviceType device) {
  if (device == c10::kCPU) {
    return {at::autocast::is_cpu_enabled(), at::autocast::get_autocast_cpu_dtype()};
  }
  return {at::autocast::is_enabled(), at::autocast::get_autocast_gpu_dtype()};
}
void set_autocast(c10::DeviceType device, const AutocastState& state) {
  if (device == c10::kCPU) {
    at::autocast::set_cpu_enabled(state.enabled);
    at::autocast::set_autocast_cpu_dtype(state.type);
  } else {
    at::autocast::set_enabled(state.enabled);
    at::autocast::set_autocast_gpu_dtype(state.type);
  }
}
#endif

bool has_autocast(c10::DeviceType device) { return device == c10::kCPU || device == c10::kCUDA; }

bool is_reduced(c10::ScalarType type) { return type == c10::kHalf || type == c10::kBFloat16; }

}  // namespace

PrecisionScope::PrecisionScope(Precision precision, const c10::Device& device)
    : device_(device.type()) {
  const bool reduced = precision == Precision::kBfloat16;
  TORCH_CHECK(!reduced || has_autocast(device_), "PrecisionScope: no bfloat16 on ", device,
              "; use float32");
  if (!has_autocast(device_)) return;
  const AutocastState outer = autocast_of(device_);
  outer_enabled_ = outer.enabled;
  outer_type_ = outer.type;
  // A copy of a parameter that was made where gradients were switched off would be used again where
  // they are not, and cut the parameter off from the loss.
  outer_cache_ = at::autocast::is_autocast_cache_enabled();
  at::autocast::set_autocast_cache_enabled(false);
  set_autocast(device_, {reduced, reduced ? c10::kBFloat16 : outer.type});
}

PrecisionScope::~PrecisionScope() {
  if (!has_autocast(device_)) return;
  set_autocast(device_, {outer_enabled_, outer_type_});
  at::autocast::set_autocast_cache_enabled(outer_cache_);
}

torch::Tensor at_least_float32(const torch::Tensor& tensor) {
  return is_reduced(tensor.scalar_type()) ? tensor.to(torch::kFloat32) : tensor;
}

torch::TensorOptions at_least_float32(const torch::TensorOptions& options) {
  const bool reduced = is_reduced(c10::typeMetaToScalarType(options.dtype()));
  return reduced ? options.dtype(torch::kFloat32) : options;
}

}  // namespace hoi
