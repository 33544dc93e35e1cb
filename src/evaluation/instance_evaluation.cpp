#include "evaluation/instance_evaluation.h"

#include <string>
#include <unordered_map>

#include "domain/polygon_mask.h"

namespace hoi {
namespace {

std::array<double, 4> xywh_of(const Box& box) {
  return {box.x1, box.y1, double{box.x2} - double{box.x1}, double{box.y2} - double{box.y1}};
}

std::vector<AnnotatedRegion> annotated_regions(const ImageAnnotation& image, RegionKind kind) {
  std::vector<AnnotatedRegion> regions;
  for (const InstanceAnnotation& instance : image.instances) {
    AnnotatedRegion region;
    region.category = instance.category;
    region.crowd = instance.crowd;
    region.region.box = xywh_of(instance.box);
    region.area = region.region.box[2] * region.region.box[3];
    if (kind == RegionKind::kMask) {
      auto mask = instance_mask(instance, image.width, image.height);
      if (!mask) continue;
      region.area = static_cast<double>(mask_area(*mask));
      region.region.mask = std::move(*mask);
    }
    regions.push_back(std::move(region));
  }
  return regions;
}

void append_predicted_regions(const ImageResult& result, RegionKind kind,
                              std::vector<PredictedRegion>& regions) {
  for (const DetectedInstance& instance : result.instances) {
    if (kind == RegionKind::kMask && !instance.mask) continue;
    PredictedRegion region;
    region.category = instance.category;
    region.score = double{instance.score};
    region.region.box = xywh_of(instance.box);
    if (kind == RegionKind::kMask) region.region.mask = *instance.mask;
    regions.push_back(std::move(region));
  }
}

}  // namespace

RegionAveragePrecision evaluate_instances(const std::vector<ImageResult>& results,
                                          const std::vector<ImageAnnotation>& images,
                                          RegionKind kind, int num_categories, int max_detections) {
  std::unordered_map<std::string, std::vector<const ImageResult*>> results_of;
  for (const ImageResult& result : results) results_of[result.file].push_back(&result);
  RegionEvaluation evaluation(kind, num_categories, max_detections);
  for (const ImageAnnotation& image : images) {
    if (!image.boxes_exhaustive) continue;
    std::vector<PredictedRegion> predicted;
    for (const ImageResult* result : results_of[image.file_name]) {
      append_predicted_regions(*result, kind, predicted);
    }
    evaluation.add_image(annotated_regions(image, kind), predicted);
  }
  return evaluation.result();
}

}  // namespace hoi
