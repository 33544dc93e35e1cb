#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace hoi {

/// How names of shard files end.
inline constexpr std::string_view kShardEnding = ".hoipack";

/// No shard is larger: 16 MiB.
inline constexpr std::uint64_t kMostShardBytes = std::uint64_t{1} << 24;

/// What the index of a shard says of one picture.
struct PackedEntry {
  std::string name;                    ///< below the shard, as of a file in a folder
  std::int64_t width = 0, height = 0;  ///< pixels, each 1 to 65535
  std::uint64_t offset = 0, size = 0;  ///< of its bytes in the file
  std::uint64_t checksum = 0;          ///< crc64() of these bytes
};

/// Puts pictures into the bytes of one shard (docs/data_loading.md):
///
///   header   "hoi-pack", version, number of pictures, size and CRC-64 of the index
///   index    name, width, height, offset, size, CRC-64 of each picture, sorted by name
///   pictures the bytes of pack_pixels(), one after the other
class PackedShardWriter {
 public:
  /// What the shard would weigh with one more picture.
  std::uint64_t size_with(std::string_view name, std::uint64_t packed_bytes) const;
  /// packed: what pack_pixels() made. Throws InputError for a name that no file could have or that
  /// the shard holds already.
  void add(const std::string& name, std::int64_t width, std::int64_t height,
           const std::string& packed);
  std::size_t pictures() const { return entries_.size(); }
  /// The whole file.
  std::string bytes() const;

 private:
  std::vector<PackedEntry> entries_;  // offsets count from the end of the index
  std::uint64_t index_bytes_ = 0;
  std::string pictures_;
};

/// The index of a file of `file_size` bytes that begins with `head`, at least its header and index,
/// or all of the file. Nobody vouches for it: throws std::runtime_error with the reason.
std::vector<PackedEntry> parse_packed_index(std::string_view head, std::uint64_t file_size);

/// A shard file, open for reading. Not for several threads at once; opening is cheap enough to do
/// it for every picture.
class PackedShard {
 public:
  /// Reads and checks header and index. Throws InputError, one line with the file, when it is
  /// missing, no shard, of another version or damaged.
  explicit PackedShard(std::filesystem::path path);

  const std::filesystem::path& path() const { return path_; }
  const std::vector<PackedEntry>& entries() const { return entries_; }
  /// The picture of this name; nullptr when there is none.
  const PackedEntry* find(std::string_view name) const;
  /// Its bytes, checked against its checksum; throws InputError when they are damaged.
  std::string read(const PackedEntry& entry) const;

 private:
  std::filesystem::path path_;
  std::vector<PackedEntry> entries_;
};

}  // namespace hoi
