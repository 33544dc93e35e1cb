#include "hicodet/mat_array.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/printable_text.h"
#include "hicodet/mat_element.h"
#include "hicodet/mat_text.h"

namespace hoi {
namespace {

constexpr std::uint32_t kComplexFlag = 0x0800;
constexpr std::size_t kSmallestElement = 8;

// Classes of arrays, the lowest byte of the flags.
constexpr std::uint32_t kCellClass = 1, kStructClass = 2, kTextClass = 4, kFirstNumberClass = 6,
                        kLastNumberClass = 15;

const char* const kKindNames[] = {"numbers", "text", "a cell", "a struct"};

const char* name_of(MatArray::Kind kind) { return kKindNames[static_cast<int>(kind)]; }

MatArray::Kind kind_of_class(std::uint32_t flags, const char* at, const MatSource& source) {
  const std::uint32_t array_class = flags & 0xFF;
  if (array_class == kCellClass) return MatArray::Kind::kCell;
  if (array_class == kStructClass) return MatArray::Kind::kStruct;
  if (array_class == kTextClass) return MatArray::Kind::kText;
  if (array_class < kFirstNumberClass || array_class > kLastNumberClass) {
    source.fail(at, fmt::format("an array of class {}; only numbers, texts, cells and structs can "
                                "be read",
                                array_class));
  }
  if ((flags & kComplexFlag) != 0) source.fail(at, "complex numbers");
  return MatArray::Kind::kNumbers;
}

/// Reads elements one after the other.
class ElementCursor {
 public:
  ElementCursor(std::string_view bytes, const MatSource& source) : bytes_(bytes), source_(source) {}

  MatElement next() {
    const MatElement element = read_mat_element(bytes_, source_);
    bytes_.remove_prefix(element.length);
    return element;
  }
  /// The next element, which must be of one of these types.
  MatElement next(std::uint32_t type, std::uint32_t other_type, const char* what) {
    const char* const at = bytes_.data();
    const MatElement element = next();
    if (element.type != type && element.type != other_type) {
      source_.fail(at, fmt::format("{} of type {}, expected {}", what, element.type, type));
    }
    return element;
  }
  std::string_view rest() const { return bytes_; }

