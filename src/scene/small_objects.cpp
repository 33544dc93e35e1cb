#include <cmath>

#include "scene/object_shapes.h"

namespace hoi {

namespace {

const Color kInk(35, 30, 30);

// A filled outline with a dark rim of `rim` units, made by drawing the line around it first.
void rimmed_polygon(Canvas& canvas, const SceneFrame& frame, std::vector<cv::Point2f> points,
                    const Color& color) {
  canvas.polygon(frame, points, color);
  points.push_back(points.front());
  canvas.stroke(frame, points, 0.008F, shaded(color, 0.45));
}

std::vector<cv::Point2f> arc(const cv::Point2f& center, const cv::Point2f& radii, float from,
                             float to) {
  constexpr int kSteps = 10;
  std::vector<cv::Point2f> points;
  for (int step = 0; step <= kSteps; ++step) {
    const float angle = from + (to - from) * static_cast<float>(step) / kSteps;
    points.push_back(center + cv::Point2f(radii.x * std::cos(angle), radii.y * std::sin(angle)));
  }
  return points;
}

constexpr float kPi = static_cast<float>(CV_PI);

}  // namespace

void draw_phone(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look) {
  rimmed_polygon(canvas, frame,
                 {{-0.036F, -0.068F}, {0.036F, -0.068F}, {0.036F, 0.068F}, {-0.036F, 0.068F}},
                 look.main);
  if (look.pattern == 0) {  // the back, with its camera
    canvas.ellipse(frame, {-0.016F, -0.046F}, {0.012F, 0.012F}, kInk);
    canvas.ellipse(frame, {0.0F, 0.01F}, {0.01F, 0.01F}, shaded(look.main, 1.8));
    return;
  }
  canvas.polygon(frame, {{-0.027F, -0.054F}, {0.027F, -0.054F}, {0.027F, 0.05F}, {-0.027F, 0.05F}},
                 look.second);
  canvas.stroke(frame, {{-0.016F, -0.03F}, {0.016F, -0.03F}}, 0.008F, shaded(look.second, 0.6));
  canvas.stroke(frame, {{-0.016F, -0.008F}, {0.01F, -0.008F}}, 0.008F, shaded(look.second, 0.6));
}

void draw_cup(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look) {
  canvas.stroke(frame, arc({0.045F, 0.0F}, {0.027F, 0.03F}, -kPi / 2, kPi / 2), 0.014F,
                shaded(look.main, 0.7));
  rimmed_polygon(canvas, frame,
                 {{-0.05F, -0.055F}, {0.05F, -0.055F}, {0.04F, 0.06F}, {-0.04F, 0.06F}}, look.main);
  if (look.pattern != 0) {
    canvas.polygon(frame,
                   {{-0.046F, -0.012F}, {0.046F, -0.012F}, {0.043F, 0.022F}, {-0.043F, 0.022F}},
                   look.second);
  }
  canvas.ellipse(frame, {0, -0.055F}, {0.05F, 0.014F}, shaded(look.main, 1.3));
  canvas.ellipse(frame, {0, -0.055F}, {0.039F, 0.009F}, Color(30, 45, 70));
}

void draw_sandwich(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look) {
  std::vector<cv::Point2f> bun = arc({0, -0.005F}, {0.068F, 0.055F}, kPi, 2 * kPi);
  rimmed_polygon(canvas, frame,
                 {{-0.064F, 0.03F}, {0.064F, 0.03F}, {0.05F, 0.055F}, {-0.05F, 0.055F}}, look.main);
  canvas.stroke(frame, {{-0.06F, 0.022F}, {0.06F, 0.022F}}, 0.022F, Color(35, 50, 95));
  canvas.stroke(frame,
                {{-0.072F, 0.006F},
                 {-0.04F, 0.016F},
                 {-0.015F, 0.004F},
                 {0.015F, 0.016F},
                 {0.045F, 0.004F},
                 {0.072F, 0.014F}},
                0.018F, look.second);
  rimmed_polygon(canvas, frame, bun, look.main);
  if (look.pattern == 0) return;
  for (const float x : {-0.035F, -0.005F, 0.03F}) {  // sesame
    canvas.ellipse(frame, {x, -0.035F + std::abs(x) * 0.3F}, {0.007F, 0.005F},
                   Color(200, 230, 245));
  }
}

void draw_open_book(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look) {
  for (const float side : {-1.0F, 1.0F}) {
    rimmed_polygon(canvas, frame,
                   {{0, -0.06F}, {side * 0.135F, -0.085F}, {side * 0.135F, 0.06F}, {0, 0.085F}},
                   look.main);
    canvas.polygon(frame,
                   {{0, -0.052F}, {side * 0.122F, -0.073F}, {side * 0.122F, 0.047F}, {0, 0.07F}},
                   Color(225, 238, 242));
    for (const float y : {-0.03F, -0.003F, 0.024F}) {
      canvas.stroke(frame, {{side * 0.018F, y - 0.003F}, {side * 0.105F, y - 0.018F}}, 0.007F,
                    Color(120, 120, 125));
    }
  }
  canvas.stroke(frame, {{0, -0.055F}, {0, 0.08F}}, 0.01F, shaded(look.main, 0.5));
}

void draw_closed_book(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look) {
  rimmed_polygon(canvas, frame,
                 {{-0.07F, -0.095F}, {0.07F, -0.095F}, {0.07F, 0.095F}, {-0.07F, 0.095F}},
                 look.main);
  canvas.polygon(frame, {{0.05F, -0.088F}, {0.066F, -0.088F}, {0.066F, 0.088F}, {0.05F, 0.088F}},
                 Color(225, 238, 242));
  canvas.stroke(frame, {{-0.053F, -0.09F}, {-0.053F, 0.09F}}, 0.01F, shaded(look.main, 0.55));
  canvas.polygon(frame, {{-0.035F, -0.06F}, {0.035F, -0.06F}, {0.035F, -0.02F}, {-0.035F, -0.02F}},
                 look.second);
}

void draw_ball(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look) {
  constexpr float kRadius = 0.075F;
  canvas.ellipse(frame, {0, 0}, {kRadius + 0.006F, kRadius + 0.006F}, shaded(look.main, 0.45));
  canvas.ellipse(frame, {0, 0}, {kRadius, kRadius}, look.main);
  if (look.pattern == 0) {  // seams
    canvas.stroke(frame, arc({-0.09F, 0}, {0.06F, 0.07F}, -0.9F, 0.9F), 0.009F, kInk);
    canvas.stroke(frame, arc({0.09F, 0}, {0.06F, 0.07F}, kPi - 0.9F, kPi + 0.9F), 0.009F, kInk);
    canvas.stroke(frame, {{0, -kRadius}, {0, kRadius}}, 0.009F, kInk);
  } else if (look.pattern == 1) {  // sectors
    for (const int sector : {0, 2, 4}) {
      auto slice = arc({0, 0}, {kRadius, kRadius}, static_cast<float>(sector) * kPi / 3,
                       static_cast<float>(sector + 1) * kPi / 3);
      slice.push_back({0, 0});
      canvas.polygon(frame, slice, look.second);
    }
  } else {  // patches
    canvas.ellipse(frame, {0, 0}, {0.027F, 0.027F}, kInk);
    for (int patch = 0; patch < 5; ++patch) {
      const float angle = static_cast<float>(patch) * 2 * kPi / 5;
      canvas.ellipse(frame, {0.057F * std::cos(angle), 0.057F * std::sin(angle)}, {0.014F, 0.014F},
                     kInk);
    }
  }
}

void draw_bag(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look, bool long_strap) {
  const Color strap = shaded(look.main, 0.6);
  if (long_strap) {
    canvas.stroke(frame, {{-0.08F, 0.06F}, {0.0F, -0.29F}, {0.07F, 0.06F}}, 0.02F, strap);
  } else {
    canvas.stroke(frame, arc({0, 0.09F}, {0.06F, 0.085F}, kPi, 2 * kPi), 0.018F, strap);
  }
  rimmed_polygon(canvas, frame,
                 {{-0.095F, 0.07F}, {0.095F, 0.07F}, {0.115F, 0.25F}, {-0.115F, 0.25F}}, look.main);
  if (look.pattern == 0) {
    canvas.polygon(frame, {{-0.06F, 0.14F}, {0.06F, 0.14F}, {0.065F, 0.22F}, {-0.065F, 0.22F}},
                   shaded(look.main, 0.75));
  } else {
    canvas.polygon(frame, {{-0.1F, 0.11F}, {0.1F, 0.11F}, {0.104F, 0.145F}, {-0.104F, 0.145F}},
                   look.second);
  }
  canvas.ellipse(frame, {0, 0.115F}, {0.013F, 0.013F}, Color(120, 200, 225));
}

void draw_open_umbrella(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look) {
  canvas.stroke(frame, {{0, 0.03F}, {0, -0.53F}}, 0.016F, Color(60, 60, 65));
  constexpr int kPanels = 5;
  constexpr float kHalfWidth = 0.29F, kRim = -0.3F, kTop = -0.52F;
  std::vector<cv::Point2f> dome = arc({0, kRim}, {kHalfWidth, kRim - kTop}, kPi, 2 * kPi);
  for (int panel = kPanels; panel > 0; --panel) {  // the scalloped rim, right to left
    const float x = kHalfWidth * (2.0F * static_cast<float>(panel) / kPanels - 1);
    dome.push_back({x - kHalfWidth / kPanels, kRim - 0.03F});
    dome.push_back({x - 2 * kHalfWidth / kPanels, kRim});
  }
  rimmed_polygon(canvas, frame, dome, look.main);
  for (const int panel : {1, 3}) {
    const float left = kHalfWidth * (2.0F * static_cast<float>(panel) / kPanels - 1);
    const float right = left + 2 * kHalfWidth / kPanels;
    if (look.pattern == 0) {
      canvas.stroke(frame, {{left, kRim}, {left * 0.6F, -0.44F}, {0, kTop}}, 0.009F,
                    shaded(look.main, 0.6));
    } else {
      canvas.polygon(frame,
                     {{left, kRim},
                      {(left + right) / 2, kRim - 0.03F},
                      {right, kRim},
                      {right * 0.6F, -0.44F},
                      {0, kTop},
                      {left * 0.6F, -0.44F}},
                     look.second);
    }
  }
}

void draw_closed_umbrella(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look) {
  canvas.stroke(frame, arc({-0.022F, -0.005F}, {0.022F, 0.03F}, -kPi, 0), 0.016F,
                Color(40, 60, 95));
  canvas.stroke(frame, {{0, 0}, {0, 0.39F}}, 0.012F, Color(60, 60, 65));
  rimmed_polygon(canvas, frame,
                 {{-0.012F, 0.05F},
                  {0.012F, 0.05F},
                  {0.042F, 0.12F},
                  {0.008F, 0.36F},
                  {-0.008F, 0.36F},
                  {-0.042F, 0.12F}},
                 look.main);
  canvas.stroke(frame, {{-0.03F, 0.17F}, {0.03F, 0.155F}}, 0.014F, look.second);
}

}  // namespace hoi
