#pragma once

#include <vector>

#include <torch/types.h>

#include "vision/roi_align_kernel.h"

namespace hoi {

// The operators of this layer on CUDA tensors, by the kernels of this folder, on the current stream
// of their device. Built with HOI_CUDA only; callers have checked shapes.

/// Whether roi_align_forward_cuda() takes these maps and options: float32 on one CUDA device, at
/// most 8 maps, 32 x 32 cells and 16 samples per cell and axis.
bool roi_align_fits_cuda(const ScaledMaps& features, const RoiAlignOptions& options);

/// See roi_align_forward(). A row whose level or image does not exist is 0: finding it out in time
/// to complain would stop the stream.
torch::Tensor roi_align_forward_cuda(const ScaledMaps& features, const RoiRows& rows,
                                     const RoiAlignOptions& options);

/// See roi_align_backward(); rows are added in their order, so the bits are always the same.
std::vector<torch::Tensor> roi_align_backward_cuda(const torch::Tensor& gradient,
                                                   const MapShapes& maps, const RoiRows& rows,
                                                   const RoiAlignOptions& options);

/// Whether class_wise_nms_cuda() takes these boxes: on a CUDA device, at least one, at most 32,768.
bool nms_fits_cuda(const torch::Tensor& boxes);

/// See class_wise_nms(): the same rows as on the CPU. Four sorts and lookups, two launches and one
/// synchronisation, which tells the number of survivors, whatever the number of labels.
torch::Tensor class_wise_nms_cuda(const torch::Tensor& boxes, const torch::Tensor& scores,
                                  const torch::Tensor& labels, double iou_threshold);

}  // namespace hoi
