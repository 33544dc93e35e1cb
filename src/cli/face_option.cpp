#include "cli/face_option.h"

#include <filesystem>

#include <fmt/format.h>

#include "base/error.h"

namespace hoi {

void apply_face_option(const std::string& choice, FaceDetectorOptions& options) {
  if (choice.empty()) return;
  options.model.clear();
  if (choice == "none") {
    options.kind = FaceDetectorKind::kNone;
  } else if (choice == "haar") {
    options.kind = FaceDetectorKind::kHaar;
  } else if (std::filesystem::path(choice).extension() == ".onnx") {
    options.kind = FaceDetectorKind::kYunet;
    options.model = choice;
  } else {
    throw InputError(fmt::format("--faces: '{}'; expected none, haar or an .onnx file", choice));
  }
}

}  // namespace hoi
