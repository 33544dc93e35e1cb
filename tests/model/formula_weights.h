#pragma once

#include <cmath>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "vision/image_batch.h"

namespace hoi {

// Weights and pixels from a formula that tools/parity/formula_weights.py computes too: what it says
// about names, gains and ranges holds here.

/// A number in [-1, 1) that a name and an index decide.
class FormulaUnits {
 public:
  explicit FormulaUnits(const std::string& name) {
    for (const char character : name) {
      seed_ = (seed_ ^ static_cast<unsigned char>(character)) * 0x100000001B3;
    }
  }

  double operator()(uint64_t index) const {
    uint64_t x = seed_ + (index + 1) * 0x9E3779B97F4A7C15;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
    x = x ^ (x >> 31);
    return static_cast<double>(x >> 40) / (1 << 23) - 1.0;
  }

 private:
  uint64_t seed_ = 0xCBF29CE484222325;
};

inline bool contains_text(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The map of a unit in [-1, 1) to a value of the tensor called `name`: offset + scale * unit.
struct FormulaRange {
  FormulaRange(const std::string& name, const torch::Tensor& tensor) {
    if (tensor.dim() > 1) {
      const int64_t fan_in =
          contains_text(name, "conv5_mask") ? tensor.size(0) : tensor.numel() / tensor.size(0);
      const double gain = contains_text(name, "rpn.head.bbox_pred") ? 0.2 : 1.0;
      scale = gain * std::sqrt(6.0 / static_cast<double>(fan_in));
    } else if (contains_text(name, "running_var")) {
      offset = 1.0, scale = 0.5;
    } else if (contains_text(name, ".weight")) {
      offset = 0.5, scale = 0.25;
    }
  }

  double offset = 0, scale = 0.1;
};

/// Fills a parameter or statistic, contiguous float, as torchvision's tensor `name`.
inline void fill_by_formula(torch::Tensor tensor, const std::string& name,
                            const std::string& salt) {
  torch::NoGradGuard no_gradient;
  const FormulaUnits unit(salt + name);
  const FormulaRange range(name, tensor);
  auto* const data = tensor.data_ptr<float>();
  for (int64_t i = 0; i < tensor.numel(); ++i) {
    data[i] = static_cast<float>(range.offset + range.scale * unit(static_cast<uint64_t>(i)));
  }
}

/// (1, 3, height, width): a picture that is zero right of and below its valid part.
inline torch::Tensor formula_image(const ImageSize& padded, const ImageSize& valid,
                                   const std::string& salt) {
  const FormulaUnits block(salt + "blocks"), noise(salt + "noise");
  auto image = torch::zeros({1, 3, padded.height, padded.width});
  auto* const data = image.data_ptr<float>();
  for (int64_t c = 0; c < 3; ++c) {
    for (int64_t y = 0; y < valid.height; ++y) {
      for (int64_t x = 0; x < valid.width; ++x) {
        const int64_t index = (c * padded.height + y) * padded.width + x;
        const int64_t cell = (c * 1000 + y / 16) * 1000 + x / 16;
        data[index] = static_cast<float>(1.5 * block(static_cast<uint64_t>(cell)) +
                                         0.5 * noise(static_cast<uint64_t>(index)));
      }
    }
  }
  return image;
}

}  // namespace hoi
