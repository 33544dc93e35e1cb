#include "weights/strided_array.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "base/safetensors_types.h"

namespace hoi {
namespace {

using Integers = std::vector<std::int64_t>;

constexpr std::size_t kMostDimensions = 16;

/// Dimensions with more than one index, the smallest stride first.
std::vector<std::size_t> walked_dimensions(const StridedArray& array) {
  std::vector<std::size_t> dimensions;
  for (std::size_t i = 0; i < array.shape.size(); ++i) {
    if (array.shape[i] > 1) dimensions.push_back(i);
  }
  std::stable_sort(dimensions.begin(), dimensions.end(), [&](std::size_t a, std::size_t b) {
    return array.strides[a] < array.strides[b];
  });
  return dimensions;
}

/// Does every index name an element of its own, and one of the `count` there are? All numbers are
/// non-negative.
bool has_own_elements(const StridedArray& array, std::int64_t count) {
  if (array.offset >= count) return false;
  std::int64_t last = 0;  // of the elements that the dimensions so far reach, from the offset on
  for (const std::size_t i : walked_dimensions(array)) {
    const std::int64_t stride = array.strides[i], steps = array.shape[i] - 1;
    if (stride <= last) return false;
    if (stride > (count - 1 - array.offset - last) / steps) return false;
    last += stride * steps;
  }
  return true;
}

void check_geometry(const std::string& name, const StridedArray& array,
                    const WeightSource& source) {
  const auto is_negative = [](std::int64_t value) { return value < 0; };
  const auto bytes = checked_byte_count(array.type, array.shape);
  if (array.shape.size() > kMostDimensions || array.strides.size() != array.shape.size() ||
      !bytes || array.offset < 0 ||
      std::any_of(array.strides.begin(), array.strides.end(), is_negative)) {
    source.fail(fmt::format("array {} has an impossible shape", shown_text(name)));
  }
  const auto count = static_cast<std::int64_t>(array.elements.size()) / element_size(array.type);
  if (*bytes > 0 && !has_own_elements(array, count)) {
    source.fail(
        fmt::format("array {} does not fit into its {} stored elements or uses one of them twice",
                    shown_text(name), count));
  }
}

/// Copies the elements in row-major order.
class Gatherer {
 public:
  Gatherer(const StridedArray& array, char* target)
      : array_(array), size_(static_cast<std::size_t>(element_size(array.type))), target_(target) {}

  void run(std::size_t dimension, std::int64_t element) {
    if (dimension == array_.shape.size()) {
      std::memcpy(target_, array_.elements.data() + static_cast<std::size_t>(element) * size_,
                  size_);
      target_ += size_;
      return;
    }
    for (std::int64_t i = 0; i < array_.shape[dimension]; ++i) {
      run(dimension + 1, element + i * array_.strides[dimension]);
    }
  }

 private:
  const StridedArray& array_;
  std::size_t size_;
  char* target_;
};

/// Row-major, but for dimensions with one index, whose strides mean nothing.
bool is_row_major(const StridedArray& array) {
  const Integers strides = row_major_strides(array.shape);
  for (std::size_t i = 0; i < strides.size(); ++i) {
    if (array.shape[i] != 1 && array.strides[i] != strides[i]) return false;
  }
  return true;
}

}  // namespace

Integers row_major_strides(const Integers& shape) {
  Integers strides(shape.size(), 1);
  for (std::size_t i = shape.size(); i > 1; --i) {
    strides[i - 2] = strides[i - 1] * std::max<std::int64_t>(shape[i - 1], 1);
  }
  return strides;
}

Integers column_major_strides(const Integers& shape) {
  Integers strides(shape.size(), 1);
  for (std::size_t i = 1; i < shape.size(); ++i) {
    strides[i] = strides[i - 1] * std::max<std::int64_t>(shape[i - 1], 1);
  }
  return strides;
}

TensorRecord dense_record(const std::string& name, const StridedArray& array, MadeBytes& made,
                          const WeightSource& source) {
  check_geometry(name, array, source);
  TensorRecord record{name, array.type, array.shape, {}};
  const auto size = static_cast<std::size_t>(*checked_byte_count(array.type, array.shape));
  if (size == 0) return record;
  if (is_row_major(array)) {
    const auto first =
        static_cast<std::size_t>(array.offset) * static_cast<std::size_t>(element_size(array.type));
    record.bytes = array.elements.substr(first, size);
    return record;
  }
  std::string& copy = made.make(size, source);
  Gatherer(array, copy.data()).run(0, array.offset);
  record.bytes = copy;
  return record;
}

}  // namespace hoi
