#include "data/packed_pixels.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <stdexcept>
#include <utility>
#include <vector>

#include <zlib.h>

namespace hoi {
namespace {

using Byte = unsigned char;

constexpr std::size_t kChannels = 3;
constexpr int kMiddle = 128;  // of the colour differences, so that small ones do not wrap around
constexpr std::uint64_t kMostInflation = 1032;  // of zlib, reached by runs of equal bytes

struct LeftPredictor {
  int operator()(int left, int, int) const { return left; }
};
struct AbovePredictor {
  int operator()(int, int above, int) const { return above; }
};
struct MeanPredictor {
  int operator()(int left, int above, int) const { return (left + above) / 2; }
};
struct GradientPredictor {
  int operator()(int left, int above, int corner) const {
    return std::clamp(left + above - corner, std::min(left, above), std::max(left, above));
  }
};

constexpr int kPredictors = 4;

/// Calls `action` with the predictor of this number; false when there is none.
template <class Action>
bool with_predictor(int number, const Action& action) {
  switch (number) {
    case 0:
      action(LeftPredictor());
      return true;
    case 1:
      action(AbovePredictor());
      return true;
    case 2:
      action(MeanPredictor());
      return true;
    case 3:
      action(GradientPredictor());
      return true;
    default:
      return false;
  }
}

Byte low_byte(int value) { return static_cast<Byte>(value); }

/// B, G, R -> the three samples, for `pixels` pixels.
void samples_of_colors(const Byte* bgr, std::size_t pixels, Byte* samples) {
  for (std::size_t i = 0; i < kChannels * pixels; i += kChannels) {
    const int green = bgr[i + 1];
    samples[i] = low_byte(bgr[i] - green + kMiddle);
    samples[i + 1] = bgr[i + 1];
    samples[i + 2] = low_byte(bgr[i + 2] - green + kMiddle);
  }
}

void colors_of_samples(const Byte* samples, std::size_t pixels, Byte* bgr) {
  for (std::size_t i = 0; i < kChannels * pixels; i += kChannels) {
    const int green = samples[i + 1];
    bgr[i] = low_byte(samples[i] + green - kMiddle);
    bgr[i + 1] = samples[i + 1];
    bgr[i + 2] = low_byte(samples[i + 2] + green - kMiddle);
  }
}

/// residuals = samples - predictions; returns the sum of their sizes, which says how well they
/// will compress.
template <class Predictor>
std::int64_t residuals_of_row(const std::vector<Byte>& samples, const std::vector<Byte>& above,
                              const Predictor& predict, std::vector<Byte>& residuals) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const bool first = i < kChannels;
    const int left = first ? 0 : samples[i - kChannels], corner = first ? 0 : above[i - kChannels];
    residuals[i] = low_byte(samples[i] - predict(left, above[i], corner));
    sum += std::abs(static_cast<signed char>(residuals[i]));
  }
  return sum;
}

/// Turns residuals into samples where they are.
template <class Predictor>
void restore_row(Byte* row, const Byte* above, std::size_t size, const Predictor& predict) {
  for (std::size_t i = 0; i < kChannels; ++i) row[i] = low_byte(row[i] + predict(0, above[i], 0));
  for (std::size_t i = kChannels; i < size; ++i) {
    row[i] = low_byte(row[i] + predict(row[i - kChannels], above[i], above[i - kChannels]));
  }
}

/// The rows as they go into the zlib stream.
std::vector<Byte> predicted_rows(const Byte* bgr, std::size_t width, std::size_t height) {
  const std::size_t size = kChannels * width;
  std::vector<Byte> rows, samples(size), above(size, 0), residuals(size), best(size);
  rows.reserve(height * (1 + size));
  for (std::size_t y = 0; y < height; ++y) {
    samples_of_colors(bgr + y * size, width, samples.data());
    std::pair<std::int64_t, int> least{-1, 0};  // sum of residuals, predictor
    for (int number = 0; number < kPredictors; ++number) {
      with_predictor(number, [&](const auto& predict) {
        const std::int64_t sum = residuals_of_row(samples, above, predict, residuals);
        if (least.first >= 0 && sum >= least.first) return;
        least = {sum, number};
        best.swap(residuals);
      });
    }
    rows.push_back(low_byte(least.second));
    rows.insert(rows.end(), best.begin(), best.end());
    above.swap(samples);
  }
  return rows;
}

std::string deflated(const std::vector<Byte>& rows) {
  // What prediction leaves of a photograph is noise. Searching it for repetitions (Z_FILTERED)
  // takes five times as long and comes out larger; runs are worth finding, for drawings.
  constexpr int kLevel = 6, kWindowBits = 15, kMemoryLevel = 9;
  z_stream stream = {};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kWindowBits, kMemoryLevel, Z_RLE) != Z_OK) {
    throw std::runtime_error("zlib cannot be initialised");
  }
  std::string packed(deflateBound(&stream, static_cast<uLong>(rows.size())), '\0');
  stream.next_in = const_cast<Bytef*>(rows.data());
  stream.avail_in = static_cast<uInt>(rows.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int status = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (status != Z_STREAM_END) throw std::runtime_error("zlib did not finish");
  return packed;
}

/// Bytes of the stream; throws for sizes that zlib or memory would not take.
std::size_t stream_size(std::int64_t width, std::int64_t height) {
  constexpr std::int64_t kMostBytes = std::int64_t{1} << 31;
  constexpr std::int64_t kLargestSide = 1 << 20;
  if (width < 1 || height < 1 || width > kLargestSide || height > kLargestSide ||
      height * (1 + 3 * width) > kMostBytes) {
    throw std::runtime_error("its size is out of range");
  }
  return static_cast<std::size_t>(height * (1 + 3 * width));
}

std::vector<Byte> inflated(std::string_view packed, std::size_t size) {
  if (size / kMostInflation > packed.size()) {
    throw std::runtime_error("it is too short for its size");
  }
  std::vector<Byte> rows(size);
  uLongf written = static_cast<uLongf>(rows.size());
  uLong read = static_cast<uLong>(packed.size());
  const int status =
      uncompress2(rows.data(), &written, reinterpret_cast<const Bytef*>(packed.data()), &read);
  if (status != Z_OK || written != rows.size() || read != packed.size()) {
    throw std::runtime_error("its pixels cannot be unpacked");
  }
  return rows;
}

}  // namespace

std::string pack_pixels(std::string_view bgr, std::int64_t width, std::int64_t height) {
  stream_size(width, height);
  if (bgr.size() != kChannels * static_cast<std::size_t>(width * height)) {
    throw std::logic_error("pack_pixels: the number of bytes does not fit the size");
  }
  return deflated(predicted_rows(reinterpret_cast<const Byte*>(bgr.data()),
                                 static_cast<std::size_t>(width),
                                 static_cast<std::size_t>(height)));
}

void unpack_pixels(std::string_view packed, std::int64_t width, std::int64_t height,
                   unsigned char* bgr) {
  std::vector<Byte> rows = inflated(packed, stream_size(width, height));
  const std::size_t pixels = static_cast<std::size_t>(width), size = kChannels * pixels;
  const std::vector<Byte> nothing(size, 0);
  const Byte* above = nothing.data();
  for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
    Byte* row = rows.data() + y * (1 + size) + 1;
    const bool known = with_predictor(
        row[-1], [&](const auto& predict) { restore_row(row, above, size, predict); });
    if (!known) throw std::runtime_error("a row of it has an unknown predictor");
    colors_of_samples(row, pixels, bgr + y * size);
    above = row;
  }
}

}  // namespace hoi
