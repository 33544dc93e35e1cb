#include "training/validation_pictures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>

#include "data/image_io.h"
#include "support/errors.h"
#include "support/small_cascade.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using Outcomes = std::vector<PictureOutcome>;

constexpr int kPerson = 0, kBall = 1, kKick = 1, kHold = 0;
const Box kLeft{20, 20, 60, 80}, kRight{70, 60, 100, 90};

/// One grey picture of a person who kicks a ball, and what a network says of it.
class JudgedPicturesTest : public ::testing::Test {
 protected:
  JudgedPicturesTest() {
    write_image(folder_ / "a.png", cv::Mat(100, 120, CV_8UC3, cv::Scalar(128, 128, 128)));
    evaluation_.paths = {folder_ / "a.png"};
    ImageAnnotation image;
    image.file_name = "a.png";
    image.width = 120;
    image.height = 100;
    image.instances = {{1, kPerson, kLeft, false, {}}, {2, kBall, kRight, false, {}}};
    image.interactions = {{0, 1, kKick}};
    evaluation_.images = {image};
    ImageResult result{"a.png", 120, 100, {}, {}};
    result.instances = {{kPerson, 0.9F, kLeft, {}}, {kBall, 0.8F, kRight, {}}};
    evaluation_.results = {result};
  }

  std::vector<JudgedPicture> judged(JudgedThings things = JudgedThings::kTriplets) const {
    return judged_pictures(evaluation_, small_vocabulary(), things);
  }

  static Outcomes outcomes_of(const std::vector<JudgedPicture>& pictures) {
    Outcomes outcomes;
    for (const auto& picture : pictures) outcomes.push_back(picture.outcome);
    return outcomes;
  }

  static cv::Mat pixels_of(const JudgedPicture& picture) {
    return decode_image(picture.bytes, "picture").bgr;
  }

  const TemporaryFolder folder_;
  ModelEvaluation evaluation_;
};

TEST_F(JudgedPicturesTest, TripletsAreNamedScoredAndDrawn) {
  evaluation_.results[0].interactions = {{0, 1, kHold, 0.7F}, {0, 1, kKick, 0.6F}};
  const auto pictures = judged();
  ASSERT_EQ(outcomes_of(pictures), (Outcomes{PictureOutcome::kRight, PictureOutcome::kWrong}));
  EXPECT_EQ(pictures[0].verb, small_vocabulary().verbs[kKick]);
  EXPECT_EQ(pictures[0].object, small_vocabulary().objects[kBall]);
  EXPECT_EQ(pictures[0].source, "a.png");
  EXPECT_NEAR(pictures[0].score.value_or(0), 0.6, 1e-6);
  EXPECT_EQ(pictures[0].caption, "");
  EXPECT_EQ(pictures[1].verb, small_vocabulary().verbs[kHold]);
  EXPECT_EQ(pictures[1].caption, "annotated: " + pictures[0].verb + " " + pictures[0].object);
  const cv::Mat drawn = pixels_of(pictures[0]);
  EXPECT_EQ(std::max(drawn.cols, drawn.rows), 480) << "enlarged four times, the most";
  double least = 0, most = 0;
  cv::minMaxLoc(drawn.reshape(1), &least, &most);
  EXPECT_LT(least, 60) << "nothing is drawn";
}

TEST_F(JudgedPicturesTest, WhatNothingSaysIsMissed) {
  const auto pictures = judged();
  ASSERT_EQ(outcomes_of(pictures), Outcomes{PictureOutcome::kMissed});
  EXPECT_EQ(pictures[0].verb, small_vocabulary().verbs[kKick]);
  EXPECT_FALSE(pictures[0].score);
}

TEST_F(JudgedPicturesTest, InstancesAreJudgedByClassAndPlace) {
  evaluation_.results[0].instances[1].box = {0, 0, 10, 10};
  const auto pictures = judged(JudgedThings::kInstances);
  ASSERT_EQ(outcomes_of(pictures),
            (Outcomes{PictureOutcome::kRight, PictureOutcome::kWrong, PictureOutcome::kMissed}));
  EXPECT_EQ(pictures[0].object, small_vocabulary().objects[kPerson]);
  EXPECT_EQ(pictures[0].verb, "");
  EXPECT_NEAR(pictures[0].score.value_or(0), 0.9, 1e-6);
  EXPECT_EQ(pictures[1].object, small_vocabulary().objects[kBall]);
  EXPECT_EQ(pictures[2].object, small_vocabulary().objects[kBall]);
}

TEST_F(JudgedPicturesTest, PicturesThatNobodyAnnotatedTakeNoPart) {
  evaluation_.images[0].interactions_annotated = false;
  evaluation_.images[0].boxes_exhaustive = false;
  EXPECT_TRUE(judged().empty());
  EXPECT_TRUE(judged(JudgedThings::kInstances).empty());
}

TEST_F(JudgedPicturesTest, LargePicturesAreShrunk) {
  write_image(folder_ / "a.png", cv::Mat(1000, 1200, CV_8UC3, cv::Scalar(128, 128, 128)));
  evaluation_.results[0].width = 1200;
  evaluation_.results[0].height = 1000;
  evaluation_.results[0].interactions = {{0, 1, kKick, 0.6F}};
  const cv::Mat drawn = pixels_of(judged().at(0));
  EXPECT_EQ(drawn.cols, 512);
  EXPECT_EQ(drawn.rows, 427);
}

TEST_F(JudgedPicturesTest, APictureThatIsGoneIsAnInputError) {
  evaluation_.paths = {folder_ / "gone.png"};
  EXPECT_THROW(judged(), InputError);
}

}  // namespace
}  // namespace hoi
