#include "inference/annotation_drawing.h"

#include <cstddef>

#include "domain/polygon_mask.h"
#include "inference/drawing.h"

namespace hoi {
namespace {

constexpr std::size_t kAllPairs = 1000, kAllVerbs = 100;

}  // namespace

cv::Mat draw_annotation(const cv::Mat& bgr, const ImageAnnotation& annotation,
                        const Vocabulary& vocabulary) {
  ImageResult result;
  result.file = annotation.file_name;
  result.width = bgr.cols;
  result.height = bgr.rows;
  for (const InstanceAnnotation& instance : annotation.instances) {
    result.instances.push_back(
        {instance.category, 1, instance.box, instance_mask(instance, bgr.cols, bgr.rows)});
  }
  for (const auto& interaction : annotation.interactions) {
    result.interactions.push_back({interaction.subject, interaction.object, interaction.verb, 1});
  }
  DrawingOptions options;
  options.max_pairs = kAllPairs;
  options.max_verbs = kAllVerbs;
  options.show_scores = false;
  options.boxes_of_masks = true;  // both are annotated, and either can be wrong
  return draw_result(bgr, result, vocabulary, options);
}

}  // namespace hoi
