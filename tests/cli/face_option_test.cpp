#include "cli/face_option.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/errors.h"

namespace hoi {
namespace {

TEST(FaceOption, NothingKeepsTheModelsDetector) {
  FaceDetectorOptions options;
  options.kind = FaceDetectorKind::kYunet;
  options.model = "yunet.onnx";
  apply_face_option("", options);
  EXPECT_EQ(options.kind, FaceDetectorKind::kYunet);
  EXPECT_EQ(options.model, "yunet.onnx");
}

TEST(FaceOption, NamesAndFilesChooseADetector) {
  FaceDetectorOptions options;
  apply_face_option("folder/yunet.onnx", options);
  EXPECT_EQ(options.kind, FaceDetectorKind::kYunet);
  EXPECT_EQ(options.model, "folder/yunet.onnx");
  apply_face_option("haar", options);
  EXPECT_EQ(options.kind, FaceDetectorKind::kHaar);
  EXPECT_EQ(options.model, "");
  apply_face_option("none", options);
  EXPECT_EQ(options.kind, FaceDetectorKind::kNone);
}

TEST(FaceOption, AnythingElseIsAnError) {
  FaceDetectorOptions options;
  EXPECT_THAT(input_error_of([&] { apply_face_option("eyes", options); }),
              ::testing::HasSubstr("expected none, haar or an .onnx file"));
}

}  // namespace
}  // namespace hoi
