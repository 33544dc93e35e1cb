#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hoi {

/// Bytes of one protocol buffer message (wire format of protobuf 3), field by field in the order of
/// the calls. A message inside a message is a `text` field of its bytes.
class ProtobufWriter {
 public:
  /// Numbers, booleans and enumerations; a negative int64 takes ten bytes.
  ProtobufWriter& number(int field, std::int64_t value);
  ProtobufWriter& real(int field, double value);            ///< type double
  ProtobufWriter& short_real(int field, float value);       ///< type float
  ProtobufWriter& text(int field, std::string_view value);  ///< string, bytes or message

  const std::string& bytes() const { return bytes_; }

 private:
  void append_varint(std::uint64_t value);
  void append_key(int field, int wire_type);

  std::string bytes_;
};

/// `value` as `count` bytes, the lowest first.
std::string little_endian(std::uint64_t value, int count);

}  // namespace hoi
