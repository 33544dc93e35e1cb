#pragma once

#include <cmath>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "support/temporary_folder.h"

namespace hoi {

/// An unpacked TensorFlow.js package with random weights, in a temporary folder.
class FakePackage {
 public:
  /// Kernels keep the size of activations about the same from layer to layer.
  void add(const std::string& name, const std::vector<int64_t>& shape) {
    auto values = torch::rand(shape) + 0.5;
    if (shape.size() == 4) {
      values = torch::randn(shape) / std::sqrt(static_cast<double>(shape[0] * shape[1] * shape[2]));
    }
    names_.push_back(name);
    arrays_[name] = values;
  }

  /// Keras' ResNet-50 without its classifier.
  static FakePackage keras_resnet50() {
    FakePackage package;
    const auto add_unit = [&](const std::string& conv, const std::string& norm, int64_t kernel,
                              int64_t in, int64_t out) {
      package.add(conv + "/kernel", {kernel, kernel, in, out});
      package.add(conv + "/bias", {out});
      for (const std::string part : {"gamma", "beta", "moving_mean", "moving_variance"}) {
        package.add(norm + "/" + part, {out});
      }
    };
    add_unit("conv1", "bn_conv1", 7, 3, 64);
    int64_t in = 64;
    const std::vector<int64_t> blocks{3, 4, 6, 3};
    for (int64_t stage = 2; stage <= 5; ++stage) {
      const int64_t inner = int64_t{64} << (stage - 2);
      for (int64_t b = 0; b < blocks[static_cast<std::size_t>(stage - 2)]; ++b) {
        const std::string place = std::to_string(stage) + "abcdef"[b] + "_branch";
        const auto unit = [&](const std::string& branch, int64_t kernel, int64_t from, int64_t to) {
          add_unit("res" + place + branch, "bn" + place + branch, kernel, from, to);
        };
        unit("2a", 1, in, inner);
        unit("2b", 3, inner, inner);
        unit("2c", 1, inner, 4 * inner);
        if (b == 0) unit("1", 1, in, 4 * inner);
        in = 4 * inner;
      }
    }
    return package;
  }

  /// The feature extractor of SSDLite MobileNetV2 with folded norms.
  static FakePackage ssd_mobilenet() {
    FakePackage package;
    const std::string root = "FeatureExtractor/MobilenetV2/";
    const auto add_unit = [&](const std::string& place, int64_t kernel, int64_t in, int64_t out) {
      package.add(root + place + "/Conv2D/merged_input", {kernel, kernel, in, out});
      package.add(root + place + "/BatchNorm/batchnorm/sub", {out});
    };
    add_unit("Conv", 3, 3, 32);
    const std::vector<int64_t> outputs{16, 24, 24, 32, 32,  32,  64,  64, 64,
                                       64, 96, 96, 96, 160, 160, 160, 320};
    int64_t in = 32;
    for (std::size_t b = 0; b < outputs.size(); ++b) {
      const std::string block = b == 0 ? "expanded_conv" : "expanded_conv_" + std::to_string(b);
      const int64_t inner = b == 0 ? in : 6 * in;
      if (b > 0) add_unit(block + "/expand", 1, in, inner);
      package.add(root + block + "/depthwise/depthwise_weights", {3, 3, inner, 1});
      package.add(root + block + "/depthwise/BatchNorm/batchnorm/mul", {inner});
      package.add(root + block + "/depthwise/BatchNorm/batchnorm/sub", {inner});
      add_unit(block + "/project", 1, inner, outputs[b]);
      in = outputs[b];
    }
    add_unit("Conv_1", 1, 320, 1280);
    return package;
  }

  void remove(const std::string& name) { arrays_.erase(name); }
  void replace(const std::string& name, const torch::Tensor& values) { arrays_[name] = values; }
  const torch::Tensor& operator[](const std::string& name) const { return arrays_.at(name); }

  /// Writes model.json and two shards whose border lies inside an array.
  const std::filesystem::path& write() const {
    std::string entries, bytes;
    for (const auto& name : names_) {
      const auto found = arrays_.find(name);
      if (found == arrays_.end()) continue;
      std::string shape;
      for (const int64_t size : found->second.sizes()) {
        shape += (shape.empty() ? "" : ",") + std::to_string(size);
      }
      entries += (entries.empty() ? "" : ",") + ("{\"name\":\"" + name + "\",\"shape\":[" + shape) +
                 "],\"dtype\":\"float32\"}";
      const auto values = found->second.contiguous();
      bytes.append(reinterpret_cast<const char*>(values.data_ptr<float>()),
                   static_cast<std::size_t>(values.numel()) * sizeof(float));
    }
    const std::size_t border = bytes.size() / 2 + 1;
    folder_->write("a.bin", bytes.substr(0, border));
    folder_->write("b.bin", bytes.substr(border));
    folder_->write(
        "model.json",
        "{\"weightsManifest\":[{\"paths\":[\"a.bin\",\"b.bin\"],\"weights\":[" + entries + "]}]}");
    return folder_->path();
  }

 private:
  std::vector<std::string> names_;
  std::map<std::string, torch::Tensor> arrays_;
  std::unique_ptr<TemporaryFolder> folder_ = std::make_unique<TemporaryFolder>();
};

}  // namespace hoi
