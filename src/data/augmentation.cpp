#include "data/augmentation.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <opencv2/imgproc.hpp>

#include "base/derived_seed.h"
#include "base/error.h"

namespace hoi {
namespace {

void check_augmentation(const AugmentationOptions& options) {
  if (!(options.flip_probability >= 0 && options.flip_probability <= 1)) {
    throw InputError(fmt::format("augmentation: flip_probability {} is outside [0, 1]",
                                 options.flip_probability));
  }
  for (const double range : {options.brightness, options.contrast, options.saturation}) {
    if (!(range >= 0 && range < 1)) {
      throw InputError(fmt::format(
          "augmentation: brightness, contrast and saturation must lie in [0, 1), found {}", range));
    }
  }
  for (const auto side : options.short_sides) {
    if (side < 1)
      throw InputError(fmt::format("augmentation: short side {} is not positive", side));
  }
}

std::int64_t draw_short_side(const AugmentationOptions& options, std::mt19937_64& random) {
  const auto& sides = options.short_sides;
  const double unit = draw_unit(random);
  if (sides.empty()) return 0;
  if (options.scale_jitter == ScaleJitter::kRange) {
    const auto [least, largest] = std::minmax_element(sides.begin(), sides.end());
    return *least + static_cast<std::int64_t>(unit * static_cast<double>(*largest - *least + 1));
  }
  return sides[static_cast<std::size_t>(unit * static_cast<double>(sides.size()))];
}

}  // namespace

std::mt19937_64 random_stream(std::uint64_t seed, std::uint64_t epoch, std::uint64_t index) {
  return std::mt19937_64(derived_seed(seed, epoch, index));
}

double draw_unit(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11) * 0x1.0p-53;
}

AugmentationChoice draw_augmentation(const AugmentationOptions& options, std::mt19937_64& random) {
  check_augmentation(options);
  const auto factor = [&random](double range) { return 1 + range * (2 * draw_unit(random) - 1); };
  AugmentationChoice choice;
  choice.flip = draw_unit(random) < options.flip_probability;
  choice.short_side = draw_short_side(options, random);
  choice.brightness = factor(options.brightness);
  choice.contrast = factor(options.contrast);
  choice.saturation = factor(options.saturation);
  return choice;
}

cv::Mat jitter_colors(const cv::Mat& bgr, const AugmentationChoice& choice) {
  if (choice.brightness == 1 && choice.contrast == 1 && choice.saturation == 1) return bgr;
  cv::Mat grey;
  cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
  // All three are affine in the pixel and its grey level, so they collapse into one pass:
  //   (((pixel - grey) saturation + grey - mean) contrast + mean) brightness
  const double own = choice.saturation * choice.contrast * choice.brightness;
  const double of_grey = (1 - choice.saturation) * choice.contrast * choice.brightness;
  const double offset = cv::mean(grey)[0] * (1 - choice.contrast) * choice.brightness;
  cv::Mat grey_everywhere;
  const std::array<cv::Mat, 3> channels{grey, grey, grey};
  cv::merge(channels.data(), channels.size(), grey_everywhere);
  cv::Mat jittered;
  cv::addWeighted(bgr, own, grey_everywhere, of_grey, offset, jittered);
  return jittered;
}

}  // namespace hoi
