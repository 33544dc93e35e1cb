#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "base/option_fields.h"
#include "domain/annotation.h"

namespace hoi {

/// Finds the faces that explicit facial region attending looks at (spec 2.7).
class FaceDetector {
 public:
  virtual ~FaceDetector() = default;

  /// bgr: 8-bit B, G, R, not empty -> faces in pixels of `bgr`, clipped to it, best score first.
  /// Not for concurrent use of one object.
  virtual std::vector<FaceAnnotation> detect(const cv::Mat& bgr) = 0;
};

enum class FaceDetectorKind {
  kNone,   ///< no faces at all: Eq. (10) keeps its face-agnostic half
  kHaar,   ///< Haar cascades of the Debian package opencv-data, frontal and profile
  kYunet,  ///< OpenCV's YuNet, given its model file
};

struct FaceDetectorOptions {
  FaceDetectorKind kind = FaceDetectorKind::kHaar;
  /// kYunet: the .onnx file. kHaar: the folder of the cascades, "" for where Debian puts them.
  std::string model;
  double min_score = 0.6;         ///< weaker faces are dropped; [0, 1]
  std::int64_t long_side = 1024;  ///< pixels; larger pictures are searched at this size

  template <class Fields>
  void describe(Fields& fields) {
    fields.choice("kind", kind,
                  {{"none", FaceDetectorKind::kNone},
                   {"haar", FaceDetectorKind::kHaar},
                   {"yunet", FaceDetectorKind::kYunet}});
    fields.value("model", model);
    fields.value("min_score", min_score);
    fields.value("long_side", long_side);
  }
};

/// Throws InputError when a model file is missing or is none.
///
/// The Haar detector enlarges small pictures (up to 2 x) because its cascades see no face below 20
/// pixels, takes over twenty times as long as YuNet and finds about one in eight of its faces.
std::unique_ptr<FaceDetector> make_face_detector(const FaceDetectorOptions& options = {});

}  // namespace hoi
