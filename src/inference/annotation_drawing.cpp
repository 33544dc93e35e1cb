#include "inference/annotation_drawing.h"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "domain/polygon_mask.h"
#include "inference/drawing.h"

namespace hoi {
namespace {

constexpr std::size_t kAllPairs = 1000, kAllVerbs = 100;

/// Mixes `color` into the pixels of `mask`, which covers the whole picture.
void tint(const RunLengthMask& mask, const cv::Vec3b& color, cv::Mat& bgr) {
  const auto pixels = decode_mask(mask);
  std::size_t index = 0;
  for (int y = 0; y < mask.height; ++y) {
    auto* row = bgr.ptr<cv::Vec3b>(y);
    for (int x = 0; x < mask.width; ++x, ++index) {
      if (pixels[index] == 0) continue;
      for (int channel = 0; channel < 3; ++channel) {
        row[x][channel] = static_cast<std::uint8_t>((row[x][channel] + color[channel]) / 2);
      }
    }
  }
}

cv::Vec3b mask_color(std::size_t index) {
  static constexpr std::array<std::array<std::uint8_t, 3>, 8> kColors = {{{230, 120, 40},
                                                                          {60, 180, 75},
                                                                          {40, 60, 220},
                                                                          {200, 60, 200},
                                                                          {40, 200, 220},
                                                                          {180, 180, 40},
                                                                          {120, 80, 160},
                                                                          {60, 130, 245}}};
  const auto& color = kColors[index % kColors.size()];
  return {color[0], color[1], color[2]};
}

}  // namespace

cv::Mat draw_annotation(const cv::Mat& bgr, const ImageAnnotation& annotation,
                        const Vocabulary& vocabulary) {
  cv::Mat tinted = bgr.clone();
  ImageResult result;
  result.file = annotation.file_name;
  result.width = bgr.cols;
  result.height = bgr.rows;
  for (std::size_t i = 0; i < annotation.instances.size(); ++i) {
    const auto& instance = annotation.instances[i];
    result.instances.push_back({instance.category, 1, instance.box, std::nullopt});
    const auto mask = instance_mask(instance, bgr.cols, bgr.rows);
    if (mask && mask->width == bgr.cols && mask->height == bgr.rows) {
      tint(*mask, mask_color(i), tinted);
    }
  }
  for (const auto& interaction : annotation.interactions) {
    result.interactions.push_back({interaction.subject, interaction.object, interaction.verb, 1});
  }
  DrawingOptions options;
  options.max_pairs = kAllPairs;
  options.max_verbs = kAllVerbs;
  options.show_scores = false;
  return draw_result(tinted, result, vocabulary, options);
}

}  // namespace hoi
