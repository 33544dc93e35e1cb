#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hoi {

/// The bytes that an array of a MATLAB file lies in, and how to name it in messages.
struct MatSource {
  std::string_view bytes;
  std::string label;  ///< "anno_bbox.mat: variable 'bbox_train'"

  /// Throws InputError: "<label>: byte 1234: <problem>". `at` points into `bytes`.
  [[noreturn]] void fail(const char* at, const std::string& problem) const;
};

/// One array of a MATLAB 5 file as a view into its bytes: nothing is unpacked before it is asked
/// for, and then it is checked, so a damaged file costs an InputError and a file of millions of
/// small arrays only its bytes. Copies are cheap; the source must outlive them.
///
/// The type covers what data sets use: numbers of any width, texts, cells and structs. Sparse and
/// complex arrays, objects and functions are refused.
class MatArray {
 public:
  enum class Kind { kNumbers, kText, kCell, kStruct };
  using Visit = std::function<void(const MatArray& value, std::size_t position)>;
  using VisitEntry = std::function<void(const std::vector<MatArray>& values, std::size_t position)>;

  /// Reads the array whose element (tag and content) is a prefix of `bytes`, a part of
  /// source.bytes. `length` receives the number of bytes it takes.
  static MatArray read(std::string_view bytes, const MatSource& source, std::size_t& length);

  Kind kind() const { return kind_; }
  bool is_empty() const { return count_ == 0; }
  /// Number of elements, and of rows; elements are stored column by column. Arrays of more than
  /// two dimensions count as matrices with the same rows.
  std::size_t count() const { return count_; }
  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return rows_ == 0 ? 0 : count_ / rows_; }
  /// The variable's name; empty inside of cells and structs.
  const std::string_view& name() const { return name_; }

  // Each of these throws InputError when the array is of another kind.
  /// One number; the position is checked.
  double number(std::size_t position) const;
  /// The only number of an array of one.
  double number() const;
  /// A row of letters as UTF-8, without zero letters.
  std::string text() const;
  /// Visits the elements of a cell in storage order.
  void each(const Visit& visit) const;
  /// Visits the entries of a struct array; `values` holds the fields called `fields`, in that
  /// order. Throws InputError when there is no such field. An empty array of numbers, which is how
  /// MATLAB writes a struct array without entries, has none.
  void each_entry(const std::vector<std::string_view>& fields, const VisitEntry& visit) const;
  bool has_field(std::string_view field) const;

  /// Throws InputError that points at this array.
  [[noreturn]] void fail(const std::string& problem) const;

 private:
  void set_name_length(std::string_view data);
  void check_room() const;
  void check_numbers() const;
  std::size_t field_count() const;
  std::string_view field_name(std::size_t field) const;
  std::size_t field_position(std::string_view field) const;
  void expect(Kind kind) const;

  const MatSource* source_ = nullptr;
  Kind kind_ = Kind::kNumbers;
  std::uint32_t storage_ = 0;  ///< type of the data element of numbers and texts
  std::size_t rows_ = 0, count_ = 0;
  std::size_t name_length_ = 0;  ///< bytes that each field name takes
  std::string_view name_;
  std::string_view field_names_;
  std::string_view content_;  ///< data of numbers and texts, elements of cells and structs
};

}  // namespace hoi
