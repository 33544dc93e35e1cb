#include "vision/cuda/cuda_operators.h"

#include <algorithm>
#include <cstdint>
#include <tuple>

#include <ATen/Functions.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

#include "vision/cuda/nms_launch.h"
#include "vision/cuda/roi_align_launch.h"

namespace hoi {
namespace {

void* current_stream() { return c10::cuda::getCurrentCUDAStream().stream(); }

void check_launch(const char* error, const char* where) {
  TORCH_CHECK(error == nullptr, where, ": CUDA refuses the launch: ", error);
}

/// A problem and the tensors that its pointers need.
struct RoiLaunch {
  RoiLaunch(const RoiRows& rows, const RoiAlignOptions& options)
      : boxes(rows.boxes.to(torch::kFloat32).contiguous()),
        image_index(rows.image_index.to(torch::kInt64).contiguous()),
        level(rows.level.to(torch::kInt64).contiguous()) {
    problem.grid_height = static_cast<int>(options.height);
    problem.grid_width = static_cast<int>(options.width);
    problem.samples = static_cast<int>(options.sampling_ratio);
    problem.legacy = options.convention == RoiConvention::kLegacy;
    problem.rows = boxes.size(0);
    problem.boxes = boxes.data_ptr<float>();
    problem.image_index = image_index.data_ptr<std::int64_t>();
    problem.level = level.data_ptr<std::int64_t>();
  }

  /// map: channels-last (B, C, H, W).
  void add(const torch::Tensor& map, double scale) {
    maps.push_back(map);
    problem.images = map.size(0);
    problem.channels = map.size(1);
    problem.maps[problem.levels++] = {map.data_ptr<float>(), static_cast<int>(map.size(2)),
                                      static_cast<int>(map.size(3)), static_cast<float>(scale)};
  }

  device::RoiProblem problem{};
  torch::Tensor boxes, image_index, level;
  std::vector<torch::Tensor> maps;
};

}  // namespace

bool roi_align_fits_cuda(const ScaledMaps& features, const RoiAlignOptions& options) {
  return features.maps.front().is_cuda() &&
         features.maps.front().scalar_type() == torch::kFloat32 &&
         features.maps.size() <= static_cast<std::size_t>(device::kMaxLevels) &&
         std::max(options.height, options.width) <= device::kMaxGridSide &&
         options.sampling_ratio <= device::kMaxSamples;
}

torch::Tensor roi_align_forward_cuda(const ScaledMaps& features, const RoiRows& rows,
                                     const RoiAlignOptions& options) {
  const auto& first = features.maps.front();
  const c10::cuda::CUDAGuard guard(first.device());
  RoiLaunch launch(rows, options);
  for (std::size_t l = 0; l < features.maps.size(); ++l) {
    launch.add(features.maps[l].contiguous(torch::MemoryFormat::ChannelsLast), features.scales[l]);
  }
  auto output = torch::empty({launch.problem.rows, options.height, options.width, first.size(1)},
                             first.options().requires_grad(false));
  check_launch(
      device::launch_roi_pooling(launch.problem, output.data_ptr<float>(), current_stream()),
      "roi_align");
  return output.permute({0, 3, 1, 2}).contiguous();
}

std::vector<torch::Tensor> roi_align_backward_cuda(const torch::Tensor& gradient,
                                                   const MapShapes& maps, const RoiRows& rows,
                                                   const RoiAlignOptions& options) {
  const c10::cuda::CUDAGuard guard(gradient.device());
  RoiLaunch launch(rows, options);
  for (std::size_t l = 0; l < maps.sizes.size(); ++l) {
    launch.add(torch::empty(maps.sizes[l], gradient.options().dtype(torch::kFloat32),
                            torch::MemoryFormat::ChannelsLast),
               maps.scales[l]);
  }
  const auto dense = gradient.to(torch::kFloat32).permute({0, 2, 3, 1}).contiguous();
  check_launch(
      device::launch_roi_spreading(launch.problem, dense.data_ptr<float>(), current_stream()),
      "roi_align");
  return launch.maps;
}

bool nms_fits_cuda(const torch::Tensor& boxes) {
  return boxes.is_cuda() && boxes.size(0) > 0 && boxes.size(0) <= device::kMaxNmsBoxes;
}

torch::Tensor class_wise_nms_cuda(const torch::Tensor& boxes, const torch::Tensor& scores,
                                  const torch::Tensor& labels, double iou_threshold) {
  const c10::cuda::CUDAGuard guard(boxes.device());
  const auto by_score =
      std::get<1>(torch::sort(scores.detach(), /*stable=*/true, /*dim=*/0, /*descending=*/true));
  const auto [label, rank] =
      torch::sort(labels.to(torch::kInt64).index_select(0, by_score), /*stable=*/true, /*dim=*/0,
                  /*descending=*/false);
  const auto sorted = boxes.detach()
                          .to(torch::kFloat32)
                          .index_select(0, by_score.index_select(0, rank))
                          .contiguous();
  const auto begin = torch::searchsorted(label, label, /*out_int32=*/false, /*right=*/false);
  const auto end = torch::searchsorted(label, label, /*out_int32=*/false, /*right=*/true);

  const std::int64_t count = sorted.size(0);
  const device::SortedBoxes problem{sorted.data_ptr<float>(), begin.data_ptr<std::int64_t>(),
                                    end.data_ptr<std::int64_t>(), count,
                                    static_cast<float>(iou_threshold)};
  const auto mask = torch::empty({count, device::mask_words(count)}, label.options());
  auto keep = torch::empty({count}, label.options().dtype(torch::kBool));
  auto* const words = reinterpret_cast<std::uint64_t*>(mask.data_ptr<std::int64_t>());
  check_launch(device::launch_overlap_mask(problem, words, current_stream()), "nms");
  check_launch(device::launch_greedy_selection(problem, words, rank.data_ptr<std::int64_t>(),
                                               keep.data_ptr<bool>(), current_stream()),
               "nms");
  return by_score.masked_select(keep);
}

}  // namespace hoi
