#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <torch/types.h>

namespace hoi {

/// The arrays of a package, which remembers what was asked for.
class PretrainedArrays {
 public:
  explicit PretrainedArrays(std::map<std::string, torch::Tensor> arrays);

  bool contains(const std::string& name) const { return arrays_.count(name) > 0; }
  /// The array called `name`; an undefined tensor, noted as missing, when there is none.
  torch::Tensor take(const std::string& name);

  const std::vector<std::string>& missing() const { return missing_; }
  std::int64_t taken() const { return static_cast<std::int64_t>(taken_.size()); }
  std::vector<std::string> unused() const;

 private:
  std::map<std::string, torch::Tensor> arrays_;
  std::set<std::string> taken_;
  std::vector<std::string> missing_;
};

/// What one NormalizedConvolution (detection/normalized_convolution.h) is filled with. Tensors are
/// undefined where the package lacks an array.
struct UnitWeights {
  torch::Tensor kernel;          ///< (out, in / groups, height, width)
  torch::Tensor weight, bias;    ///< (out,) of the norm
  torch::Tensor mean, variance;  ///< (out,)
};

/// The unit called `unit` in detection/resnet.h, from Keras' first ResNet-50: stem is conv1 and
/// layer<l>.<b>.<u> is res<l + 1><letter of b>_branch<u>.
UnitWeights keras_resnet_unit(PretrainedArrays& arrays, const std::string& unit);

/// The unit called `unit` in detection/mobilenet_v2.h, from an SSD feature extractor with folded
/// norms: blocks.<b>.<u> is expanded_conv_<b>/<u>. `epsilon` is that of the norms to be filled.
UnitWeights ssd_mobilenet_unit(PretrainedArrays& arrays, const std::string& unit, double epsilon);

}  // namespace hoi
