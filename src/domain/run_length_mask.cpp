#include "domain/run_length_mask.h"

#include <algorithm>

namespace hoi {
namespace {

/// Pixels begin, begin + 1, ..., end - 1 in the order of the runs.
struct PixelRange {
  std::uint64_t begin = 0, end = 0;
};

std::uint64_t pixel_count(int width, int height) {
  return static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height);
}

/// The runs of 1 that are not empty, in order.
std::vector<PixelRange> inside_ranges(const RunLengthMask& mask) {
  std::vector<PixelRange> ranges;
  std::uint64_t at = 0;
  for (std::size_t i = 0; i < mask.counts.size(); ++i) {
    const std::uint64_t end = at + mask.counts[i];
    if (i % 2 == 1 && end > at) ranges.push_back({at, end});
    at = end;
  }
  return ranges;
}

/// The mask whose inside is the union of `ranges`, ordered by their beginnings.
RunLengthMask mask_of_ranges(const std::vector<PixelRange>& ranges, int width, int height) {
  RunLengthMask mask{width, height, {}};
  std::uint64_t written = 0;  // pixels that the counts cover; the last run is one of 1
  for (const PixelRange& range : ranges) {
    if (mask.counts.empty() || range.begin > written) {
      mask.counts.push_back(static_cast<std::uint32_t>(range.begin - written));
      mask.counts.push_back(static_cast<std::uint32_t>(range.end - range.begin));
    } else if (range.end > written) {
      mask.counts.back() += static_cast<std::uint32_t>(range.end - written);
    }
    written = std::max(written, range.end);
  }
  const std::uint64_t rest = pixel_count(width, height) - written;
  if (rest > 0 || mask.counts.empty()) mask.counts.push_back(static_cast<std::uint32_t>(rest));
  return mask;
}

}  // namespace

bool operator==(const RunLengthMask& a, const RunLengthMask& b) {
  return a.width == b.width && a.height == b.height && a.counts == b.counts;
}

bool is_valid(const RunLengthMask& mask) {
  if (mask.width < 0 || mask.height < 0) return false;
  std::uint64_t rest = pixel_count(mask.width, mask.height);
  for (const std::uint32_t count : mask.counts) {
    if (count > rest) return false;
    rest -= count;
  }
  return rest == 0;
}

RunLengthMask encode_mask(const std::vector<std::uint8_t>& pixels, int width, int height) {
  const auto columns = static_cast<std::size_t>(width), rows = static_cast<std::size_t>(height);
  RunLengthMask mask{width, height, {0}};
  bool inside = false;
  for (std::size_t x = 0; x < columns; ++x) {
    for (std::size_t y = 0; y < rows; ++y) {
      if ((pixels[y * columns + x] != 0) != inside) {
        inside = !inside;
        mask.counts.push_back(0);
      }
      ++mask.counts.back();
    }
  }
  return mask;
}

std::vector<std::uint8_t> decode_mask(const RunLengthMask& mask) {
  const auto columns = static_cast<std::size_t>(mask.width);
  const auto rows = static_cast<std::size_t>(mask.height);
  std::vector<std::uint8_t> pixels(columns * rows, 0);
  for (const PixelRange& range : inside_ranges(mask)) {
    std::size_t x = range.begin / rows, y = range.begin % rows;
    for (std::uint64_t at = range.begin; at < range.end; ++at) {
      pixels[y * columns + x] = 1;
      if (++y == rows) {
        y = 0;
        ++x;
      }
    }
  }
  return pixels;
}

std::int64_t mask_area(const RunLengthMask& mask) {
  std::int64_t area = 0;
  for (std::size_t i = 1; i < mask.counts.size(); i += 2) area += mask.counts[i];
  return area;
}

Box mask_box(const RunLengthMask& mask) {
  const auto ranges = inside_ranges(mask);
  if (ranges.empty()) return {};
  const auto rows = static_cast<std::uint64_t>(mask.height);
  std::uint64_t top = rows, bottom = 0;  // [top, bottom)
  for (const PixelRange& range : ranges) {
    // A run that goes on in another column holds the end of one and the beginning of the next.
    const bool one_column = range.begin / rows == (range.end - 1) / rows;
    top = std::min(top, one_column ? range.begin % rows : 0);
    bottom = std::max(bottom, one_column ? (range.end - 1) % rows + 1 : rows);
  }
  return {static_cast<float>(ranges.front().begin / rows), static_cast<float>(top),
          static_cast<float>((ranges.back().end - 1) / rows + 1), static_cast<float>(bottom)};
}

std::int64_t mask_intersection(const RunLengthMask& a, const RunLengthMask& b) {
  std::int64_t shared = 0;
  std::uint64_t begin_a = 0, begin_b = 0;  // where the current runs begin
  std::size_t i = 0, k = 0;
  while (i < a.counts.size() && k < b.counts.size()) {
    const std::uint64_t end_a = begin_a + a.counts[i], end_b = begin_b + b.counts[k];
    const std::uint64_t begin = std::max(begin_a, begin_b), end = std::min(end_a, end_b);
    if (i % 2 == 1 && k % 2 == 1 && begin < end) shared += static_cast<std::int64_t>(end - begin);
    if (end_a <= end_b) {
      begin_a = end_a;
      ++i;
    } else {
      begin_b = end_b;
      ++k;
    }
  }
  return shared;
}

double mask_iou(const RunLengthMask& a, const RunLengthMask& b) {
  const std::int64_t shared = mask_intersection(a, b);
  const std::int64_t together = mask_area(a) + mask_area(b) - shared;
  return together > 0 ? static_cast<double>(shared) / static_cast<double>(together) : 0;
}

RunLengthMask merge_masks(const std::vector<RunLengthMask>& masks, int width, int height) {
  std::vector<std::vector<PixelRange>> lists;
  for (const RunLengthMask& mask : masks) lists.push_back(inside_ranges(mask));
  // Neighbours are merged until one is left, so that a range is touched log(masks) times.
  for (std::size_t step = 1; step < lists.size(); step *= 2) {
    for (std::size_t i = 0; i + step < lists.size(); i += 2 * step) {
      std::vector<PixelRange> merged(lists[i].size() + lists[i + step].size());
      std::merge(lists[i].begin(), lists[i].end(), lists[i + step].begin(), lists[i + step].end(),
                 merged.begin(),
                 [](const PixelRange& a, const PixelRange& b) { return a.begin < b.begin; });
      lists[i] = std::move(merged);
      lists[i + step].clear();
    }
  }
  return mask_of_ranges(lists.empty() ? std::vector<PixelRange>() : lists.front(), width, height);
}

}  // namespace hoi
