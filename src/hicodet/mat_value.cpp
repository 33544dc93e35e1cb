#include "hicodet/mat_value.h"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>
#include <matio.h>

#include "base/error.h"
#include "base/file.h"
#include "hicodet/mat_file.h"
#include "hicodet/mat_text.h"

namespace hoi {
namespace {

// libmatio's own header has the time of day in it; the same data shall be the same bytes.
constexpr const char* kHeaderText = "MATLAB 5.0 MAT-file, written by hoi";

matvar_t* create(matio_classes array_class, matio_types type, std::array<std::size_t, 2> sizes,
                 const void* data) {
  matvar_t* const value =
      Mat_VarCreate(nullptr, array_class, type, 2, sizes.data(), const_cast<void*>(data), 0);
  if (value == nullptr) throw std::bad_alloc();
  return value;
}

/// The elements of a cell or the fields of a struct; none for other arrays.
std::pair<matvar_t**, std::size_t> slots_of(const matvar_t* value) {
  if (value->class_type != MAT_C_CELL && value->class_type != MAT_C_STRUCT) return {nullptr, 0};
  return {static_cast<matvar_t**>(value->data), value->nbytes / sizeof(matvar_t*)};
}

/// libmatio writes a broken file for elements that are not set, and an array of its own for each
/// would take gigabytes for a HICO-DET sized cell. So one array stands in all of these places while
/// the file is written. As deep as the values were nested by the caller.
void exchange_slots(const matvar_t* value, const matvar_t* from, matvar_t* to) {
  const auto [slots, count] = slots_of(value);
  for (std::size_t i = 0; i < count; ++i) {
    if (slots[i] == from) {
      slots[i] = to;
    } else {
      exchange_slots(slots[i], from, to);
    }
  }
}

/// A file that is removed at the end, whatever happens.
struct ScratchFile {
  std::filesystem::path path;
  ~ScratchFile() {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
};

}  // namespace

void MatValue::Free::operator()(matvar_t* value) const { Mat_VarFree(value); }

MatValue MatValue::number(double value) { return numbers(1, 1, {value}); }

MatValue MatValue::numbers(std::size_t rows, std::size_t columns,
                           const std::vector<double>& values) {
  if (values.size() != rows * columns) throw std::invalid_argument("MatValue::numbers: sizes");
  if (values.empty()) return MatValue(create(MAT_C_DOUBLE, MAT_T_DOUBLE, {rows, columns}, nullptr));
  return MatValue(create(MAT_C_DOUBLE, MAT_T_DOUBLE, {rows, columns}, values.data()));
}

MatValue MatValue::text(const std::string& text) {
  // 16 bits: what libmatio writes for 8-bit letters of compressed structs cannot be read back.
  const std::vector<std::uint16_t> letters = utf16_of(text);
  return MatValue(create(MAT_C_CHAR, MAT_T_UINT16, {letters.empty() ? 0U : 1U, letters.size()},
                         letters.empty() ? nullptr : letters.data()));
}

MatValue MatValue::cell(std::size_t rows, std::size_t columns, std::vector<MatValue> values) {
  if (values.size() != rows * columns) throw std::invalid_argument("MatValue::cell: sizes");
  MatValue cell(create(MAT_C_CELL, MAT_T_CELL, {rows, columns}, nullptr));
  const auto [slots, count] = slots_of(cell.value_.get());
  for (std::size_t i = 0; i < count; ++i) slots[i] = values[i].value_.release();
  return cell;
}

MatValue MatValue::structs(const std::vector<const char*>& fields, std::vector<MatValue> values) {
  if (fields.empty() || values.size() % fields.size() != 0) {
    throw std::invalid_argument("MatValue::structs: sizes");
  }
  std::array<std::size_t, 2> sizes = {1, values.size() / fields.size()};
  std::vector<const char*> names = fields;
  matvar_t* const made = Mat_VarCreateStruct(nullptr, 2, sizes.data(), names.data(),
                                             static_cast<unsigned>(names.size()));
  if (made == nullptr) throw std::bad_alloc();
  MatValue structs(made);
  const auto [slots, count] = slots_of(made);
  for (std::size_t i = 0; i < count; ++i) slots[i] = values[i].value_.release();
  return structs;
}

void write_mat_file(const std::filesystem::path& path,
                    std::vector<std::pair<std::string, MatValue>> variables) {
  const ScratchFile scratch{path.string() + ".unfinished"};
  std::unique_ptr<mat_t, int (*)(mat_t*)> file(
      Mat_CreateVer(scratch.path.c_str(), kHeaderText, MAT_FT_MAT5), Mat_Close);
  bool written = file != nullptr;
  for (auto& [name, value] : variables) {
    if (!value.value_) value = MatValue::numbers(0, 0, {});
    matvar_t* const variable = value.value_.get();
    variable->name = ::strdup(name.c_str());
    const MatValue gap = MatValue::numbers(0, 0, {});
    exchange_slots(variable, nullptr, gap.value_.get());
    written = written && Mat_VarWrite(file.get(), variable, MAT_COMPRESSION_ZLIB) == 0;
    exchange_slots(variable, gap.value_.get(), nullptr);
    value = MatValue();
  }
  if (file) written = file.get_deleter()(file.release()) == 0 && written;
  if (!written) {
    throw InputError(
        fmt::format("{}: cannot be written (is there room, and a folder?)", path.string()));
  }
  write_file_atomically(path, read_file(scratch.path, MatFile::kLargestFile));
}

}  // namespace hoi
