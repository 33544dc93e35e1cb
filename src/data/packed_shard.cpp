#include "data/packed_shard.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "base/byte_reader.h"
#include "base/contained_path.h"
#include "base/crc64.h"
#include "base/error.h"

namespace hoi {
namespace {

constexpr std::string_view kShardMagic = "hoi-pack";
constexpr std::uint32_t kShardVersion = 1;
// magic 8, version 4, number of pictures 4, size of the index 8, checksum 8
constexpr std::size_t kShardHeaderBytes = 32;
constexpr std::size_t kChecksumOffset = 24;  // of what stands before it and the index
// length of the name 2, width 4, height 4, offset 8, size 8, checksum 8
constexpr std::size_t kEntryBytes = 34;
constexpr std::size_t kLongestName = 65535;
constexpr std::int64_t kMostSide = 65535;  // pixels

void append_integer(std::string& bytes, std::uint64_t value, int length) {
  for (int i = 0; i < length; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFF);
}

/// Reads integers one after the other and never beyond the end.
class IndexReader {
 public:
  explicit IndexReader(std::string_view bytes)
      : bytes_(bytes), reader_(bytes, ByteReader::Order::kLittleEndian) {}

  std::uint32_t u16() { return reader_.u16(passed(2)); }
  std::uint32_t u32() { return reader_.u32(passed(4)); }
  std::uint64_t u64() {
    const std::uint64_t low = u32();
    return std::uint64_t{u32()} << 32 | low;
  }
  std::string_view text(std::size_t length) { return bytes_.substr(passed(length), length); }
  bool at_end() const { return position_ == bytes_.size(); }

 private:
  /// Where the next `length` bytes begin.
  std::size_t passed(std::size_t length) {
    if (length > bytes_.size() - position_) throw std::runtime_error("its index is cut off");
    position_ += length;
    return position_ - length;
  }

  std::string_view bytes_;
  ByteReader reader_;
  std::size_t position_ = 0;
};

struct ShardHeader {
  std::uint32_t pictures = 0;
  std::uint64_t index_bytes = 0, checksum = 0;

