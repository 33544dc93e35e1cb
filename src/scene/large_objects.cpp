#include <cmath>

#include "scene/object_shapes.h"

namespace hoi {

namespace {

void wheel(Canvas& canvas, const SceneFrame& frame, const cv::Point2f& center) {
  constexpr float kRadius = 0.165F;
  constexpr int kCorners = 20;
  std::vector<cv::Point2f> rim;
  for (int corner = 0; corner <= kCorners; ++corner) {
    const float angle = static_cast<float>(2 * CV_PI * corner / kCorners);
    rim.push_back(center + kRadius * cv::Point2f(std::cos(angle), std::sin(angle)));
  }
  for (int spoke = 0; spoke < kCorners / 2; spoke += 2) {
    canvas.stroke(
        frame,
        {rim[static_cast<std::size_t>(spoke)], rim[static_cast<std::size_t>(spoke + kCorners / 2)]},
        0.006F, Color(150, 150, 150));
  }
  canvas.stroke(frame, rim, 0.026F, Color(45, 42, 42));
  canvas.ellipse(frame, center, {0.02F, 0.02F}, Color(90, 90, 90));
}

// A leg of the horse from the body to the hoof.
void horse_leg(Canvas& canvas, const SceneFrame& frame, const cv::Point2f& top, float bend,
               const Color& coat) {
  const cv::Point2f knee(top.x + bend, -0.2F), hoof(top.x + bend * 0.3F, -0.03F);
  canvas.limb(frame, {top, knee, hoof}, 0.1F, 0.042F, coat);
  canvas.limb(frame, {hoof, hoof + cv::Point2f(0.015F, 0.012F)}, 0.045F, 0.05F, Color(40, 45, 50));
}

}  // namespace

void draw_chair(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look) {
  const Color wood = look.pattern == 0 ? Color(60, 105, 160) : look.main;
  for (const float x : {-0.11F, 0.16F}) {  // the far legs
    canvas.limb(frame, {{x, -0.25F}, {x, -0.03F}}, 0.026F, 0.024F, shaded(wood, 0.65));
  }
  canvas.limb(frame, {{-0.15F, -0.58F}, {-0.15F, -0.012F}}, 0.034F, 0.03F, wood);
  canvas.limb(frame, {{0.125F, -0.25F}, {0.125F, -0.012F}}, 0.032F, 0.028F, wood);
  if (look.pattern == 1) {
    canvas.limb(frame, {{-0.15F, -0.54F}, {-0.135F, -0.36F}}, 0.06F, 0.055F, look.second);
  } else {
    canvas.limb(frame, {{-0.165F, -0.56F}, {-0.125F, -0.545F}}, 0.05F, 0.05F, wood);
    canvas.limb(frame, {{-0.165F, -0.44F}, {-0.125F, -0.43F}}, 0.04F, 0.04F, wood);
  }
  canvas.limb(frame, {{-0.15F, -0.255F}, {0.15F, -0.255F}}, 0.055F, 0.055F,
              look.pattern == 0 ? wood : look.second);
}

void draw_bicycle(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look) {
  const cv::Point2f rear(-0.28F, -0.18F), front(0.31F, -0.18F), head(0.2F, -0.5F),
      seat(-0.1F, -0.44F);
  wheel(canvas, frame, rear);
  wheel(canvas, frame, front);
  const auto tube = [&](const cv::Point2f& from, const cv::Point2f& to) {
    canvas.limb(frame, {from, to}, 0.03F, 0.03F, look.main);
  };
  tube(rear, kBicycleCrank);
  tube(rear, seat);
  tube(seat, kBicycleCrank);
  tube(kBicycleCrank, head);
  tube(seat, head);
  tube(head, front);
  canvas.stroke(frame,
                {head, kBicycleHandle + cv::Point2f(-0.04F, 0.02F), kBicycleHandle,
                 kBicycleHandle + cv::Point2f(0.05F, 0.03F)},
                0.026F, Color(55, 55, 60));
  canvas.stroke(frame, {seat, {-0.11F, -0.485F}}, 0.022F, Color(80, 80, 85));
  canvas.stroke(frame, {{-0.18F, -0.495F}, {-0.06F, -0.485F}}, 0.036F, Color(30, 35, 45));
  canvas.ellipse(frame, kBicycleCrank, {0.036F, 0.036F}, Color(70, 70, 70));
  if (look.pattern == 0) {  // a basket
    canvas.polygon(frame, {{0.25F, -0.56F}, {0.38F, -0.56F}, {0.36F, -0.45F}, {0.27F, -0.45F}},
                   Color(75, 125, 165));
  }
}

void draw_horse(Canvas& canvas, const SceneFrame& frame, const ObjectLook& look) {
  const Color coat = look.main, far_side = shaded(coat, 0.7);
  canvas.limb(frame, {{-0.33F, -0.5F}, {-0.42F, -0.4F}, {-0.44F, -0.2F}}, 0.06F, 0.03F,
              look.second);  // tail
  horse_leg(canvas, frame, {-0.21F, -0.4F}, -0.035F, far_side);
  horse_leg(canvas, frame, {0.25F, -0.4F}, 0.035F, far_side);
  canvas.limb(frame, {{0.2F, -0.46F}, {0.33F, -0.63F}, {0.37F, -0.74F}}, 0.21F, 0.12F,
              coat);  // neck
  canvas.limb(frame, {{-0.22F, -0.44F}, {0.0F, -0.42F}, {0.2F, -0.43F}}, 0.26F, 0.25F,
              coat);  // body
  horse_leg(canvas, frame, {-0.27F, -0.4F}, 0.03F, coat);
  horse_leg(canvas, frame, {0.2F, -0.38F}, -0.02F, coat);
  canvas.limb(frame, {{0.25F, -0.58F}, {0.31F, -0.69F}, {0.34F, -0.79F}}, 0.06F, 0.05F,
              look.second);  // mane
  canvas.polygon(frame, {{0.34F, -0.79F}, {0.365F, -0.86F}, {0.395F, -0.78F}}, shaded(coat, 0.8));
  canvas.limb(frame, {{0.37F, -0.765F}, {0.48F, -0.67F}}, 0.11F, 0.075F, coat);  // head
  canvas.ellipse(frame, {0.405F, -0.765F}, {0.012F, 0.014F}, Color(20, 20, 20));
  canvas.ellipse(frame, {0.495F, -0.675F}, {0.01F, 0.008F}, Color(40, 40, 50));
  canvas.stroke(frame, {{0.44F, -0.645F}, {0.45F, -0.73F}}, 0.012F, Color(30, 35, 60));
  canvas.limb(frame, {{-0.13F, -0.53F}, {0.06F, -0.53F}}, 0.07F, 0.07F,
              look.pattern == 0 ? Color(40, 60, 110) : Color(90, 60, 60));  // saddle
}

}  // namespace hoi
