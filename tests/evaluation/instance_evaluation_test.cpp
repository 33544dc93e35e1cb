#include "evaluation/instance_evaluation.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

/// An image with two instances of 40 x 40, and a result that finds the first one by its box and the
/// second one by its mask.
struct Scene {
  Scene() {
    image.file_name = "a.jpg";
    image.width = image.height = 100;
    for (const float x : {0.0F, 50.0F}) {
      const std::vector<float> outline = {x, 0, x + 40, 0, x + 40, 40, x, 40};
      image.instances.push_back({0, 0, {x, 0, x + 40, 40}, false, {outline}});
    }
    result.file = "a.jpg";
    const RunLengthMask second = {100, 100, {5000, 40, 4960}};
    result.instances.push_back({0, 0.9F, {0, 0, 40, 40}, RunLengthMask{100, 100, {10000}}});
    result.instances.push_back({0, 0.8F, {90, 90, 99, 99}, second});
    result.instances.push_back({0, 0.7F, {50, 0, 90, 40}, std::nullopt});
  }

  CategoryAveragePrecision score(RegionKind kind) const {
    return evaluate_instances({result}, {image}, kind, 1, 100).categories.at(0);
  }

  ImageAnnotation image;
  ImageResult result;
};

TEST(EvaluateInstances, ComparesWhatItIsTold) {
  const Scene scene;
  const auto boxes = scene.score(RegionKind::kBox), masks = scene.score(RegionKind::kMask);
  EXPECT_EQ(boxes.predictions, 3);
  EXPECT_DOUBLE_EQ(boxes.average_recall, 1);
  EXPECT_EQ(masks.predictions, 2);
  EXPECT_EQ(masks.average_recall, 0);  // 40 of 1600 pixels
}

TEST(EvaluateInstances, SizesAreThoseOfWhatIsCompared) {
  Scene scene;
  scene.image.instances[1].polygons = {{50, 0, 60, 0, 60, 10, 50, 10}};
  EXPECT_EQ(scene.score(RegionKind::kBox).medium.ground_truth, 2);
  EXPECT_EQ(scene.score(RegionKind::kMask).medium.ground_truth, 1);
  EXPECT_EQ(scene.score(RegionKind::kMask).small.ground_truth, 1);
}

TEST(EvaluateInstances, LeavesOutImagesWhoseBoxesAreNotExhaustive) {
  Scene scene;
  scene.image.boxes_exhaustive = false;
  EXPECT_EQ(scene.score(RegionKind::kBox).predictions, 0);
}

}  // namespace
}  // namespace hoi
