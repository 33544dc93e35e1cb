#pragma once

#include <string>

#include "data/face_detector.h"

namespace hoi {

/// What the option --faces says about itself.
inline constexpr const char* kFaceOptionHelp =
    "face detector: none, haar, or the .onnx file of a YuNet model (default: what the model was "
    "made "
    "with)";

/// Replaces the face detector of a model by the one the user named; "" keeps it. A file that does
/// not exist is found out when the detector is made.
void apply_face_option(const std::string& choice, FaceDetectorOptions& options);

}  // namespace hoi
