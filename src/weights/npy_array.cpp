#include "weights/npy_array.h"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/safetensors_types.h"
#include "weights/byte_cursor.h"
#include "weights/strided_array.h"

namespace hoi {
namespace {

constexpr std::array<std::pair<std::string_view, TensorType>, 9> kNpyTypes = {
    {{"<f8", TensorType::kFloat64},
     {"<f4", TensorType::kFloat32},
     {"<f2", TensorType::kFloat16},
     {"<i8", TensorType::kInt64},
     {"<i4", TensorType::kInt32},
     {"<i2", TensorType::kInt16},
     {"|i1", TensorType::kInt8},
     {"|u1", TensorType::kUInt8},
     {"|b1", TensorType::kBool}}};

/// Reads the header, a dictionary in Python's notation: {'descr': '<f4', 'fortran_order': False,
/// 'shape': (2, 3), }. Keys stand in this order in all files that numpy writes.
class NpyHeader {
 public:
  explicit NpyHeader(std::string_view text) : text_(text) {}

  /// Whether the text is such a header; then the members below are filled.
  bool parse() {
    if (!accept("{") || !accept("'descr'") || !accept(":") || !parse_type()) return false;
    if (!accept(",") || !accept("'fortran_order'") || !accept(":")) return false;
    is_column_major = accept("True");
    if (!is_column_major && !accept("False")) return false;
    if (!accept(",") || !accept("'shape'") || !accept(":") || !parse_shape()) return false;
    accept(",");
    return accept("}") && text_.find_first_not_of(" \n") == std::string_view::npos;
  }

  TensorType type = TensorType::kFloat32;
  bool is_column_major = false;
  std::vector<std::int64_t> shape;

 private:
  bool accept(std::string_view word) {
    while (!text_.empty() && text_.front() == ' ') text_.remove_prefix(1);
    if (text_.substr(0, word.size()) != word) return false;
    text_.remove_prefix(word.size());
    return true;
  }

  bool parse_type() {
    if (!accept("'")) return false;
    for (const auto& [name, known] : kNpyTypes) {
      if (!accept(name)) continue;
      type = known;
      return accept("'");
    }
    return false;
  }

  std::optional<std::int64_t> parse_number() {
    constexpr std::int64_t kMost = std::int64_t{1} << 48;
    accept("");
    std::size_t digits = 0;
    std::int64_t value = 0;
    while (digits < text_.size() && text_[digits] >= '0' && text_[digits] <= '9') {
      value = 10 * value + (text_[digits++] - '0');
      if (value > kMost) return std::nullopt;
    }
    if (digits == 0) return std::nullopt;
    text_.remove_prefix(digits);
    return value;
  }

  bool parse_shape() {
    constexpr std::size_t kMostDimensions = 16;
    if (!accept("(")) return false;
    while (!accept(")")) {
      const auto extent = parse_number();
      if (!extent || shape.size() == kMostDimensions) return false;
      shape.push_back(*extent);
      if (!accept(",")) return accept(")");
    }
    return true;
  }

  std::string_view text_;
};

}  // namespace

TensorRecord read_npy(const std::string& name, std::string_view bytes, MadeBytes& made,
                      const WeightSource& source) {
  ByteCursor cursor(bytes, source);
  if (cursor.take(6) != "\x93NUMPY") {
    source.fail(fmt::format("array {} is no numpy array", shown_text(name)));
  }
  const std::uint64_t version = cursor.integer(1);
  cursor.take(1);
  if (version < 1 || version > 3) {
    source.fail(fmt::format("array {} has an unknown version", shown_text(name)));
  }
  NpyHeader header(cursor.take(cursor.integer(version == 1 ? 2 : 4)));
  if (!header.parse()) {
    source.fail(fmt::format("array {} has a header or a type that is not read", shown_text(name)));
  }
  StridedArray array{header.type, header.shape, {}, 0, cursor.take(cursor.remaining())};
  const auto needed = checked_byte_count(array.type, array.shape);
  if (!needed || static_cast<std::size_t>(*needed) != array.elements.size()) {
    source.fail(fmt::format("array {} has {} bytes, which is not what its shape needs",
                            shown_text(name), array.elements.size()));
  }
  array.strides =
      header.is_column_major ? column_major_strides(array.shape) : row_major_strides(array.shape);
  return dense_record(name, array, made, source);
}

}  // namespace hoi
