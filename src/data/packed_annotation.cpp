#include "data/packed_annotation.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hoi {
namespace {

/// The arithmetic of the training's own change of frame, so that both give the same bits.
float scaled_coordinate(float value, double scale) {
  return static_cast<float>(double{value} * scale);
}

Box scaled_box(const Box& box, double x, double y) {
  return {scaled_coordinate(box.x1, x), scaled_coordinate(box.y1, y), scaled_coordinate(box.x2, x),
          scaled_coordinate(box.y2, y)};
}

void scale_polygon(std::vector<float>& polygon, double x, double y) {
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    polygon[i] = scaled_coordinate(polygon[i], i % 2 == 0 ? x : y);
  }
}

/// Which of `old_count` pixels covers the centre of pixel i of `count` ones along the same side.
std::size_t covering_pixel(std::size_t i, std::size_t count, std::size_t old_count) {
  return (2 * i + 1) * old_count / (2 * count);
}

RunLengthMask resized_mask(const RunLengthMask& mask, int width, int height) {
  const auto old_pixels = decode_mask(mask);
  const auto columns = static_cast<std::size_t>(width), rows = static_cast<std::size_t>(height);
  const auto old_columns = static_cast<std::size_t>(mask.width),
             old_rows = static_cast<std::size_t>(mask.height);
  std::vector<std::uint8_t> pixels(columns * rows);
  for (std::size_t y = 0; y < rows; ++y) {
    const std::size_t row = covering_pixel(y, rows, old_rows) * old_columns;
    for (std::size_t x = 0; x < columns; ++x) {
      pixels[y * columns + x] = old_pixels[row + covering_pixel(x, columns, old_columns)];
    }
  }
  return encode_mask(pixels, width, height);
}

}  // namespace

ImageAnnotation resized_annotation(ImageAnnotation image, int width, int height) {
  if (image.width == width && image.height == height) return image;
  const double x = static_cast<double>(width) / image.width,
               y = static_cast<double>(height) / image.height;
  for (auto& instance : image.instances) {
    instance.box = scaled_box(instance.box, x, y);
    for (auto& polygon : instance.polygons) scale_polygon(polygon, x, y);
    if (!instance.run_lengths) continue;
    const RunLengthMask& mask = *instance.run_lengths;
    const bool fits = mask.width == image.width && mask.height == image.height && is_valid(mask);
    if (fits) {
      instance.run_lengths = resized_mask(mask, width, height);
    } else {
      instance.run_lengths.reset();
    }
  }
  for (auto& face : image.faces) face.box = scaled_box(face.box, x, y);
  image.width = width;
  image.height = height;
  return image;
}

}  // namespace hoi
