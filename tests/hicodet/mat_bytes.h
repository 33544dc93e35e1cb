#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <zlib.h>

namespace hoi {

// Hand-made MATLAB 5 files, byte by byte.

inline std::string mat_word(std::uint32_t value) {
  std::string bytes(4, '\0');
  std::memcpy(bytes.data(), &value, 4);
  return bytes;
}

/// A data element with its tag and padding.
inline std::string mat_element_bytes(std::uint32_t type, const std::string& data) {
  const std::size_t padding = (8 - data.size() % 8) % 8;
  return mat_word(type) + mat_word(static_cast<std::uint32_t>(data.size())) + data +
         std::string(padding, '\0');
}

inline std::string mat_doubles(const std::vector<double>& values) {
  std::string bytes(8 * values.size(), '\0');
  if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

/// An array of a class (1 cell, 2 struct, 4 char, 6 double, ...); `content` follows the name.
inline std::string mat_matrix(std::uint32_t array_class, std::uint32_t rows, std::uint32_t columns,
                              const std::string& name, const std::string& content) {
  return mat_element_bytes(14, mat_element_bytes(6, mat_word(array_class) + mat_word(0)) +
                                   mat_element_bytes(5, mat_word(rows) + mat_word(columns)) +
                                   mat_element_bytes(1, name) + content);
}

inline std::string mat_double_matrix(std::uint32_t rows, std::uint32_t columns,
                                     const std::vector<double>& values,
                                     const std::string& name = "") {
  return mat_matrix(6, rows, columns, name, mat_element_bytes(9, mat_doubles(values)));
}

inline std::string mat_text_matrix(const std::string& text, const std::string& name = "") {
  return mat_matrix(4, 1, static_cast<std::uint32_t>(text.size()), name,
                    mat_element_bytes(16, text));
}

/// A 1 x n struct; values: all fields of the first entry, then of the second, ...
inline std::string mat_struct_matrix(const std::vector<std::string>& fields,
                                     const std::vector<std::string>& values,
                                     const std::string& name = "") {
  constexpr std::size_t kNameLength = 16;
  std::string names, content;
  for (const auto& field : fields) names += field + std::string(kNameLength - field.size(), '\0');
  for (const auto& value : values) content += value;
  return mat_matrix(
      2, 1, static_cast<std::uint32_t>(values.size() / fields.size()), name,
      mat_word(0x00040005) + mat_word(kNameLength) + mat_element_bytes(1, names) + content);
}

/// A file with these variables.
inline std::string mat_file_bytes(const std::vector<std::string>& variables) {
  std::string bytes = "MATLAB 5.0 MAT-file";
  bytes.resize(124, ' ');
  bytes += std::string("\x00\x01IM", 4);
  for (const auto& variable : variables) bytes += variable;
  return bytes;
}

inline std::string deflated(const std::string& bytes) {
  uLongf size = compressBound(bytes.size());
  std::string packed(size, '\0');
  compress(reinterpret_cast<Bytef*>(packed.data()), &size,
           reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  packed.resize(size);
  return packed;
}

/// The same variable as a compressed element, which has no padding.
inline std::string mat_compressed(const std::string& variable) {
  const std::string packed = deflated(variable);
  return mat_word(15) + mat_word(static_cast<std::uint32_t>(packed.size())) + packed;
}

}  // namespace hoi
