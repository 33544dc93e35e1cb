#include "vision/roi_sampling.h"

#include <algorithm>

namespace hoi {

RoiAxis RoiAxis::from_box(float low, float high, float scale, int64_t cells,
                          RoiConvention convention) {
  const bool aligned = convention == RoiConvention::kAligned;
  const float offset = aligned ? 0.5F : 0.0F;
  const float start = low * scale - offset;
  float extent = high * scale - offset - start;
  if (!aligned) extent = std::max(extent, 1.0F);
  return {start, extent / static_cast<float>(cells)};
}

void AxisWeights::assign_samples(const RoiAxis& axis, int64_t cells, int64_t samples,
                                 int64_t size) {
  entries_.clear();
  ends_.clear();
  first_position_ = 0;
  const float weight = 1.0F / static_cast<float>(samples);
  for (int64_t cell = 0; cell < cells; ++cell) {
    for (int64_t sample = 0; sample < samples; ++sample) {
      const float within = (static_cast<float>(sample) + 0.5F) / static_cast<float>(samples);
      const float cell_start = axis.start + static_cast<float>(cell) * axis.cell_size;
      add_sample(cell_start + within * axis.cell_size, weight, size);
    }
    ends_.push_back(static_cast<int64_t>(entries_.size()));
  }
}

void AxisWeights::add_sample(float coordinate, float weight, int64_t size) {
  // Written so that a NaN coordinate also contributes nothing.
  if (!(coordinate >= -1.0F && coordinate <= static_cast<float>(size))) return;
  const float clamped = std::clamp(coordinate, 0.0F, static_cast<float>(size - 1));
  const auto low = static_cast<int64_t>(clamped);
  const float fraction = clamped - static_cast<float>(low);
  add(low, weight * (1.0F - fraction));
  if (fraction > 0) add(low + 1, weight * fraction);
}

void AxisWeights::add(int64_t position, float weight) {
  const int64_t row_begin = ends_.empty() ? 0 : ends_.back();
  for (auto entry = entries_.begin() + row_begin; entry != entries_.end(); ++entry) {
    if (entry->position == position) {
      entry->weight += weight;
      return;
    }
  }
  entries_.push_back({position, weight});
}

void AxisWeights::assign_transposed(const AxisWeights& other) {
  first_position_ = 0;
  ends_.clear();
  entries_.resize(other.entries_.size());
  if (other.entries_.empty()) return;
  const auto by_position = [](const Entry& a, const Entry& b) { return a.position < b.position; };
  const auto range = std::minmax_element(other.entries_.begin(), other.entries_.end(), by_position);
  first_position_ = range.first->position;
  const int64_t last_position = range.second->position;

  std::vector<int64_t>& next = ends_;  // counts, then begins, and ends once all entries are placed
  next.assign(static_cast<std::size_t>(last_position - first_position_ + 1), 0);
  const auto slot = [&](const Entry& e) {
    return static_cast<std::size_t>(e.position - first_position_);
  };
  for (const Entry& entry : other.entries_) ++next[slot(entry)];
  int64_t begin = 0;
  for (int64_t& count : next) {
    begin += count;
    count = begin - count;
  }
  for (int64_t cell = 0; cell < other.rows(); ++cell) {
    for (const Entry& entry : other.row(cell)) {
      entries_[static_cast<std::size_t>(next[slot(entry)]++)] = {cell, entry.weight};
    }
  }
}

}  // namespace hoi
