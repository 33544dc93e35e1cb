#include "scene/scene_background.h"

#include <algorithm>

#include <opencv2/imgproc.hpp>

namespace hoi {

namespace {

Color pale(RandomSource& random) {
  const double light = random.uniform(120, 225);
  return {light + random.uniform(-35, 30), light + random.uniform(-35, 30),
          light + random.uniform(-35, 30)};
}

// A vertical gradient over these rows of the canvas.
void fill_gradient(cv::Mat rows, const Color& top, const Color& bottom) {
  for (int row = 0; row < rows.rows; ++row) {
    const double part = static_cast<double>(row) / std::max(rows.rows - 1, 1);
    rows.row(row).setTo(top * (1 - part) + bottom * part);
  }
}

// Soft blotches: a coarse random grid, enlarged.
void add_texture(cv::Mat& pixels, float strength, RandomSource& random) {
  cv::Mat coarse(random.integer(10) + 5, random.integer(14) + 6, CV_8UC1), fine;
  for (int row = 0; row < coarse.rows; ++row) {
    for (int column = 0; column < coarse.cols; ++column) {
      coarse.at<std::uint8_t>(row, column) = static_cast<std::uint8_t>(random.integer(256));
    }
  }
  cv::resize(coarse, fine, pixels.size(), 0, 0, cv::INTER_CUBIC);
  cv::cvtColor(fine, fine, cv::COLOR_GRAY2BGR);
  cv::addWeighted(pixels, 1, fine, strength, -128.0 * strength, pixels);
}

void draw_room(Canvas& canvas, const cv::Size2f& size, float horizon, RandomSource& random) {
  const SceneFrame scene;
  if (random.chance(0.5)) {  // wallpaper
    const Color stripe = pale(random);
    const float pitch = size.width / static_cast<float>(6 + random.integer(10));
    for (float x = random.uniform(0, pitch); x < size.width; x += pitch) {
      canvas.stroke(scene, {{x, 0}, {x, horizon}}, pitch * random.uniform(0.1F, 0.3F), stripe);
    }
  }
  const int pictures = random.integer(4);
  for (int picture = 0; picture < pictures; ++picture) {  // windows and frames
    const cv::Point2f corner(random.uniform(0, size.width),
                             random.uniform(0.02F, 0.3F) * size.height);
    const cv::Point2f extent(random.uniform(0.08F, 0.22F) * size.width,
                             random.uniform(0.1F, 0.28F) * size.height);
    const cv::Point2f right(extent.x, 0), down(0, extent.y), rim(2, 2);
    canvas.polygon(scene,
                   {corner - rim, corner + right + cv::Point2f(2, -2), corner + extent + rim,
                    corner + down + cv::Point2f(-2, 2)},
                   Color(60, 80, 100));
    canvas.polygon(scene, {corner, corner + right, corner + extent, corner + down}, pale(random));
    canvas.polygon(scene, {corner, corner + right * 0.6F, corner + down}, pale(random));
  }
  const Color joint = shaded(pale(random), 0.6);
  for (float y = horizon + 4; y < size.height; y += random.uniform(7, 14)) {  // boards
    canvas.stroke(scene, {{0, y}, {size.width, y}}, 0.6F, joint);
  }
}

void draw_landscape(Canvas& canvas, const cv::Size2f& size, float horizon, RandomSource& random) {
  const SceneFrame scene;
  const int count = 3 + random.integer(6);
  for (int index = 0; index < count; ++index) {
    const float x = random.uniform(0, size.width);
    const float tall = random.uniform(0.15F, 0.55F) * size.height;
    const float wide = tall * random.uniform(0.25F, 0.7F);
    const Color color = pale(random);
    if (random.chance(0.45)) {  // a tree
      const Color leaves(random.uniform(30, 80), random.uniform(90, 160), random.uniform(40, 120));
      canvas.stroke(scene, {{x, horizon + 3}, {x, horizon - tall * 0.5F}}, tall * 0.08F,
                    Color(40, 65, 95));
      for (int blob = 0; blob < 4; ++blob) {
        canvas.ellipse(
            scene,
            {x + random.uniform(-0.3F, 0.3F) * wide, horizon - tall * random.uniform(0.5F, 0.9F)},
            {wide * random.uniform(0.3F, 0.5F), tall * random.uniform(0.15F, 0.25F)},
            shaded(leaves, random.uniform(0.8F, 1.2F)));
      }
    } else {  // a house
      canvas.polygon(scene,
                     {{x - wide, horizon + 2},
                      {x - wide, horizon - tall * 0.7F},
                      {x + wide, horizon - tall * 0.7F},
                      {x + wide, horizon + 2}},
                     color);
      if (random.chance(0.5)) {
        canvas.polygon(scene,
                       {{x - wide * 1.1F, horizon - tall * 0.68F},
                        {x, horizon - tall},
                        {x + wide * 1.1F, horizon - tall * 0.68F}},
                       shaded(color, 0.6));
      }
      for (const float part : {-0.6F, 0.0F, 0.6F}) {
        canvas.stroke(
            scene,
            {{x + part * wide, horizon - tall * 0.5F}, {x + part * wide, horizon - tall * 0.35F}},
            wide * 0.22F, shaded(color, 0.5));
      }
    }
  }
}

}  // namespace

void draw_background(Canvas& canvas, const cv::Size& size, RandomSource& random) {
  canvas.begin(0);
  cv::Mat& pixels = canvas.fine_pixels();
  const cv::Size2f extent(static_cast<float>(size.width), static_cast<float>(size.height));
  const bool indoors = random.chance(0.5);
  const float horizon =
      extent.height * (indoors ? random.uniform(0.62F, 0.82F) : random.uniform(0.42F, 0.75F));
  const int line = static_cast<int>(horizon * Canvas::kFineScale);
  const Color far_color =
      indoors ? pale(random)
              : Color(random.uniform(190, 255), random.uniform(150, 220), random.uniform(110, 220));
  const Color ground =
      indoors ? shaded(pale(random), 0.75)
              : Color(random.uniform(40, 130), random.uniform(90, 170), random.uniform(60, 170));
  fill_gradient(pixels.rowRange(0, line), shaded(far_color, random.uniform(0.75F, 1.0F)),
                shaded(far_color, random.uniform(0.9F, 1.15F)));
  fill_gradient(pixels.rowRange(line, pixels.rows), shaded(ground, random.uniform(0.8F, 1.0F)),
                shaded(ground, random.uniform(0.8F, 1.2F)));
  if (indoors) {
    draw_room(canvas, extent, horizon, random);
  } else {
    draw_landscape(canvas, extent, horizon, random);
  }
  add_texture(pixels, random.uniform(0.03F, 0.2F), random);
}

void draw_furniture(Canvas& canvas, const Furniture& furniture) {
  const SceneFrame scene;
  const cv::Rect2f& box = furniture.box;
  const cv::Point2f left = box.tl(), right(box.x + box.width, box.y);
  const float thick = furniture.shelf ? box.height : 0.1F * box.height;
  const cv::Point2f board(0, thick / 2);
  canvas.begin(0);
  if (!furniture.shelf) {
    for (const float part : {0.08F, 0.92F}) {
      const float x = box.x + part * box.width;
      canvas.limb(scene, {{x, box.y + thick}, {x, box.y + box.height}}, 0.07F * box.width,
                  0.06F * box.width, shaded(furniture.color, 0.8));
    }
  }
  canvas.limb(scene, {left + board, right + board}, thick, thick, furniture.color);
}

void apply_camera(cv::Mat& picture, RandomSource& random) {
  if (random.chance(0.3)) {
    cv::GaussianBlur(picture, picture, {3, 3}, random.uniform(0.4F, 0.8F));
  }
  const float gain = random.uniform(0.8F, 1.15F), noise = random.uniform(0.0F, 7.0F);
  float cast[3];
  for (float& channel : cast) channel = gain * random.uniform(0.92F, 1.08F);
  const float offset = random.uniform(-14, 14);
  // Noise: the sum of two bytes, near enough to a bell; eight bytes come with each draw.
  std::uint64_t bits = 0;
  int left = 0;
  for (int row = 0; row < picture.rows; ++row) {
    auto* line = picture.ptr<std::uint8_t>(row);
    for (int column = 0; column < 3 * picture.cols; ++column) {
      if (left == 0) {
        bits = random.bits();
        left = 4;
      }
      const auto bell = static_cast<float>((bits & 255U) + ((bits >> 8U) & 255U)) / 255 - 1;
      bits >>= 16U;
      --left;
      line[column] = cv::saturate_cast<std::uint8_t>(
          static_cast<float>(line[column]) * cast[column % 3] + offset + 2 * noise * bell);
    }
  }
}

}  // namespace hoi
