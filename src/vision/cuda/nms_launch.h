#pragma once

#include <cstdint>

#include "vision/cuda/nms_arithmetic.h"

namespace hoi::device {

// Launches on `stream` (a cudaStream_t) and returns at once: nullptr, or what CUDA says against it.
// At least one box, at most kMaxNmsBoxes.

/// mask: (count, mask_words(count)); words that concern no later box of the same label stay as they
/// are, and nobody reads them.
const char* launch_overlap_mask(const SortedBoxes& sorted, std::uint64_t* mask, void* stream);

/// keep[rank[place]] = whether the box at `place` survives, for all labels at once.
const char* launch_greedy_selection(const SortedBoxes& sorted, const std::uint64_t* mask,
                                    const std::int64_t* rank, bool* keep, void* stream);

}  // namespace hoi::device