 private:
  std::string_view bytes_;
  const MatSource& source_;
};

/// rows and the product of all sizes.
std::pair<std::size_t, std::size_t> sizes_of(std::string_view data, const MatSource& source) {
  constexpr std::size_t kLargest = std::size_t{1} << 32;
  if (data.size() < 8 || data.size() % 4 != 0) source.fail(data.data(), "unreadable array sizes");
  std::size_t count = 1;
  for (std::size_t at = 0; at < data.size(); at += 4) {
    const auto size = static_cast<std::int32_t>(mat_word_at(data.data() + at));
    if (size < 0) source.fail(data.data() + at, fmt::format("an array size of {}", size));
    count *= static_cast<std::size_t>(size);  // at most 2^32 * 2^31
    if (count > kLargest) source.fail(data.data(), "an array that is too large");
    if (count == 0) break;
  }
  return {mat_word_at(data.data()), count};
}

}  // namespace

void MatSource::fail(const char* at, const std::string& problem) const {
  throw InputError(fmt::format("{}: byte {}: {}", label, at - bytes.data(), problem));
}

void MatArray::fail(const std::string& problem) const { source_->fail(content_.data(), problem); }

MatArray MatArray::read(std::string_view bytes, const MatSource& source, std::size_t& length) {
  const MatElement matrix = read_mat_element(bytes, source);
  if (matrix.type != mat_type::kMatrix) {
    source.fail(bytes.data(), fmt::format("a data element of type {} where an array (type {}) was "
                                          "expected",
                                          matrix.type, mat_type::kMatrix));
  }
  length = matrix.length;
  MatArray array;
  array.source_ = &source;
  array.content_ = matrix.data;
  if (matrix.data.empty()) return array;  // how an unset element of a cell is written

  ElementCursor cursor(matrix.data, source);
  const MatElement flags = cursor.next(mat_type::kUint32, mat_type::kUint32, "array flags");
  if (flags.data.size() != 8) source.fail(flags.data.data(), "array flags of another size");
  array.kind_ = kind_of_class(mat_word_at(flags.data.data()), flags.data.data(), source);
  const MatElement sizes = cursor.next(mat_type::kInt32, mat_type::kUint32, "array sizes");
  std::tie(array.rows_, array.count_) = sizes_of(sizes.data, source);
  array.name_ = cursor.next(mat_type::kInt8, mat_type::kUtf8, "an array name").data;
  if (array.kind_ == Kind::kStruct) {
    const MatElement length_of_name =
        cursor.next(mat_type::kInt32, mat_type::kUint32, "a name length");
    array.field_names_ = cursor.next(mat_type::kInt8, mat_type::kInt8, "field names").data;
    array.set_name_length(length_of_name.data);
  }
  array.content_ = cursor.rest();
  if (array.count_ == 0) {
    array.content_ = array.content_.substr(0, 0);
  } else if (array.kind_ == Kind::kCell || array.kind_ == Kind::kStruct) {
    array.check_room();
  } else {
    const MatElement data = cursor.next();
    array.storage_ = data.type;
    array.content_ = data.data;
    if (array.kind_ == Kind::kNumbers) array.check_numbers();
  }
  return array;
}

void MatArray::set_name_length(std::string_view data) {
  name_length_ = data.size() == 4 ? mat_word_at(data.data()) : 0;
  if (name_length_ == 0 || field_names_.size() % name_length_ != 0) {
    source_->fail(data.data(), "field names that do not fit their length");
  }
}

void MatArray::check_room() const {
  const std::size_t elements = kind_ == Kind::kCell ? 1 : field_count();
  if (elements == 0 || count_ > content_.size() / kSmallestElement / elements) {
    fail(fmt::format("{} of {} entries in {} bytes", name_of(kind_), count_, content_.size()));
  }
}

void MatArray::check_numbers() const {
  const std::size_t size = mat_number_size(storage_);
  if (size == 0 || content_.size() % size != 0 || content_.size() / size != count_) {
    fail(fmt::format("{} numbers of type {} in {} bytes", count_, storage_, content_.size()));
  }
}

void MatArray::expect(Kind kind) const {
  if (kind_ != kind) fail(fmt::format("found {}, expected {}", name_of(kind_), name_of(kind)));
}

double MatArray::number(std::size_t position) const {
  expect(Kind::kNumbers);
  if (position >= count_) fail(fmt::format("no number at position {} of {}", position, count_));
  return mat_number_at(storage_, content_.data() + position * mat_number_size(storage_));
}

double MatArray::number() const {
  expect(Kind::kNumbers);
  if (count_ != 1) fail(fmt::format("{} numbers, expected one", count_));
  return number(0);
}

std::string MatArray::text() const {
  if (kind_ == Kind::kNumbers && is_empty()) return {};
  expect(Kind::kText);
  if (is_empty()) return {};
  if (rows_ != 1) fail(fmt::format("a text of {} rows, expected one", rows_));
  const auto text = decode_mat_text(storage_, content_);
  if (!text) fail(fmt::format("a text of an unknown kind (data type {}) or with zeros", storage_));
  return *text;
}

void MatArray::each(const Visit& visit) const {
  expect(Kind::kCell);
  std::string_view rest = content_;
  for (std::size_t position = 0; position < count_; ++position) {
    std::size_t length = 0;
    const MatArray value = read(rest, *source_, length);
    visit(value, position);
    rest.remove_prefix(length);
  }
}

std::size_t MatArray::field_count() const {
  return name_length_ == 0 ? 0 : field_names_.size() / name_length_;
}

std::string_view MatArray::field_name(std::size_t field) const {
  const std::string_view name = field_names_.substr(field * name_length_, name_length_);
  return name.substr(0, std::min(name.find('\0'), name.size()));
}

std::size_t MatArray::field_position(std::string_view field) const {
  const std::size_t fields = field_count();
  for (std::size_t i = 0; i < fields; ++i) {
    if (field_name(i) == field) return i;
  }
  return fields;
}

bool MatArray::has_field(std::string_view field) const {
  return kind_ == Kind::kStruct && field_position(field) < field_count();
}

void MatArray::each_entry(const std::vector<std::string_view>& fields,
                          const VisitEntry& visit) const {
  if (kind_ == Kind::kNumbers && is_empty()) return;
  expect(Kind::kStruct);
  constexpr std::size_t kUnwanted = static_cast<std::size_t>(-1);
  std::vector<std::size_t> place(field_count(), kUnwanted);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::size_t position = field_position(fields[i]);
    if (position == place.size()) {
      fail(fmt::format("a struct without the field '{}'", printable(fields[i])));
    }
    place[position] = i;
  }
  std::vector<MatArray> values(fields.size());
  std::string_view rest = content_;
  for (std::size_t entry = 0; entry < count_; ++entry) {
    for (const std::size_t target : place) {
      std::size_t length = 0;
      if (target == kUnwanted) {
        length = read_mat_element(rest, *source_).length;
      } else {
        values[target] = read(rest, *source_, length);
      }
      rest.remove_prefix(length);
    }
    visit(values, entry);
  }
}

}  // namespace hoi
