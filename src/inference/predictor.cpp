#include "inference/predictor.h"

#include <algorithm>
#include <chrono>

#include <ATen/Functions.h>
#include <c10/core/Device.h>
#include <c10/util/Exception.h>
#include <fmt/format.h>
#include <torch/cuda.h>

#include "base/error.h"
#include "inference/image_result_builder.h"

namespace hoi {
namespace {

class Stopwatch {
 public:
  /// Milliseconds since construction or the last call.
  double lap_ms() {
    const auto now = std::chrono::steady_clock::now();
    const double elapsed = std::chrono::duration<double, std::milli>(now - start_).count();
    start_ = now;
    return elapsed;
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

torch::Tensor to_network_faces(const std::vector<FaceAnnotation>& faces, const FrameScale& scale) {
  auto tensor = torch::empty({static_cast<int64_t>(faces.size()), 5});
  auto rows = tensor.accessor<float, 2>();
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const auto row = static_cast<int64_t>(i);
    rows[row][0] = faces[i].box.x1 * static_cast<float>(scale.x);
    rows[row][1] = faces[i].box.y1 * static_cast<float>(scale.y);
    rows[row][2] = faces[i].box.x2 * static_cast<float>(scale.x);
    rows[row][3] = faces[i].box.y2 * static_cast<float>(scale.y);
    rows[row][4] = faces[i].score;
  }
  return tensor;
}

void check_mask_heads(const ModelPackage& package) {
  if (package.config.network.segmentation.enabled) return;
  throw InputError(
      fmt::format("model {} has no mask heads; masks need a model that was trained with "
                  "network.segmentation.enabled = true",
                  package.provenance.name));
}

}  // namespace

torch::Device parse_device(const std::string& name) {
  if (name == "auto") {
    return torch::cuda::is_available() ? torch::Device(torch::kCUDA, 0)
                                       : torch::Device(torch::kCPU);
  }
  try {
    const torch::Device device(name);
    if (device.is_cpu()) return device;
    const auto count = static_cast<int64_t>(torch::cuda::device_count());
    if (device.is_cuda() && std::max<int64_t>(device.index(), 0) < count) return device;
  } catch (const c10::Error&) {
    throw InputError(fmt::format("device '{}' is unknown; use cpu, cuda:0 or auto", name));
  }
  throw InputError(
      fmt::format("device '{}' is not available on this machine; use cpu or auto", name));
}

Predictor::Predictor(ModelPackage package, const PredictorOptions& options)
    : package_(std::move(package)),
      options_(options),
      transform_(package_.config.input),
      face_detector_(make_face_detector(package_.config.faces)),
      device_(parse_device(options.device)) {
  if (options_.masks) check_mask_heads(package_);
  package_.network->to(device_);
  package_.network->eval();
}

TimedResult Predictor::predict(const Image& image, const std::string& name) {
  Stopwatch watch;
  const auto faces = face_detector_->detect(image.bgr);
  const double faces_ms = watch.lap_ms();
  TimedResult timed = predict(image, name, faces);
  timed.timing.faces_ms = faces_ms;
  return timed;
}

TimedResult Predictor::predict(const Image& image, const std::string& name,
                               const std::vector<FaceAnnotation>& faces) {
  Stopwatch watch;
  TimedResult timed;
  const NetworkImage input = transform_(image.bgr);
  ImageBatch batch = collate({input.pixels}, package_.config.input.pad_multiple);
  batch.pixels = batch.pixels.to(device_);
  timed.timing.prepare_ms = watch.lap_ms();

  const PredictionOptions options{package_.config.network.detection, options_.report_min_score,
                                  options_.scoring, options_.masks};
  const auto predictions =
      package_.network->predict(batch, {to_network_faces(faces, input.scale).to(device_)}, options);
  ImageResultOptions result;
  result.min_interaction_score = options_.min_interaction_score;
  result.detection_factor = package_.config.network.detection_factor;
  timed.result =
      build_image_result(predictions[0], input.scale, {image.height(), image.width()}, result);
  timed.result.file = name;
  timed.timing.network_ms = watch.lap_ms();
  return timed;
}

}  // namespace hoi
