#pragma once

#include <c10/core/Device.h>
#include <c10/core/ScalarType.h>
#include <torch/types.h>

namespace hoi {

/// What convolutions and matrix products of a training step compute in.
enum class Precision {
  kFloat32,
  kBfloat16,  ///< LibTorch's autocast; parameters, their gradients and the optimiser stay float32
};

/// Sets the precision of the operators that this thread runs while the object lives, on CPU or CUDA
/// tensors:
///
///   PrecisionScope scope(Precision::kBfloat16, device);   // around the forward pass and the loss
///
/// kFloat32 inside of a kBfloat16 scope switches back, for what needs all digits; without one
/// around it, it changes nothing. Scopes nest. The backward pass runs in the types of the forward
/// pass and needs no scope.
class PrecisionScope {
 public:
  /// Throws c10::Error for kBfloat16 on another kind of device.
  PrecisionScope(Precision precision, const c10::Device& device);
  ~PrecisionScope();
  PrecisionScope(const PrecisionScope&) = delete;
  PrecisionScope& operator=(const PrecisionScope&) = delete;

 private:
  c10::DeviceType device_;
  bool outer_enabled_ = false, outer_cache_ = true;
  c10::ScalarType outer_type_ = c10::ScalarType::Undefined;
};

/// Float16 and bfloat16 tensors as float32, all others as they are: what heads hand to losses, box
/// decoding and suppression.
torch::Tensor at_least_float32(const torch::Tensor& tensor);

/// The same for the type of tensors to be made: coordinates are never of reduced precision.
torch::TensorOptions at_least_float32(const torch::TensorOptions& options);

}  // namespace hoi
