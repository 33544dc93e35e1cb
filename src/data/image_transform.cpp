#include "data/image_transform.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>

#include <fmt/format.h>
#include <opencv2/imgproc.hpp>
#include <torch/types.h>

#include "base/error.h"
#include "vision/boxes.h"

namespace hoi {
namespace {

void check_transform(const ImageTransformOptions& options) {
  if (options.mean.size() != 3 || options.deviation.size() != 3) {
    throw InputError(
        fmt::format("image transform: {} means and {} deviations; one of each per "
                    "colour channel is needed, 3",
                    options.mean.size(), options.deviation.size()));
  }
  for (const double deviation : options.deviation) {
    if (!(deviation > 0)) {
      throw InputError(fmt::format("image transform: deviation {} is not positive", deviation));
    }
  }
  if (options.short_side < 1 || options.long_side < 1 || options.pad_multiple < 1) {
    throw InputError("image transform: short_side, long_side and pad_multiple must be at least 1");
  }
}

torch::Tensor scaled_boxes(const torch::Tensor& boxes, double x, double y) {
  TORCH_CHECK(boxes.dim() == 2 && boxes.size(1) == 4, "boxes must be (R, 4), got ", boxes.sizes());
  return boxes * torch::tensor({x, y, x, y}, boxes.options());
}

/// Copies `picture` (3, h, w) to the top left of `target` (3, H, W), zeros elsewhere. Plain copies:
/// a torch operator would start a team of threads for each thread that loads pictures.
void place_picture(const torch::Tensor& picture, const torch::Tensor& target) {
  const auto bytes = [&](int64_t columns) {
    return static_cast<std::size_t>(columns) * picture.element_size();
  };
  const auto* from = static_cast<const char*>(picture.data_ptr());
  auto* to = static_cast<char*>(target.data_ptr());
  for (int64_t channel = 0; channel < 3; ++channel) {
    for (int64_t y = 0; y < picture.size(1); ++y) {
      std::memcpy(to, from, bytes(picture.size(2)));
      std::memset(to + bytes(picture.size(2)), 0, bytes(target.size(2) - picture.size(2)));
      from += bytes(picture.size(2));
      to += bytes(target.size(2));
    }
    const std::size_t below = bytes((target.size(1) - picture.size(1)) * target.size(2));
    std::memset(to, 0, below);
    to += below;
  }
}

}  // namespace

ImageTransform::ImageTransform(const ImageTransformOptions& options) : options_(options) {
  check_transform(options_);
}

ImageSize ImageTransform::network_size(const ImageSize& original) const {
  const auto longer = static_cast<double>(std::max(original.height, original.width));
  const auto shorter = static_cast<double>(std::min(original.height, original.width));
  const double factor = std::min(static_cast<double>(options_.long_side) / longer,
                                 static_cast<double>(options_.short_side) / shorter);
  const auto resized = [factor](int64_t side) {
    return std::max<int64_t>(1, std::llround(std::floor(static_cast<double>(side) * factor + 0.5)));
  };
  return {resized(original.height), resized(original.width)};
}

cv::Mat ImageTransform::resized(const cv::Mat& picture) const {
  const ImageSize size = network_size({picture.rows, picture.cols});
  cv::Mat result;
  cv::resize(picture, result, cv::Size(static_cast<int>(size.width), static_cast<int>(size.height)),
             0, 0, cv::INTER_LINEAR);
  return result;
}

NetworkImage ImageTransform::operator()(const cv::Mat& bgr) const {
  TORCH_CHECK(!bgr.empty() && bgr.type() == CV_8UC3, "a picture must be 8-bit BGR and not empty");
  const cv::Mat picture = resized(bgr);
  const int height = picture.rows, width = picture.cols;
  NetworkImage image;
  image.size = {height, width};
  image.scale = {static_cast<double>(width) / bgr.cols, static_cast<double>(height) / bgr.rows};

  std::array<cv::Mat, 3> planes;
  cv::split(picture, planes.data());
  if (options_.color_order == ColorOrder::kRgb) std::swap(planes[0], planes[2]);

  image.pixels = torch::empty({3, height, width}, torch::kFloat32);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    auto* data = image.pixels.data_ptr<float>() + static_cast<int64_t>(channel) * height * width;
    cv::Mat plane(height, width, CV_32F, data);
    const double deviation = options_.deviation[channel];
    planes[channel].convertTo(plane, CV_32F, 1 / deviation, -options_.mean[channel] / deviation);
  }
  return image;
}

ImageBatch collate(const std::vector<torch::Tensor>& pictures, std::int64_t pad_multiple) {
  TORCH_CHECK(!pictures.empty(), "a batch needs at least one picture");
  ImageBatch batch;
  int64_t height = 1, width = 1;
  for (const auto& picture : pictures) {
    TORCH_CHECK(picture.dim() == 3 && picture.size(0) == 3, "a picture must be (3, h, w), got ",
                picture.sizes());
    TORCH_CHECK(picture.device().is_cpu() && picture.dtype() == pictures[0].dtype(),
                "the pictures of a batch must be on the CPU and of one type");
    batch.sizes.push_back({picture.size(1), picture.size(2)});
    height = std::max(height, picture.size(1));
    width = std::max(width, picture.size(2));
  }
  const auto padded = [&](int64_t side) {
    return (side + pad_multiple - 1) / pad_multiple * pad_multiple;
  };
  batch.pixels =
      torch::empty({static_cast<int64_t>(pictures.size()), 3, padded(height), padded(width)},
                   pictures[0].options().memory_format(torch::MemoryFormat::Contiguous));
  for (std::size_t row = 0; row < pictures.size(); ++row) {
    place_picture(pictures[row].contiguous(), batch.pixels[static_cast<int64_t>(row)]);
  }
  return batch;
}

torch::Tensor boxes_to_network(const torch::Tensor& boxes, const FrameScale& scale) {
  return scaled_boxes(boxes, scale.x, scale.y);
}

torch::Tensor boxes_to_original(const torch::Tensor& boxes, const FrameScale& scale,
                                const ImageSize& original) {
  return clip_boxes(scaled_boxes(boxes, 1 / scale.x, 1 / scale.y), original);
}

}  // namespace hoi
