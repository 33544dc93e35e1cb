#include "inference/image_result_builder.h"

#include <algorithm>
#include <cstddef>

#include <ATen/Functions.h>

#include "inference/mask_paste.h"

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

/// masks: (R, S, S) over the boxes of the instances.
void add_masks(const torch::Tensor& masks, ImageResult& result) {
  if (std::max(result.width, result.height) > kLargestMaskSide) return;
  const auto values = masks.to(torch::kCPU, torch::kFloat).contiguous();
  const auto side = static_cast<int>(values.size(1));
  TORCH_CHECK(values.size(0) == static_cast<int64_t>(result.instances.size()) &&
                  values.size(2) == values.size(1) && side > 0,
              "masks ", values.sizes(), " of ", result.instances.size(), " instances");
  const float* mask = values.data_ptr<float>();
  for (DetectedInstance& instance : result.instances) {
    instance.mask = paste_mask(mask, side, instance.box, result.width, result.height);
    mask += std::ptrdiff_t{side} * side;
  }
}

}  // namespace

ImageResult build_image_result(const ImagePrediction& prediction, const FrameScale& scale,
                               const ImageSize& original, const ImageResultOptions& options) {
  ImageResult result;
  result.width = static_cast<int>(original.width);
  result.height = static_cast<int>(original.height);
  add_instances(prediction.regions, scale, original, result);
  if (prediction.masks.defined()) add_masks(prediction.masks, result);

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
