#pragma once

#include <cstdint>

#include "vision/cuda/host_device.h"

namespace hoi::device {

constexpr int kWordBits = 64;
constexpr std::int64_t kMaxNmsBoxes = 1 << 15;  ///< their mask takes 128 MiB
constexpr std::int64_t kMaxNmsWords = kMaxNmsBoxes / kWordBits;

/// Boxes sorted by label, within a label by falling score. The boxes of one label are a segment.
struct SortedBoxes {
  const float* boxes;         ///< (count, 4)
  const std::int64_t* begin;  ///< (count,) first place of the segment of each box
  const std::int64_t* end;    ///< (count,) the place behind it
  std::int64_t count;
  float threshold;  ///< of the intersection over union
};

/// Words that a row of the mask has.
HOI_HOST_DEVICE inline std::int64_t mask_words(std::int64_t count) {
  return (count + kWordBits - 1) / kWordBits;
}

HOI_HOST_DEVICE inline float area_of_box(const float* box) {
  return greatest(box[2] - box[0], 0.0F) * greatest(box[3] - box[1], 0.0F);
}

/// Intersection over union, operation by operation that of hoi::BoxColumns.
HOI_HOST_DEVICE inline float intersection_over_union(const float* kept, const float* box) {
  const float width = least(kept[2], box[2]) - greatest(kept[0], box[0]);
  const float height = least(kept[3], box[3]) - greatest(kept[1], box[1]);
  const float intersection = greatest(width, 0.0F) * greatest(height, 0.0F);
  const float total = area_of_box(kept) + area_of_box(box) - intersection;
  return total > 0.0F ? intersection / total : 0.0F;
}

/// Word `word` of row `place` of the mask: bit b says that the box at begin + 64 word + b, which is
/// of the same label and has a lower score, overlaps the box at `place` too much.
HOI_HOST_DEVICE inline std::uint64_t overlap_word(const SortedBoxes& sorted, std::int64_t place,
                                                  std::int64_t word) {
  const std::int64_t first = sorted.begin[place] + kWordBits * word;
  const float* const box = sorted.boxes + 4 * place;
  std::uint64_t bits = 0;
  for (int b = 0; b < kWordBits; ++b) {
    const std::int64_t other = first + b;
    if (other <= place || other >= sorted.end[place]) continue;
    if (intersection_over_union(box, sorted.boxes + 4 * other) > sorted.threshold) {
      bits |= std::uint64_t{1} << b;
    }
  }
  return bits;
}

/// The greedy decision for up to 64 boxes in a row. removed: those that boxes before them drop;
/// own_words: their words of the mask that concern these boxes themselves -> the bits of those
/// kept.
HOI_HOST_DEVICE inline std::uint64_t kept_of_chunk(std::uint64_t removed,
                                                   const std::uint64_t* own_words, int count) {
  std::uint64_t kept = 0;
  for (int b = 0; b < count; ++b) {
    const std::uint64_t bit = std::uint64_t{1} << b;
    if ((removed & bit) != 0) continue;
    kept |= bit;
    removed |= own_words[b];
  }
  return kept;
}

/// What the kept boxes of a chunk remove of the boxes of word `word`. mask_row: the row of the
/// first box of the chunk; words: of each row.
HOI_HOST_DEVICE inline std::uint64_t removed_by(std::uint64_t kept, const std::uint64_t* mask_row,
                                                std::int64_t words, std::int64_t word) {
  std::uint64_t bits = 0;
  for (int b = 0; b < kWordBits; ++b) {
    if ((kept >> b & 1) != 0) bits |= mask_row[b * words + word];
  }
  return bits;
}

}  // namespace hoi::device
