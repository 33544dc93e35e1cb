#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include <opencv2/core.hpp>

#include "base/option_fields.h"

namespace hoi {

/// How `short_sides` is read: one of its entries, or any whole number between its least and
/// largest.
enum class ScaleJitter { kList, kRange };

/// Random changes of training pictures. The default is the paper's: a horizontal flip, nothing
/// else.
struct AugmentationOptions {
  double flip_probability = 0.5;
  std::vector<std::int64_t> short_sides;  ///< pixels; empty: the short side of the image transform
  ScaleJitter scale_jitter = ScaleJitter::kList;
  double brightness = 0;  ///< largest factor change: 0.2 multiplies by 0.8 to 1.2; in [0, 1)
  double contrast = 0;    ///< the same around the mean grey level
  double saturation = 0;  ///< the same around each pixel's own grey level

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("flip_probability", flip_probability);
    fields.value("short_sides", short_sides);
    fields.choice("scale_jitter", scale_jitter,
                  {{"list", ScaleJitter::kList}, {"range", ScaleJitter::kRange}});
    fields.value("brightness", brightness);
    fields.value("contrast", contrast);
    fields.value("saturation", saturation);
  }
};

/// What was drawn for one picture; the default changes nothing.
struct AugmentationChoice {
  bool flip = false;
  std::int64_t short_side = 0;  ///< pixels, 0: the short side of the image transform
  double brightness = 1, contrast = 1, saturation = 1;  ///< factors
};

/// A generator whose stream depends on these three numbers only, so that a resumed run draws what
/// an uninterrupted one would have drawn.
std::mt19937_64 random_stream(std::uint64_t seed, std::uint64_t epoch, std::uint64_t index);

/// A number in [0, 1) with 53 random bits, the same with every standard library.
double draw_unit(std::mt19937_64& random);

/// Draws what happens to picture `index` of an epoch. Throws InputError for options out of range.
AugmentationChoice draw_augmentation(const AugmentationOptions& options, std::mt19937_64& random);

/// The colour part of a choice applied to 8-bit B, G, R: saturation, then contrast, then
/// brightness. Returns `bgr` itself when all factors are 1.
cv::Mat jitter_colors(const cv::Mat& bgr, const AugmentationChoice& choice);

}  // namespace hoi
