#include "report/protobuf_writer.h"

#include <cstring>

namespace hoi {
namespace {

constexpr int kVarint = 0, kEightBytes = 1, kLengthDelimited = 2, kFourBytes = 5;

}  // namespace

std::string little_endian(std::uint64_t value, int count) {
  std::string bytes;
  for (int i = 0; i < count; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xFF);
  return bytes;
}

void ProtobufWriter::append_varint(std::uint64_t value) {
  while (value >= 0x80) {
    bytes_ += static_cast<char>((value & 0x7F) | 0x80);
    value >>= 7;
  }
  bytes_ += static_cast<char>(value);
}

void ProtobufWriter::append_key(int field, int wire_type) {
  append_varint(static_cast<std::uint64_t>(field) << 3 | static_cast<std::uint64_t>(wire_type));
}

ProtobufWriter& ProtobufWriter::number(int field, std::int64_t value) {
  append_key(field, kVarint);
  append_varint(static_cast<std::uint64_t>(value));
  return *this;
}

ProtobufWriter& ProtobufWriter::real(int field, double value) {
  std::uint64_t bits = 0;
  static_assert(sizeof(bits) == sizeof(value));
  std::memcpy(&bits, &value, sizeof(bits));
  append_key(field, kEightBytes);
  bytes_ += little_endian(bits, 8);
  return *this;
}

ProtobufWriter& ProtobufWriter::short_real(int field, float value) {
  std::uint32_t bits = 0;
  static_assert(sizeof(bits) == sizeof(value));
  std::memcpy(&bits, &value, sizeof(bits));
  append_key(field, kFourBytes);
  bytes_ += little_endian(bits, 4);
  return *this;
}

ProtobufWriter& ProtobufWriter::text(int field, std::string_view value) {
  append_key(field, kLengthDelimited);
  append_varint(value.size());
  bytes_ += value;
  return *this;
}

}  // namespace hoi
