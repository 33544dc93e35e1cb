#include "data/face_detector.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>

#include "base/error.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

/// Clips faces to the picture, drops empty and weak ones and those that overlap a better one (the
/// cascades find the same face several times), best first.
std::vector<FaceAnnotation> best_faces(std::vector<FaceAnnotation> faces, const cv::Size& size,
                                       double min_score) {
  constexpr float kSameFaceIou = 0.3F;
  std::stable_sort(faces.begin(), faces.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
  std::vector<FaceAnnotation> kept;
  for (FaceAnnotation face : faces) {
    face.box.x1 = std::clamp(face.box.x1, 0.0F, static_cast<float>(size.width));
    face.box.x2 = std::clamp(face.box.x2, 0.0F, static_cast<float>(size.width));
    face.box.y1 = std::clamp(face.box.y1, 0.0F, static_cast<float>(size.height));
    face.box.y2 = std::clamp(face.box.y2, 0.0F, static_cast<float>(size.height));
    const bool known = std::any_of(kept.begin(), kept.end(), [&](const FaceAnnotation& other) {
      return iou(face.box, other.box) > kSameFaceIou;
    });
    if (double{face.score} >= min_score && face.box.area() > 0 && !known) kept.push_back(face);
  }
  return kept;
}

/// The picture resized to `long_side`, enlarged no more than `max_enlargement`, and original pixels
/// per pixel of it.
std::pair<cv::Mat, float> resized_for_search(const cv::Mat& bgr, std::int64_t long_side,
                                             double max_enlargement) {
  const int longer = std::max(bgr.rows, bgr.cols);
  const double factor = std::min(max_enlargement, static_cast<double>(long_side) / longer);
  if (factor == 1) return {bgr, 1.0F};
  const cv::Size size(std::max(1, cvRound(bgr.cols * factor)),
                      std::max(1, cvRound(bgr.rows * factor)));
  cv::Mat searched;
  cv::resize(bgr, searched, size, 0, 0, factor < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  return {searched, static_cast<float>(1 / factor)};
}

class NoFaceDetector : public FaceDetector {
 public:
  std::vector<FaceAnnotation> detect(const cv::Mat&) override { return {}; }
};

class HaarFaceDetector : public FaceDetector {
 public:
  explicit HaarFaceDetector(const FaceDetectorOptions& options) : options_(options) {
    const fs::path folder = options.model.empty() ? default_folder() : fs::path(options.model);
    load(frontal_, folder / "haarcascade_frontalface_alt.xml");
    load(profile_, folder / "haarcascade_profileface.xml");
  }

  std::vector<FaceAnnotation> detect(const cv::Mat& bgr) override {
    // The weight of a hit is the sum of its last stage, whose scale differs between the cascades.
    // Midpoints and widths make 0.5 the weight at which about half of the hits on photographs were
    // faces.
    const LastStage frontal{106.9, 0.4}, profile{0.3, 0.8};
    std::vector<FaceAnnotation> faces;
    const auto [large, large_scale] = resized_for_search(bgr, options_.long_side, 2);
    cv::Mat grey;
    cv::cvtColor(large, grey, cv::COLOR_BGR2GRAY);
    append_hits(frontal_, frontal, {grey, large_scale, false}, faces);

    // Profiles cost twice as much per pixel and are found less often: half the size will do.
    const auto [small, small_scale] = resized_for_search(bgr, options_.long_side / 2, 1);
    cv::cvtColor(small, grey, cv::COLOR_BGR2GRAY);
    append_hits(profile_, profile, {grey, small_scale, false}, faces);
    cv::flip(grey, grey, 1);  // the cascade knows faces that look to one side only
    append_hits(profile_, profile, {grey, small_scale, true}, faces);
    return best_faces(std::move(faces), bgr.size(), options_.min_score);
  }

 private:
  struct LastStage {
    double midpoint, width;
  };
  struct SearchedPicture {
    cv::Mat grey;
    float scale;   // original pixels per pixel
    bool flipped;  // left and right exchanged
  };

  static fs::path default_folder() {
    const std::vector<fs::path> folders{"/usr/share/opencv4/haarcascades",
                                        "/usr/local/share/opencv4/haarcascades",
                                        "/usr/share/opencv/haarcascades"};
    for (const auto& folder : folders) {
      if (fs::is_directory(folder)) return folder;
    }
    return folders.front();
  }

  static void load(cv::CascadeClassifier& cascade, const fs::path& path) {
    const std::string advice =
        "; install the package opencv-data, name the folder as `model`, or set the kind to none";
    if (!fs::is_regular_file(path)) {
      throw InputError(path.string() + ": this face cascade is missing" + advice);
    }
    bool loaded = false;
    try {
      loaded = cascade.load(path.string());
    } catch (const cv::Exception&) {
      loaded = false;  // reported below, like a file that parses but holds no cascade
    }
    if (!loaded) throw InputError(path.string() + ": not a Haar cascade of OpenCV" + advice);
  }

  static void append_hits(cv::CascadeClassifier& cascade, const LastStage& last_stage,
                          const SearchedPicture& picture, std::vector<FaceAnnotation>& faces) {
    constexpr int kSmallestFace = 22;  // pixels; the cascades were trained at 20
    constexpr double kSizeStep = 1.1;
    constexpr int kMinNeighbors = 3;
    if (std::min(picture.grey.rows, picture.grey.cols) < kSmallestFace) return;
    std::vector<cv::Rect> boxes;
    std::vector<int> stages;
    std::vector<double> weights;
    cascade.detectMultiScale(picture.grey, boxes, stages, weights, kSizeStep, kMinNeighbors, 0,
                             cv::Size(kSmallestFace, kSmallestFace), cv::Size(), true);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
      cv::Rect box = boxes[i];
      if (picture.flipped) box.x = picture.grey.cols - box.x - box.width;
      FaceAnnotation face;
      face.box = {static_cast<float>(box.x) * picture.scale,
                  static_cast<float>(box.y) * picture.scale,
                  static_cast<float>(box.x + box.width) * picture.scale,
                  static_cast<float>(box.y + box.height) * picture.scale};
      const double lead = (weights[i] - last_stage.midpoint) / last_stage.width;
      face.score = static_cast<float>(1 / (1 + std::exp(-lead)));
      faces.push_back(face);
    }
  }

  FaceDetectorOptions options_;
  cv::CascadeClassifier frontal_, profile_;
};

class YunetFaceDetector : public FaceDetector {
 public:
  explicit YunetFaceDetector(const FaceDetectorOptions& options) : options_(options) {
    if (!fs::is_regular_file(options.model)) {
      throw InputError("face detector: the YuNet model '" + options.model +
                       "' is missing; name its .onnx file as `model` or set the kind to haar");
    }
    try {
      const cv::Size size(kStride, kStride);  // set anew for every picture
      network_ = cv::FaceDetectorYN::create(options.model, "", size,
                                            static_cast<float>(options.min_score), kNmsIou);
    } catch (const cv::Exception&) {
      throw InputError(options.model + ": not a YuNet model that this OpenCV reads");
    }
  }

  std::vector<FaceAnnotation> detect(const cv::Mat& bgr) override {
    const auto [small, scale] = resized_for_search(bgr, options_.long_side, 1);
    // Its prior boxes match the feature maps only when both sides are multiples of the stride.
    const auto missing = [](int side) { return (kStride - side % kStride) % kStride; };
    cv::Mat padded;
    cv::copyMakeBorder(small, padded, 0, missing(small.rows), 0, missing(small.cols),
                       cv::BORDER_CONSTANT);
    network_->setInputSize(padded.size());
    cv::Mat rows;  // (F, 15): x, y, width, height, five landmarks, score
    network_->detect(padded, rows);
    std::vector<FaceAnnotation> faces;
    for (int row = 0; row < rows.rows; ++row) {
      const float* values = rows.ptr<float>(row);
      FaceAnnotation face;
      face.box = {values[0] * scale, values[1] * scale, (values[0] + values[2]) * scale,
                  (values[1] + values[3]) * scale};
      face.score = std::clamp(values[14], 0.0F, 1.0F);
      faces.push_back(face);
    }
    return best_faces(std::move(faces), bgr.size(), options_.min_score);
  }

 private:
  static constexpr int kStride = 64;  // of its coarsest feature map
  static constexpr float kNmsIou = 0.3F;

  FaceDetectorOptions options_;
  cv::Ptr<cv::FaceDetectorYN> network_;
};

}  // namespace

std::unique_ptr<FaceDetector> make_face_detector(const FaceDetectorOptions& options) {
  switch (options.kind) {
    case FaceDetectorKind::kNone:
      return std::make_unique<NoFaceDetector>();
    case FaceDetectorKind::kHaar:
      return std::make_unique<HaarFaceDetector>(options);
    case FaceDetectorKind::kYunet:
      return std::make_unique<YunetFaceDetector>(options);
  }
  throw InputError("face detector: unknown kind");
}

}  // namespace hoi
