#include "scene/scene_frame.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

void expect_near(const cv::Point2f& found, const cv::Point2f& expected) {
  EXPECT_NEAR(found.x, expected.x, 1e-4);
  EXPECT_NEAR(found.y, expected.y, 1e-4);
}

constexpr float kQuarterTurn = static_cast<float>(CV_PI / 2);

TEST(SceneFrame, ScalesAndMoves) { expect_near(SceneFrame({10, 20}, 2).map({3, 4}), {16, 28}); }

TEST(SceneFrame, TurnsClockwiseOnTheScreen) {
  // Right becomes down.
  expect_near(SceneFrame({0, 0}, 1, kQuarterTurn).map({1, 0}), {0, 1});
}

TEST(SceneFrame, MirrorsXBeforeTurning) {
  expect_near(SceneFrame({0, 0}, 1, 0, true).map({1, 2}), {-1, 2});
  expect_near(SceneFrame({0, 0}, 1, kQuarterTurn, true).map({1, 0}), {0, -1});
}

TEST(SceneFrame, EnclosedFrameMapsLikeBothInTurn) {
  const SceneFrame outer({5, 6}, 3, 0.4F, true), inner({1, -2}, 0.5F, -1.1F);
  const cv::Point2f point(0.7F, 0.3F);
  expect_near(outer.enclose(inner).map(point), outer.map(inner.map(point)));
}

TEST(SceneFrame, UnmapsDirections) {
  const SceneFrame frame({5, 6}, 3, 0.4F, true);
  const cv::Point2f direction(0.7F, 0.3F);
  expect_near(frame.unmap_direction(frame.map(direction) - frame.origin()), direction);
}

}  // namespace
}  // namespace hoi
