#include "inference/result_scaling.h"

#include <cstdint>
#include <vector>

#include <opencv2/imgproc.hpp>

namespace hoi {
namespace {

RunLengthMask resampled(const RunLengthMask& mask, int width, int height) {
  auto pixels = decode_mask(mask);
  const cv::Mat source(mask.height, mask.width, CV_8UC1, pixels.data());
  std::vector<std::uint8_t> target(static_cast<std::size_t>(width) *
                                   static_cast<std::size_t>(height));
  cv::Mat view(height, width, CV_8UC1, target.data());
  cv::resize(source, view, view.size(), 0, 0, cv::INTER_NEAREST);
  return encode_mask(target, width, height);
}

}  // namespace

ImageResult scaled_result(ImageResult result, int width, int height) {
  const float x = static_cast<float>(width) / static_cast<float>(result.width);
  const float y = static_cast<float>(height) / static_cast<float>(result.height);
  for (auto& instance : result.instances) {
    const Box& box = instance.box;
    instance.box = {box.x1 * x, box.y1 * y, box.x2 * x, box.y2 * y};
    auto& mask = instance.mask;
    if (mask && (mask->width == 0 || mask->height == 0)) mask.reset();
    if (mask) mask = resampled(*mask, width, height);
  }
  result.width = width;
  result.height = height;
  return result;
}

}  // namespace hoi