  std::uint64_t end_of_index() const { return kShardHeaderBytes + index_bytes; }
};

ShardHeader parse_shard_header(std::string_view head, std::uint64_t file_size) {
  if (head.substr(0, kShardMagic.size()) != kShardMagic) {
    throw std::runtime_error("it does not begin as one");
  }
  IndexReader reader(head.substr(kShardMagic.size()));
  const std::uint32_t version = reader.u32();
  if (version != kShardVersion) {
    throw std::runtime_error(
        fmt::format("it has version {}, readable is version {}", version, kShardVersion));
  }
  ShardHeader header;
  header.pictures = reader.u32();
  header.index_bytes = reader.u64();
  header.checksum = reader.u64();
  if (file_size > kMostShardBytes) {
    throw std::runtime_error(
        fmt::format("it has {} bytes, at most {} are allowed", file_size, kMostShardBytes));
  }
  if (header.index_bytes > file_size || header.end_of_index() > file_size) {
    throw std::runtime_error("it is cut off in its index");
  }
  if (header.pictures > header.index_bytes / kEntryBytes) {
    throw std::runtime_error("its index is too short for its pictures");
  }
  return header;
}

std::uint64_t index_checksum(std::string_view head, std::string_view index) {
  return crc64(std::string(head.substr(0, kChecksumOffset)) + std::string(index));
}

PackedEntry parse_packed_entry(IndexReader& reader, const ShardHeader& header,
                               std::uint64_t file_size) {
  PackedEntry entry;
  entry.name = reader.text(reader.u16());
  entry.width = reader.u32();
  entry.height = reader.u32();
  entry.offset = reader.u64();
  entry.size = reader.u64();
  entry.checksum = reader.u64();
  if (leaves_folder(entry.name)) throw std::runtime_error("a picture has a name no file can have");
  if (entry.width < 1 || entry.height < 1 || entry.width > kMostSide || entry.height > kMostSide) {
    throw std::runtime_error(
        fmt::format("a picture has the size {} x {}", entry.width, entry.height));
  }
  if (entry.offset < header.end_of_index() || entry.offset > file_size ||
      entry.size > file_size - entry.offset) {
    throw std::runtime_error("it is cut off: a picture would lie beyond its end");
  }
  return entry;
}

/// The first `size` bytes of the file, fewer where it ends.
std::string first_bytes(std::ifstream& file, std::size_t size) {
  std::string bytes(size, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

[[noreturn]] void fail_shard(const std::filesystem::path& path, const std::string& reason) {
  throw InputError(
      fmt::format("{}: this is no whole shard of `hoi dataset pack`: {}; pack or copy "
                  "it again",
                  path.string(), reason));
}

}  // namespace

std::uint64_t PackedShardWriter::size_with(std::string_view name,
                                           std::uint64_t packed_bytes) const {
  return kShardHeaderBytes + index_bytes_ + kEntryBytes + name.size() + pictures_.size() +
         packed_bytes;
}

void PackedShardWriter::add(const std::string& name, std::int64_t width, std::int64_t height,
                            const std::string& packed) {
  const bool taken = std::any_of(entries_.begin(), entries_.end(),
                                 [&](const PackedEntry& entry) { return entry.name == name; });
  if (leaves_folder(name) || name.size() > kLongestName || taken) {
    throw InputError(fmt::format("picture '{}': this name cannot stand in a shard: {}", name,
                                 taken ? "another picture has it" : "no file can have it"));
  }
  entries_.push_back({name, width, height, pictures_.size(), packed.size(), crc64(packed)});
  index_bytes_ += kEntryBytes + name.size();
  pictures_ += packed;
}

std::string PackedShardWriter::bytes() const {
  std::vector<PackedEntry> sorted = entries_;  // so that a reader finds a name by bisection
  std::sort(sorted.begin(), sorted.end(),
            [](const PackedEntry& a, const PackedEntry& b) { return a.name < b.name; });
  std::string index;
  for (const PackedEntry& entry : sorted) {
    append_integer(index, entry.name.size(), 2);
    index += entry.name;
    append_integer(index, static_cast<std::uint64_t>(entry.width), 4);
    append_integer(index, static_cast<std::uint64_t>(entry.height), 4);
    append_integer(index, kShardHeaderBytes + index_bytes_ + entry.offset, 8);
    append_integer(index, entry.size, 8);
    append_integer(index, entry.checksum, 8);
  }
  std::string bytes(kShardMagic);
  append_integer(bytes, kShardVersion, 4);
  append_integer(bytes, entries_.size(), 4);
  append_integer(bytes, index.size(), 8);
  append_integer(bytes, index_checksum(bytes, index), 8);
  return bytes + index + pictures_;
}

std::vector<PackedEntry> parse_packed_index(std::string_view head, std::uint64_t file_size) {
  const ShardHeader header = parse_shard_header(head, file_size);
  if (head.size() < header.end_of_index()) throw std::runtime_error("its index is cut off");
  const auto index = head.substr(kShardHeaderBytes, header.index_bytes);
  if (index_checksum(head, index) != header.checksum) {
    throw std::runtime_error("its index is damaged");
  }
  IndexReader reader(index);
  std::vector<PackedEntry> entries;
  for (std::uint32_t i = 0; i < header.pictures; ++i) {
    entries.push_back(parse_packed_entry(reader, header, file_size));
    if (i > 0 && entries[i].name <= entries[i - 1].name) {
      throw std::runtime_error("its names are not in order");
    }
  }
  if (!reader.at_end()) throw std::runtime_error("its index does not end with its pictures");
  return entries;
}

PackedShard::PackedShard(std::filesystem::path path) : path_(std::move(path)) {
  std::error_code error;
  const std::uint64_t size = std::filesystem::file_size(path_, error);
  std::ifstream file(path_, std::ios::binary);
  if (error || !file) {
    throw InputError(fmt::format("{}: this shard cannot be read: {}", path_.string(),
                                 error ? error.message() : "it cannot be opened"));
  }
  try {
    std::string head = first_bytes(file, kShardHeaderBytes);
    head += first_bytes(file, parse_shard_header(head, size).index_bytes);
    entries_ = parse_packed_index(head, size);
  } catch (const std::runtime_error& reason) {
    fail_shard(path_, reason.what());
  }
}

const PackedEntry* PackedShard::find(std::string_view name) const {
  const auto found = std::lower_bound(
      entries_.begin(), entries_.end(), name,
      [](const PackedEntry& entry, std::string_view wanted) { return entry.name < wanted; });
  return found == entries_.end() || found->name != name ? nullptr : &*found;
}

std::string PackedShard::read(const PackedEntry& entry) const {
  std::ifstream file(path_, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(entry.offset));
  std::string bytes = first_bytes(file, entry.size);
  if (bytes.size() != entry.size || crc64(bytes) != entry.checksum) {
    fail_shard(path_, fmt::format("the bytes of picture '{}' are damaged", entry.name));
  }
  return bytes;
}

}  // namespace hoi
