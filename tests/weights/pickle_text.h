#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace hoi::pickle_text {

// Pieces of pickles of protocol 2: each function returns the steps that leave one value on the
// stack.

inline std::string little_endian_bytes(std::uint64_t value, int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xff);
  return bytes;
}

/// A whole pickle.
inline std::string whole(const std::string& value) { return "\x80\x02" + value + "."; }

inline std::string text(const std::string& value) {
  return "X" + little_endian_bytes(value.size(), 4) + value;
}

inline std::string bytes(const std::string& value) {
  return "B" + little_endian_bytes(value.size(), 4) + value;
}

inline std::string integer(std::int64_t value) {
  return "\x8a\x08" + little_endian_bytes(static_cast<std::uint64_t>(value), 8);
}

inline std::string global(const std::string& module, const std::string& name) {
  return "c" + module + "\n" + name + "\n";
}

inline std::string tuple(const std::vector<std::string>& values) {
  std::string steps = "(";
  for (const auto& value : values) steps += value;
  return steps + "t";
}

inline std::string integers(const std::vector<std::int64_t>& values) {
  std::vector<std::string> items;
  for (const std::int64_t value : values) items.push_back(integer(value));
  return tuple(items);
}

inline std::string list(const std::vector<std::string>& values) {
  std::string steps = "](";
  for (const auto& value : values) steps += value;
  return steps + "e";
}

inline std::string dictionary(const std::vector<std::pair<std::string, std::string>>& entries) {
  std::string steps = "}(";
  for (const auto& [key, value] : entries) steps += text(key) + value;
  return steps + "u";
}

/// A call of a name with the values of a tuple.
inline std::string call(const std::string& module, const std::string& name,
                        const std::vector<std::string>& values) {
  return global(module, name) + tuple(values) + "R";
}

inline std::string storage(const std::string& type, const std::string& key, std::int64_t elements) {
  return tuple(
             {text("storage"), global("torch", type), text(key), text("cpu"), integer(elements)}) +
         "Q";
}

/// A tensor of PyTorch in the storage `stored`.
inline std::string tensor(const std::string& stored, std::int64_t offset,
                          const std::vector<std::int64_t>& shape,
                          const std::vector<std::int64_t>& strides) {
  return call("torch._utils", "_rebuild_tensor_v2",
              {stored, integer(offset), integers(shape), integers(strides), "\x89",
               call("collections", "OrderedDict", {})});
}

/// An array of numpy; `elements` is the value that holds its bytes.
inline std::string array(const std::string& type, const std::vector<std::int64_t>& shape,
                         const std::string& elements, bool is_column_major = false) {
  const std::string empty = call("numpy.core.multiarray", "_reconstruct",
                                 {global("numpy", "ndarray"), integers({0}), bytes("b")});
  const std::string dtype =
      call("numpy", "dtype", {text(type), "\x89", "\x88"}) +
      tuple({integer(3), text("<"), "N", "N", "N", integer(-1), integer(-1), integer(0)}) + "b";
  return empty +
         tuple({integer(1), integers(shape), dtype, is_column_major ? "\x88" : "\x89", elements}) +
         "b";
}

/// The little-endian bytes of numbers.
template <class Number>
std::string raw(std::initializer_list<Number> values) {
  std::string result;
  for (const Number value : values) {
    result.append(reinterpret_cast<const char*>(&value), sizeof(Number));
  }
  return result;
}

}  // namespace hoi::pickle_text
