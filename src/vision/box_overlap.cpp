#include "vision/box_overlap.h"

#include <algorithm>

#include "vision/cpu_dispatch.h"

namespace hoi {
namespace {

/// The columns as plain pointers, which the vectoriser understands.
struct View {
  const float* x1;
  const float* y1;
  const float* x2;
  const float* y2;
  const float* area;
  int64_t size;
};

HOI_ALWAYS_INLINE float area_of(const float* box) {
  return std::max(box[2] - box[0], 0.0F) * std::max(box[3] - box[1], 0.0F);
}

HOI_ALWAYS_INLINE float iou_with(const View& view, int64_t i, const float* box, float area) {
  const float width = std::min(view.x2[i], box[2]) - std::max(view.x1[i], box[0]);
  const float height = std::min(view.y2[i], box[3]) - std::max(view.y1[i], box[1]);
  const float intersection = std::max(width, 0.0F) * std::max(height, 0.0F);
  const float total = view.area[i] + area - intersection;
  return total > 0.0F ? intersection / total : 0.0F;
}

HOI_ALWAYS_INLINE void overlaps_loop(const View& view, const float* box, float* __restrict iou) {
  const float corners[4] = {box[0], box[1], box[2], box[3]};
  const float area = area_of(box);
  for (int64_t i = 0; i < view.size; ++i) iou[i] = iou_with(view, i, corners, area);
}

HOI_ALWAYS_INLINE bool any_loop(const View& view, const float* box, float threshold) {
  constexpr int64_t kBlock = 64;  // tested as a whole before the next: early exit and vectors both
  const float corners[4] = {box[0], box[1], box[2], box[3]};
  const float area = area_of(box);
  int64_t first = 0;
  for (; first + kBlock <= view.size; first += kBlock) {
    int found = 0;
    for (int64_t i = 0; i < kBlock; ++i) {
      found |= iou_with(view, first + i, corners, area) > threshold ? 1 : 0;
    }
    if (found != 0) return true;
  }
  int found = 0;
  for (; first < view.size; ++first) {
    found |= iou_with(view, first, corners, area) > threshold ? 1 : 0;
  }
  return found != 0;
}

HOI_TARGET_AVX512 void overlaps_avx512(const View& view, const float* box, float* iou) {
  overlaps_loop(view, box, iou);
}
HOI_TARGET_AVX2 void overlaps_avx2(const View& view, const float* box, float* iou) {
  overlaps_loop(view, box, iou);
}
HOI_TARGET_AVX512 bool any_avx512(const View& view, const float* box, float threshold) {
  return any_loop(view, box, threshold);
}
HOI_TARGET_AVX2 bool any_avx2(const View& view, const float* box, float threshold) {
  return any_loop(view, box, threshold);
}

}  // namespace

void BoxColumns::push_back(const float* box) {
  x1_.push_back(box[0]);
  y1_.push_back(box[1]);
  x2_.push_back(box[2]);
  y2_.push_back(box[3]);
  area_.push_back(area_of(box));
}

void BoxColumns::reserve(int64_t count) {
  for (auto* column : {&x1_, &y1_, &x2_, &y2_, &area_})
    column->reserve(static_cast<std::size_t>(count));
}

void BoxColumns::overlaps(const float* box, float* iou) const {
  const View view{x1_.data(), y1_.data(), x2_.data(), y2_.data(), area_.data(), size()};
  switch (cpu_level()) {
    case CpuLevel::kAvx512:
      return overlaps_avx512(view, box, iou);
    case CpuLevel::kAvx2:
      return overlaps_avx2(view, box, iou);
    case CpuLevel::kBaseline:
      break;
  }
  overlaps_loop(view, box, iou);
}

bool BoxColumns::any_overlaps(const float* box, float threshold) const {
  const View view{x1_.data(), y1_.data(), x2_.data(), y2_.data(), area_.data(), size()};
  switch (cpu_level()) {
    case CpuLevel::kAvx512:
      return any_avx512(view, box, threshold);
    case CpuLevel::kAvx2:
      return any_avx2(view, box, threshold);
    case CpuLevel::kBaseline:
      break;
  }
  return any_loop(view, box, threshold);
}

}  // namespace hoi
