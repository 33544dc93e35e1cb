#include "data/face_detector.h"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include "base/error.h"
#include "domain/box.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

/// A drawn frontal face in the middle of a 300 x 300 picture; it spans about (85, 70)-(215, 240).
cv::Mat drawn_face() {
  cv::Mat picture(300, 300, CV_8UC3, cv::Scalar(120, 130, 120));
  const auto ellipse = [&](cv::Point center, cv::Size axes, const cv::Scalar& color) {
    cv::ellipse(picture, center, axes, 0, 0, 360, color, cv::FILLED, cv::LINE_AA);
  };
  ellipse({150, 140}, {72, 92}, {30, 40, 60});     // hair
  ellipse({150, 160}, {60, 80}, {170, 190, 225});  // skin
  for (const int side : {-1, 1}) {
    ellipse({150 + side * 25, 140}, {14, 7}, {90, 100, 130});  // eye sockets
    ellipse({150 + side * 25, 142}, {7, 5}, {30, 30, 30});
    ellipse({150 + side * 25, 127}, {16, 4}, {50, 60, 80});  // brows
  }
  ellipse({150, 172}, {6, 16}, {190, 205, 235});  // nose
  ellipse({150, 188}, {12, 4}, {110, 125, 160});
  ellipse({150, 208}, {22, 6}, {90, 90, 150});  // mouth
  cv::GaussianBlur(picture, picture, cv::Size(0, 0), 2);
  return picture;
}

std::string detector_error(const FaceDetectorOptions& options) {
  try {
    make_face_detector(options);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

FaceDetectorOptions detector_options(FaceDetectorKind kind, const std::string& model = "") {
  FaceDetectorOptions options;
  options.kind = kind;
  options.model = model;
  return options;
}

/// The model file lies beside a checkout of the project, never inside.
std::string yunet_model() {
  return std::string(HOI_SOURCE_DIR) + "/../shared/data/face/yunet_opencv46.onnx";
}

void expect_the_drawn_face(FaceDetector& detector) {
  const cv::Mat picture = drawn_face();
  const auto faces = detector.detect(picture);
  ASSERT_EQ(faces.size(), 1U);
  EXPECT_GT(iou(faces[0].box, {90, 80, 210, 240}), 0.4F);
  EXPECT_GE(faces[0].score, 0.6F);
  EXPECT_LE(faces[0].score, 1.0F);

  // The same face in a picture too large to be searched at full size.
  cv::Mat large;
  cv::resize(picture, large, cv::Size(), 4, 4);
  const auto large_faces = detector.detect(large);
  ASSERT_FALSE(large_faces.empty());
  const Box& box = large_faces[0].box;
  EXPECT_GT(iou({box.x1 / 4, box.y1 / 4, box.x2 / 4, box.y2 / 4}, faces[0].box), 0.4F);
}

TEST(FaceDetector, NoneFindsNothing) {
  EXPECT_TRUE(
      make_face_detector(detector_options(FaceDetectorKind::kNone))->detect(drawn_face()).empty());
}

TEST(FaceDetector, HaarFindsADrawnFace) {
  expect_the_drawn_face(*make_face_detector(detector_options(FaceDetectorKind::kHaar)));
}

TEST(FaceDetector, YunetFindsADrawnFace) {
  if (!std::filesystem::exists(yunet_model()))
    GTEST_SKIP() << "no YuNet model beside this checkout";
  expect_the_drawn_face(
      *make_face_detector(detector_options(FaceDetectorKind::kYunet, yunet_model())));
}

TEST(FaceDetector, EveryKindTakesPicturesOfAnySize) {
  std::vector<FaceDetectorOptions> kinds{detector_options(FaceDetectorKind::kNone),
                                         detector_options(FaceDetectorKind::kHaar)};
  if (std::filesystem::exists(yunet_model())) {
    kinds.push_back(detector_options(FaceDetectorKind::kYunet, yunet_model()));
  }
  for (const auto& options : kinds) {
    const auto detector = make_face_detector(options);
    for (const auto& size :
         {cv::Size(1, 1), cv::Size(3000, 3), cv::Size(33, 31), cv::Size(19, 500)}) {
      EXPECT_TRUE(detector->detect(cv::Mat(size, CV_8UC3, cv::Scalar::all(90))).empty()) << size;
    }
  }
}

TEST(FaceDetector, MissingModelsAreInputErrorsThatSayWhatToDo) {
  EXPECT_THAT(detector_error(detector_options(FaceDetectorKind::kYunet)), HasSubstr("YuNet"));
  EXPECT_THAT(detector_error(detector_options(FaceDetectorKind::kYunet, "no/such.onnx")),
              HasSubstr("no/such.onnx"));
  EXPECT_THAT(detector_error(detector_options(FaceDetectorKind::kHaar, "no/such/folder")),
              HasSubstr("opencv-data"));
}

TEST(FaceDetector, FilesThatAreNoModelsAreInputErrors) {
  const TemporaryFolder folder;
  const auto onnx = folder.write("wrong.onnx", "this is no network");
  EXPECT_THAT(detector_error(detector_options(FaceDetectorKind::kYunet, onnx.string())),
              HasSubstr("wrong.onnx"));
  folder.write("haarcascade_frontalface_alt.xml", "<opencv_storage></opencv_storage>");
  EXPECT_THAT(detector_error(detector_options(FaceDetectorKind::kHaar, folder.path().string())),
              HasSubstr("cascade"));
}

}  // namespace
}  // namespace hoi
