#include "scene/person_drawing.h"

#include <vector>

namespace hoi {

namespace {

constexpr float kHandRadius = 0.026F;

Color random_cloth(RandomSource& random) {
  if (random.chance(0.3)) {
    const double grey = random.uniform(40, 220);
    return {grey + random.uniform(0, 20), grey, grey};
  }
  return {random.uniform(20, 235), random.uniform(20, 235), random.uniform(20, 235)};
}

}  // namespace

PersonLook random_person_look(RandomSource& random) {
  static const std::vector<Color> skins{{190, 215, 245}, {160, 195, 235}, {130, 170, 220},
                                        {95, 135, 190},  {60, 95, 145},   {45, 65, 100}};
  static const std::vector<Color> hairs{{25, 25, 30},   {30, 50, 80},    {45, 85, 135},
                                        {90, 165, 215}, {150, 155, 160}, {40, 70, 160}};
  PersonLook look;
  look.skin = shaded(random.pick(skins), random.uniform(0.93F, 1.07F));
  look.hair = shaded(random.pick(hairs), random.uniform(0.8F, 1.2F));
  look.shirt = random_cloth(random);
  look.trousers = random.chance(0.4) ? Color(random.uniform(80, 150), random.uniform(50, 90),
                                             random.uniform(30, 60))
                                     : random_cloth(random);
  look.shoes = random.chance(0.5) ? Color(40, 40, 45) : random_cloth(random);
  look.second = random_cloth(random);
  look.hair_style = static_cast<HairStyle>(random.weighted({4, 3.5, 0.7, 1.2, 1.2}));
  look.long_sleeves = random.chance(0.55);
  look.long_trousers = random.chance(0.7);
  look.skirt = random.chance(0.2);
  look.glasses = random.chance(0.18);
  look.beard = look.hair_style != HairStyle::kLong && random.chance(0.15);
  look.shirt_pattern = static_cast<int>(random.weighted({3, 1.5, 1}));
  return look;
}

void draw_arm(Canvas& canvas, const SceneFrame& frame, const Pose& pose, Side side,
              const PersonLook& look) {
  const Color cloth = side == kFar ? shaded(look.shirt, 0.8) : look.shirt;
  const Color skin = side == kFar ? shaded(look.skin, 0.88) : look.skin;
  const cv::Point2f shoulder = pose.shoulder[side], elbow = pose.elbow[side],
                    hand = pose.hand[side];
  canvas.limb(frame, {shoulder, elbow, hand}, 0.062F, 0.042F, skin);
  if (look.long_sleeves) {
    canvas.limb(frame, {shoulder, elbow, elbow + (hand - elbow) * 0.82F}, 0.07F, 0.052F, cloth);
  } else {
    canvas.limb(frame, {shoulder, shoulder + (elbow - shoulder) * 0.6F}, 0.072F, 0.07F, cloth);
  }
  canvas.limb(frame, {hand}, 2 * kHandRadius, 2 * kHandRadius, skin);
}

void draw_leg(Canvas& canvas, const SceneFrame& frame, const Pose& pose, Side side,
              const PersonLook& look) {
  const double light = side == kFar ? 0.78 : 1;
  const Color cloth = shaded(look.trousers, light), skin = shaded(look.skin, light + 0.05);
  const cv::Point2f hip = pose.hip_joint[side], knee = pose.knee[side], foot = pose.foot[side];
  canvas.limb(frame, {foot + cv::Point2f(-0.012F, 0.006F), foot + cv::Point2f(0.06F, 0.012F)},
              0.046F, 0.036F, shaded(look.shoes, light));
  canvas.limb(frame, {hip, knee, foot}, 0.09F, 0.046F, look.long_trousers ? cloth : skin);
  if (!look.long_trousers) {
    canvas.limb(frame, {hip, hip + (knee - hip) * 0.8F}, 0.098F, 0.09F, cloth);
  }
}

void draw_torso(Canvas& canvas, const SceneFrame& frame, const Pose& pose, const PersonLook& look) {
  canvas.limb(frame, {pose.chest + (pose.hip - pose.chest) * -0.05F, pose.head}, 0.06F, 0.055F,
              shaded(look.skin, 0.85));  // neck
  const float width = std::max(pose.shoulder[kFar].x - pose.shoulder[kNear].x, 0.1F);
  const cv::Point2f half(width / 2, 0), waist(0.066F, 0);
  if (look.skirt) {
    const cv::Point2f hem = (pose.knee[kNear] + pose.knee[kFar]) / 2 * 0.75F + pose.hip * 0.25F;
    canvas.polygon(frame,
                   {pose.hip - waist, pose.hip + waist, hem + waist * 1.6F, hem - waist * 1.6F},
                   shaded(look.trousers, 0.9));
  }
  const cv::Point2f collar(0, -0.012F);
  const std::vector<cv::Point2f> outline{pose.chest - half + collar, pose.chest + half + collar,
                                         pose.hip + waist, pose.hip - waist};
  std::vector<cv::Point2f> closed = outline;
  closed.push_back(outline.front());
  canvas.stroke(frame, closed, 0.045F, shaded(look.shirt, 0.55));
  canvas.polygon(frame, outline, look.shirt);
  canvas.stroke(frame, closed, 0.03F, look.shirt);
  const auto across = [&](float part, float reach) {
    const cv::Point2f middle = pose.chest + (pose.hip - pose.chest) * part;
    const cv::Point2f side = (half * (1 - part) + waist * part) * reach;
    return std::vector<cv::Point2f>{middle - side, middle + side};
  };
  if (look.shirt_pattern == 1) {
    for (const float part : {0.2F, 0.45F, 0.7F})
      canvas.stroke(frame, across(part, 1.1F), 0.028F, look.second);
  } else if (look.shirt_pattern == 2) {
    canvas.stroke(frame, across(0.35F, 0.4F), 0.07F, look.second);
  }
  canvas.stroke(frame, {pose.hip - waist, pose.hip + waist}, 0.03F, shaded(look.trousers, 0.7));
}

}  // namespace hoi
