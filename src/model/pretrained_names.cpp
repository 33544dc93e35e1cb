#include "model/pretrained_names.h"

#include <utility>

#include <ATen/Functions.h>

namespace hoi {
namespace {

torch::Tensor permuted(const torch::Tensor& tensor, std::vector<int64_t> order) {
  return tensor.defined() && tensor.dim() == 4 ? tensor.permute(order) : tensor;
}

/// "layer2.0.reduce" -> {"layer2", "0", "reduce"}.
std::vector<std::string> split(const std::string& name) {
  std::vector<std::string> parts{""};
  for (const char letter : name) {
    if (letter == '.') {
      parts.emplace_back();
    } else {
      parts.back() += letter;
    }
  }
  return parts;
}

}  // namespace

PretrainedArrays::PretrainedArrays(std::map<std::string, torch::Tensor> arrays)
    : arrays_(std::move(arrays)) {}

torch::Tensor PretrainedArrays::take(const std::string& name) {
  const auto found = arrays_.find(name);
  if (found == arrays_.end()) {
    missing_.push_back(name);
    return {};
  }
  taken_.insert(name);
  return found->second;
}

std::vector<std::string> PretrainedArrays::unused() const {
  std::vector<std::string> names;
  for (const auto& entry : arrays_) {
    if (taken_.count(entry.first) == 0) names.push_back(entry.first);
  }
  return names;
}

UnitWeights keras_resnet_unit(PretrainedArrays& arrays, const std::string& unit) {
  static const std::map<std::string, std::string> kBranches{
      {"reduce", "2a"}, {"spatial", "2b"}, {"expand", "2c"}, {"shortcut", "1"}};
  std::string convolution = "conv1", norm = "bn_conv1";
  if (unit != "stem") {
    const auto parts = split(unit);
    const char stage = static_cast<char>(parts.at(0).back() + 1);
    const char block = static_cast<char>('a' + std::stoi(parts.at(1)));
    const std::string place = std::string{stage, block} + "_branch" + kBranches.at(parts.at(2));
    convolution = "res" + place;
    norm = "bn" + place;
  }
  UnitWeights weights;
  weights.kernel = permuted(arrays.take(convolution + "/kernel"), {3, 2, 0, 1});
  weights.weight = arrays.take(norm + "/gamma");
  weights.bias = arrays.take(norm + "/beta");
  weights.mean = arrays.take(norm + "/moving_mean");
  weights.variance = arrays.take(norm + "/moving_variance");
  const auto offset = arrays.take(convolution + "/bias");
  if (offset.defined() && weights.mean.defined() && offset.sizes() == weights.mean.sizes()) {
    weights.mean = weights.mean - offset;  // (y + b) - m = y - (m - b)
  }
  return weights;
}

UnitWeights ssd_mobilenet_unit(PretrainedArrays& arrays, const std::string& unit, double epsilon) {
  std::string place = "FeatureExtractor/MobilenetV2/";
  bool is_depthwise = false;
  if (unit == "stem") {
    place += "Conv";
  } else if (unit == "last") {
    place += "Conv_1";
  } else {
    const auto parts = split(unit);
    place += parts.at(1) == "0" ? "expanded_conv" : "expanded_conv_" + parts.at(1);
    place += "/" + parts.at(2);
    is_depthwise = parts.at(2) == "depthwise";
  }
  UnitWeights weights;
  weights.kernel = is_depthwise
                       ? permuted(arrays.take(place + "/depthwise_weights"), {2, 3, 0, 1})
                       : permuted(arrays.take(place + "/Conv2D/merged_input"), {3, 2, 0, 1});
  weights.bias = arrays.take(place + "/BatchNorm/batchnorm/sub");
  if (is_depthwise) {
    weights.weight = arrays.take(place + "/BatchNorm/batchnorm/mul");
  } else if (weights.bias.defined()) {
    weights.weight = torch::ones_like(weights.bias);
  }
  if (weights.bias.defined()) {
    weights.mean = torch::zeros_like(weights.bias);
    weights.variance = torch::full_like(weights.bias, 1 - epsilon);
  }
  return weights;
}

}  // namespace hoi
