#include "inference/image_result_builder.h"

#include <algorithm>

#include <ATen/Functions.h>

namespace hoi {
namespace {

void add_instances(const Regions& regions, const FrameScale& scale, const ImageSize& original,
                   ImageResult& result) {
  const auto boxes = boxes_to_original(regions.boxes.to(torch::kCPU), scale, original).contiguous();
  const auto labels = regions.labels.to(torch::kCPU).contiguous();
  const auto scores = regions.scores.to(torch::kCPU).contiguous();
  const auto box = boxes.accessor<float, 2>();
  for (int64_t row = 0; row < boxes.size(0); ++row) {
    result.instances.push_back({static_cast<int>(labels.data_ptr<int64_t>()[row]),
                                scores.data_ptr<float>()[row],
                                {box[row][0], box[row][1], box[row][2], box[row][3]}});
  }
}

}  // namespace

ImageResult build_image_result(const ImagePrediction& prediction, const FrameScale& scale,
                               const ImageSize& original, const ImageResultOptions& options) {
  ImageResult result;
  result.width = static_cast<int>(original.width);
  result.height = static_cast<int>(original.height);
  add_instances(prediction.regions, scale, original, result);

  auto scores = prediction.pair_scores;  // (P, N)
  if (options.detection_factor == DetectionFactor::kProduct) {
    const auto& detection = prediction.regions.scores;
    scores = scores * (detection.index_select(0, prediction.pairs.human) *
                       detection.index_select(0, prediction.pairs.object))
                          .unsqueeze(1);
  }
  scores = scores.to(torch::kCPU).contiguous();
  const auto human = prediction.pairs.human.to(torch::kCPU).contiguous();
  const auto object = prediction.pairs.object.to(torch::kCPU).contiguous();
  const auto score = scores.accessor<float, 2>();
  for (int64_t pair = 0; pair < scores.size(0); ++pair) {
    for (int64_t verb = 0; verb < scores.size(1); ++verb) {
      if (score[pair][verb] <= options.min_interaction_score) continue;
      result.interactions.push_back({static_cast<int>(human.data_ptr<int64_t>()[pair]),
                                     static_cast<int>(object.data_ptr<int64_t>()[pair]),
                                     static_cast<int>(verb), score[pair][verb]});
    }
  }
  std::stable_sort(result.interactions.begin(), result.interactions.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
  return result;
}

}  // namespace hoi
