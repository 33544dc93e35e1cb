#include "training/validation_pictures.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <opencv2/imgproc.hpp>

#include "data/image_io.h"
#include "evaluation/triplet_matching.h"
#include "inference/annotation_drawing.h"
#include "inference/display_names.h"
#include "inference/drawing.h"
#include "inference/result_scaling.h"
#include "report/triplet_examples.h"

namespace hoi {
namespace {

constexpr int kLongestSide = 512;
constexpr int kJpegQuality = 85;
constexpr std::size_t kMostAnnotatedWords = 3;

/// Every box as a triplet of itself whose verb is its category: the rule for triplets then is the
/// rule for boxes. Scores are those of `detected`, where it has them.
void show_instances(TripletImage& image, const std::vector<DetectedInstance>& detected = {}) {
  image.triplets.clear();
  for (std::size_t i = 0; i < image.boxes.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    const double score = i < detected.size() ? double{detected[i].score} : 0;
    image.triplets.push_back({row, row, image.boxes[i].category, score});
  }
}

/// What one evaluation offers to look at.
class JudgedGallery {
 public:
  JudgedGallery(const ModelEvaluation& evaluation, const Vocabulary& vocabulary,
                JudgedThings things)
      : evaluation_(evaluation),
        vocabulary_(vocabulary),
        verbs_(display_verbs(vocabulary)),
        triplets_(things == JudgedThings::kTriplets) {}

  std::vector<JudgedPicture> pictures() const {
    std::vector<std::size_t> rows;
    std::vector<TripletImage> predicted, annotated;
    for (std::size_t i = 0; i < evaluation_.images.size(); ++i) {
      const ImageAnnotation& image = evaluation_.images[i];
      if (!(triplets_ ? image.interactions_annotated : image.boxes_exhaustive)) continue;
      rows.push_back(i);
      const ImageResult& result = evaluation_.results[i];
      predicted.push_back(predicted_triplets(result));
      annotated.push_back(annotated_triplets(image));
      if (triplets_) continue;
      show_instances(predicted.back(), result.instances);
      show_instances(annotated.back());
    }
    std::vector<JudgedPicture> shown;
    for (const auto& example : choose_triplet_examples(predicted, annotated)) {
      shown.push_back(picture_of(example.outcome, rows[example.picture], example.triplet));
    }
    return shown;
  }

 private:
  JudgedPicture picture_of(PictureOutcome outcome, std::size_t row, std::size_t triplet) const {
    const Image image = read_image(evaluation_.paths[row]);
    const ImageAnnotation& annotation = evaluation_.images[row];
    const bool missed = outcome == PictureOutcome::kMissed;
    ImageResult result = missed ? perfect_result(annotation, image.width(), image.height())
                                : evaluation_.results[row];
    JudgedPicture picture;
    picture.outcome = outcome;
    picture.source = annotation.file_name;
    keep_only(triplet, result);
    const DetectedInstance& object = result.instances.at(
        triplets_ ? static_cast<std::size_t>(result.interactions[0].object) : 0);
    picture.object = vocabulary_.objects.at(static_cast<std::size_t>(object.category));
    if (triplets_) picture.verb = verb_word(result.interactions[0].verb);
    if (!missed) {
      picture.score = double{triplets_ ? result.interactions[0].score : object.score};
    }
    if (outcome == PictureOutcome::kWrong) picture.caption = annotated_words(annotation);
    picture.bytes = drawn(image.bgr, result, missed);
    return picture;
  }

  void keep_only(std::size_t row, ImageResult& result) const {
    if (triplets_) {
      result.interactions = {result.interactions.at(row)};
      return;
    }
    result.instances = {result.instances.at(row)};
    result.interactions.clear();
  }

  std::string drawn(const cv::Mat& bgr, const ImageResult& result, bool missed) const {
    const double factor =
        std::min(1.0, static_cast<double>(kLongestSide) / std::max(bgr.cols, bgr.rows));
    const cv::Size size(std::max(1, cvRound(bgr.cols * factor)),
                        std::max(1, cvRound(bgr.rows * factor)));
    cv::Mat small = bgr;
    if (factor < 1) cv::resize(bgr, small, size, 0, 0, cv::INTER_AREA);
    DrawingOptions options;
    options.min_long_side = kLongestSide;
    options.min_instance_score = triplets_ ? 2 : 0;  // nothing beside the triplet
    options.show_scores = !missed;
    const ImageResult scaled = scaled_result(result, small.cols, small.rows);
    return encode_jpeg(draw_result(small, scaled, vocabulary_, options), kJpegQuality);
  }

  std::string verb_word(int verb) const { return verbs_.at(static_cast<std::size_t>(verb)); }

  /// "annotated: ride bicycle, hold phone".
  std::string annotated_words(const ImageAnnotation& truth) const {
    std::vector<std::string> words;
    const auto add = [&](const std::string& word) {
      const bool is_new = std::find(words.begin(), words.end(), word) == words.end();
      if (is_new && words.size() < kMostAnnotatedWords) words.push_back(word);
    };
    const auto category_word = [&](std::size_t row) {
      return vocabulary_.objects.at(static_cast<std::size_t>(truth.instances.at(row).category));
    };
    for (const auto& interaction : truth.interactions) {
      if (!triplets_) break;
      add(verb_word(interaction.verb) + " " +
          category_word(static_cast<std::size_t>(interaction.object)));
    }
    for (std::size_t row = 0; row < truth.instances.size() && !triplets_; ++row) {
      add(category_word(row));
    }
    return words.empty() ? "nothing annotated"
                         : fmt::format("annotated: {}", fmt::join(words, ", "));
  }

  const ModelEvaluation& evaluation_;
  const Vocabulary& vocabulary_;
  std::vector<std::string> verbs_;
  bool triplets_;
};

}  // namespace

std::vector<JudgedPicture> judged_pictures(const ModelEvaluation& evaluation,
                                           const Vocabulary& vocabulary, JudgedThings things) {
  return JudgedGallery(evaluation, vocabulary, things).pictures();
}

}  // namespace hoi
