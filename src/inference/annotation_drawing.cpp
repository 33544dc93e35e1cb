#include "inference/annotation_drawing.h"

#include <cstddef>

#include "domain/polygon_mask.h"
#include "inference/drawing.h"

namespace hoi {
namespace {

constexpr std::size_t kAllPairs = 1000, kAllVerbs = 100;

}  // namespace

ImageResult perfect_result(const ImageAnnotation& annotation, int width, int height) {
  ImageResult result;
  result.file = annotation.file_name;
  result.width = width;
  result.height = height;
  for (const InstanceAnnotation& instance : annotation.instances) {
    result.instances.push_back(
        {instance.category, 1, instance.box, instance_mask(instance, width, height)});
  }
  for (const auto& interaction : annotation.interactions) {
    result.interactions.push_back({interaction.subject, interaction.object, interaction.verb, 1});
  }
  return result;
}

cv::Mat draw_annotation(const cv::Mat& bgr, const ImageAnnotation& annotation,
                        const Vocabulary& vocabulary) {
  DrawingOptions options;
  options.max_pairs = kAllPairs;
  options.max_verbs = kAllVerbs;
  options.show_scores = false;
  options.boxes_of_masks = true;  // both are annotated, and either can be wrong
  return draw_result(bgr, perfect_result(annotation, bgr.cols, bgr.rows), vocabulary, options);
}

}  // namespace hoi
