#include "scene/scene_layout.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "scene/object_shapes.h"

namespace hoi {
namespace {

SceneLayout layout_of(std::uint64_t seed, const SceneOptions& options = {}) {
  RandomSource random(seed);
  return random_layout(options, random);
}

bool has_verb(const ActorObject& held, SceneVerb verb) {
  return std::find(held.verbs.begin(), held.verbs.end(), verb) != held.verbs.end();
}

float distance(const cv::Point2f& a, const cv::Point2f& b) {
  return static_cast<float>(cv::norm(a - b));
}

TEST(RandomLayout, StaysWithinTheOptions) {
  SceneOptions options;
  options.max_people = 2;
  options.max_loose_objects = 1;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const SceneLayout layout = layout_of(seed, options);
    EXPECT_GE(layout.actors.size(), 1U);
    EXPECT_LE(layout.actors.size(), 2U);
    EXPECT_LE(layout.loose.size(), 1U);
  }
}

TEST(RandomLayout, IsDrawnBackToFrontAndNothingIsForgotten) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const SceneLayout layout = layout_of(seed);
    EXPECT_EQ(layout.order.size(),
              layout.actors.size() + layout.loose.size() + layout.furniture.size());
    EXPECT_TRUE(
        std::is_sorted(layout.order.begin(), layout.order.end(),
                       [](const SceneItem& a, const SceneItem& b) { return a.depth < b.depth; }));
  }
}

// The definitions of scene_vocabulary.h, measured on the joints, in body heights.
TEST(RandomLayout, VerbsAreTrueInThePose) {
  int calls = 0, drinks = 0, kicks = 0, throws = 0, rides = 0, sits = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    for (const Actor& actor : layout_of(seed).actors) {
      for (const ActorObject& held : actor.objects) {
        const cv::Point2f place = held.object.frame.origin();
        const Pose& pose = actor.pose;
        if (has_verb(held, SceneVerb::kCall)) {
          ++calls;
          EXPECT_LT(distance(place, pose.head), 0.1F) << "the phone is at the ear";
          EXPECT_LT(place.x, pose.head.x);
        } else if (held.object.category == ObjectClass::kPhone) {
          EXPECT_GT(distance(place, pose.head), 0.12F) << "a phone at the ear is a call";
        }
        if (has_verb(held, SceneVerb::kDrink)) {
          ++drinks;
          const cv::Point2f mouth = pose.head + mouth_offset(actor.turn);
          EXPECT_LT(distance(held.object.frame.map({0, -0.055F}), mouth), 0.04F);
        }
        if (has_verb(held, SceneVerb::kKick)) {
          ++kicks;
          EXPECT_GT(pose.foot[kNear].x, 0.2F) << "the leg is swung";
        }
        if (has_verb(held, SceneVerb::kThrow)) {
          ++throws;
          EXPECT_LT(pose.hand[kNear].y, pose.shoulder[kNear].y);
          EXPECT_LT(pose.hand[kNear].x, pose.chest.x - 0.1F);
        }
        if (has_verb(held, SceneVerb::kSit)) {
          ++sits;
          EXPECT_GT(std::max(pose.foot[kNear].y, pose.foot[kFar].y), -0.06F);
        }
        if (has_verb(held, SceneVerb::kRide)) {
          ++rides;
          EXPECT_LT(pose.foot[kNear].y, -0.06F) << "feet off the ground";
          EXPECT_FALSE(has_verb(held, SceneVerb::kSit));
        }
      }
    }
  }
  for (const int count : {calls, drinks, kicks, throws, rides, sits}) EXPECT_GT(count, 10);
}

TEST(RandomLayout, HeldObjectsAreInAHand) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    for (const Actor& actor : layout_of(seed).actors) {
      for (const ActorObject& held : actor.objects) {
        if (!has_verb(held, SceneVerb::kHold)) continue;
        const cv::Rect2f extent = object_extent(held.object.category, held.object.form);
        const float size = std::max(extent.width, extent.height) * held.object.frame.scale();
        const cv::Point2f middle = held.object.frame.map((extent.tl() + extent.br()) / 2);
        const float nearest = std::min(distance(actor.pose.hand[kNear], middle),
                                       distance(actor.pose.hand[kFar], middle));
        EXPECT_LT(nearest, 0.75F * size)
            << scene_vocabulary().objects[static_cast<std::size_t>(held.object.category)];
      }
    }
  }
}

}  // namespace
}  // namespace hoi
