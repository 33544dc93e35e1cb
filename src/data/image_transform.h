#pragma once

#include <cstdint>
#include <vector>

#include <opencv2/core.hpp>
#include <torch/types.h>

#include "base/option_fields.h"
#include "vision/image_batch.h"

namespace hoi {

enum class ColorOrder { kRgb, kBgr };

/// How a picture becomes the input of the network (spec 1.1). The numbers belong to the weights of
/// the backbone, so a model file carries them.
struct ImageTransformOptions {
  std::int64_t short_side = 800, long_side = 1333;    ///< pixels; the tighter of the two decides
  std::vector<double> mean{123.675, 116.28, 103.53};  ///< per channel in color_order, 0-255 scale
  std::vector<double> deviation{58.395, 57.12, 57.375};  ///< likewise; the result is divided by it
  ColorOrder color_order = ColorOrder::kRgb;
  std::int64_t pad_multiple = 32;  ///< batches are padded to a multiple of this

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("short_side", short_side);
    fields.value("long_side", long_side);
    fields.value("mean", mean);
    fields.value("deviation", deviation);
    fields.choice("color_order", color_order,
                  {{"rgb", ColorOrder::kRgb}, {"bgr", ColorOrder::kBgr}});
    fields.value("pad_multiple", pad_multiple);
  }
};

/// Network pixels per original pixel along each axis; they differ a little since sides are whole.
struct FrameScale {
  double x = 1, y = 1;
};

/// One picture in the network frame, not yet padded.
struct NetworkImage {
  torch::Tensor pixels;  ///< (3, h, w) float, normalised
  ImageSize size;        ///< h and w
  FrameScale scale;
};

/// Resizes and normalises pictures.
///
///   s = min(long_side / longer, short_side / shorter)     new side = max(1, floor(side s + 0.5))
class ImageTransform {
 public:
  /// Throws InputError when mean or deviation are not 3 numbers, a deviation is not positive or a
  /// side is not.
  explicit ImageTransform(const ImageTransformOptions& options = {});

  /// bgr: (height, width) of 8-bit B, G, R, not empty; bilinear.
  NetworkImage operator()(const cv::Mat& bgr) const;

  /// The picture (of any type, not empty) in the size of the network, bilinear: all that happens
  /// to it before the normalisation. A picture that has this size already is not changed.
  cv::Mat resized(const cv::Mat& picture) const;

  /// The size that a picture of `original` size gets.
  ImageSize network_size(const ImageSize& original) const;

  const ImageTransformOptions& options() const { return options_; }

 private:
  ImageTransformOptions options_;
};

/// Stacks pictures (3, h_b, w_b) into one batch: zeros right and below up to the largest height and
/// width, rounded up to `pad_multiple`. At least one picture, all on the CPU and of one type.
ImageBatch collate(const std::vector<torch::Tensor>& pictures, std::int64_t pad_multiple = 32);

/// Boxes (R, 4) float from the original frame to the network frame.
torch::Tensor boxes_to_network(const torch::Tensor& boxes, const FrameScale& scale);

/// Boxes (R, 4) float from the network frame to the original one, clipped to `original`.
torch::Tensor boxes_to_original(const torch::Tensor& boxes, const FrameScale& scale,
                                const ImageSize& original);

}  // namespace hoi
