#include "vision/roi_align_levels.h"

#include <torch/csrc/autograd/custom_function.h>

#include "vision/mixed_precision.h"
#include "vision/roi_align_composite.h"
#include "vision/roi_align_kernel.h"
#ifdef HOI_CUDA
#include "vision/cuda/cuda_operators.h"
#endif

namespace hoi {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// The kernels of the device where the maps are.
#ifdef HOI_CUDA
bool has_kernels(const ScaledMaps& features, const RoiAlignOptions& options) {
  const auto& first = features.maps.front();
  return (first.is_cpu() && first.scalar_type() == torch::kFloat32) ||
         roi_align_fits_cuda(features, options);
}
torch::Tensor pool_rows(const ScaledMaps& features, const RoiRows& rows,
                        const RoiAlignOptions& options) {
  const bool on_cpu = features.maps.front().is_cpu();
  return on_cpu ? roi_align_forward(features, rows, options)
                : roi_align_forward_cuda(features, rows, options);
}
std::vector<torch::Tensor> spread_rows(const torch::Tensor& gradient, const MapShapes& maps,
                                       const RoiRows& rows, const RoiAlignOptions& options) {
  return gradient.is_cpu() ? roi_align_backward(gradient, maps, rows, options)
                           : roi_align_backward_cuda(gradient, maps, rows, options);
}
#else
bool has_kernels(const ScaledMaps& features, const RoiAlignOptions&) {
  const auto& first = features.maps.front();
  return first.is_cpu() && first.scalar_type() == torch::kFloat32;
}
torch::Tensor pool_rows(const ScaledMaps& features, const RoiRows& rows,
                        const RoiAlignOptions& options) {
  return roi_align_forward(features, rows, options);
}
std::vector<torch::Tensor> spread_rows(const torch::Tensor& gradient, const MapShapes& maps,
                                       const RoiRows& rows, const RoiAlignOptions& options) {
  return roi_align_backward(gradient, maps, rows, options);
}
#endif

/// Ties the two kernels together for autograd.
class RoiAlignFunction : public torch::autograd::Function<RoiAlignFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, torch::TensorList maps,
                               const std::vector<double>& scales, const RoiRows& rows,
                               const RoiAlignOptions& options) {
    context->save_for_backward({rows.boxes, rows.image_index, rows.level});
    std::vector<int64_t> sizes;
    for (const auto& map : maps) {
      sizes.insert(sizes.end(), map.sizes().begin(), map.sizes().end());
    }
    context->saved_data["sizes"] = sizes;
    context->saved_data["scales"] = scales;
    context->saved_data["options"] =
        std::vector<int64_t>{options.height, options.width, options.sampling_ratio,
                             static_cast<int64_t>(options.convention)};
    return pool_rows({maps.vec(), scales}, rows, options);
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto saved = context->get_saved_variables();
    const auto numbers = context->saved_data["options"].toIntVector();
    const RoiAlignOptions options{numbers[0], numbers[1], numbers[2],
                                  static_cast<RoiConvention>(numbers[3])};
    const auto sizes = context->saved_data["sizes"].toIntVector();
    MapShapes shapes;
    shapes.scales = context->saved_data["scales"].toDoubleVector();
    for (auto size = sizes.begin(); size != sizes.end(); size += 4) {
      shapes.sizes.emplace_back(size, size + 4);
    }
    auto results = spread_rows(gradients.front(), shapes, {saved[0], saved[1], saved[2]}, options);
    results.insert(results.end(), 3, torch::Tensor());  // scales, rows, options
    return results;
  }
};

void check_inputs(const ScaledMaps& features, const RoiRows& rows, const RoiAlignOptions& options) {
  TORCH_CHECK(!features.maps.empty() && features.maps.size() == features.scales.size(),
              "roi_align: ", features.maps.size(), " maps but ", features.scales.size(),
              " scales; one scale per map");
  const auto& first = features.maps.front();
  for (const auto& map : features.maps) {
    TORCH_CHECK(map.dim() == 4 && map.numel() > 0, "roi_align: a map is ", map.sizes(),
                "; expected (B, C, H, W) without a zero");
    TORCH_CHECK(map.size(0) == first.size(0) && map.size(1) == first.size(1) &&
                    map.scalar_type() == first.scalar_type() && map.device() == first.device(),
                "roi_align: maps ", first.sizes(), " and ", map.sizes(),
                " must agree in images, channels, type and device");
  }
  TORCH_CHECK(rows.boxes.dim() == 2 && rows.boxes.size(1) == 4, "roi_align: boxes are ",
              rows.boxes.sizes(), "; expected (R, 4)");
  const auto is_column = [&](const torch::Tensor& t) {
    return t.dim() == 1 && t.size(0) == rows.boxes.size(0);
  };
  TORCH_CHECK(is_column(rows.image_index) && is_column(rows.level),
              "roi_align: ", rows.boxes.size(0), " boxes but image_index is ",
              rows.image_index.sizes(), " and level is ", rows.level.sizes(),
              "; one entry per box");
  TORCH_CHECK(options.height > 0 && options.width > 0 && options.sampling_ratio > 0,
              "roi_align: a grid of ", options.height, " x ", options.width, " cells with ",
              options.sampling_ratio, " samples; all must be positive");
}

}  // namespace

torch::Tensor roi_align_levels(const ScaledMaps& features, const RoiRows& rows,
                               const RoiAlignOptions& options) {
  check_inputs(features, rows, options);
  const RoiRows constant{rows.boxes.detach(), rows.image_index, rows.level};
  ScaledMaps widened{{}, features.scales};
  for (const auto& map : features.maps) widened.maps.push_back(at_least_float32(map));
  if (!has_kernels(widened, options)) return roi_align_composite(widened, constant, options);
  return RoiAlignFunction::apply(torch::TensorList(widened.maps), features.scales, constant,
                                 options);
}

}  // namespace hoi
