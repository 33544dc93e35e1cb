#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "data/face_detector.h"
#include "data/image_io.h"
#include "data/image_transform.h"
#include "domain/image_result.h"
#include "inference/model_package.h"

namespace hoi {

struct PredictorOptions {
  std::string device =
      "auto";  ///< "cpu", "cuda:0" or "auto": CUDA when the build and machine have it
  double min_interaction_score = 0.01;  ///< triplets below it are left out (spec 4, step 9)
  /// Instances below the model's detection.min_score, down to this one, are reported too, without
  /// interactions; 1 reports none of them.
  double report_min_score = 1;
  Scoring scoring = Scoring::kNetwork;
  bool masks = false;  ///< instances get masks; the model needs mask heads
};

/// Where the time of one prediction went, in milliseconds of wall time.
struct PredictionTiming {
  double prepare_ms = 0;  ///< resize and normalise
  double faces_ms = 0;
  double network_ms = 0;
};

struct TimedResult {
  ImageResult result;
  PredictionTiming timing;
};

/// A model ready to be used on pictures.
///
///   Predictor predictor(read_model_package("models/everyday-1.safetensors"));
///   const ImageResult result = predictor.predict(read_image("photo.jpg"), "photo.jpg").result;
///   for (const DetectedInteraction& found : result.interactions) { ... }
///
/// Boxes of the result are pixels of the picture as given. Not for concurrent use of one object.
class Predictor {
 public:
  /// Throws InputError when the device is not available, the face detector's model is missing or
  /// masks are wanted from a model without mask heads.
  explicit Predictor(ModelPackage package, const PredictorOptions& options = {});

  /// name: ImageResult::file.
  TimedResult predict(const Image& image, const std::string& name);

  /// The same with faces that are known already, in pixels of the picture.
  TimedResult predict(const Image& image, const std::string& name,
                      const std::vector<FaceAnnotation>& faces);

  const ModelPackage& package() const { return package_; }

 private:
  ModelPackage package_;
  PredictorOptions options_;
  ImageTransform transform_;
  std::unique_ptr<FaceDetector> face_detector_;
  torch::Device device_;
};

/// "cpu", "cuda", "cuda:1" or "auto" as a device; throws InputError when this machine or build has
/// no such device.
torch::Device parse_device(const std::string& name);

}  // namespace hoi
