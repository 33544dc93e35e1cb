#include "weights/zip_archive.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "weights/byte_cursor.h"

namespace hoi {
namespace {

constexpr std::uint64_t kLocalMark = 0x04034b50, kDirectoryMark = 0x02014b50, kEndMark = 0x06054b50,
                        kLargeEndMark = 0x06064b50, kLocatorMark = 0x07064b50;
constexpr std::size_t kEndBytes = 22, kLargeEndBytes = 56, kLocatorBytes = 20;
constexpr std::uint64_t kSaturated16 = 0xffff, kSaturated32 = 0xffffffff;
constexpr std::uint64_t kEncrypted = 1, kHasDescriptor = 8;
constexpr std::uint64_t kStored = 0, kDeflated = 8;

/// Where the directory lies.
struct DirectoryPlace {
  std::uint64_t files = 0, size = 0, begin = 0, end = 0;
};

/// One entry of the directory and where its local header lies.
struct Placed {
  ZipEntry entry;
  std::uint64_t packed_size = 0, begin = 0;
  bool has_descriptor = false;
};

void expect(bool is_met, const WeightSource& source, const char* problem) {
  if (!is_met) source.fail(fmt::format("the zip archive {}", problem));
}

/// The directory according to the zip64 records before `end`, the end record's place.
DirectoryPlace read_large_end(std::string_view bytes, std::size_t end, const WeightSource& source) {
  ByteCursor locator(bytes.substr(end - kLocatorBytes, kLocatorBytes), source);
  locator.take(4);
  expect(locator.integer(4) == 0, source, "has several disks");
  const std::uint64_t at = locator.integer(8);
  expect(locator.integer(4) <= 1, source, "has several disks");
  expect(end >= kLocatorBytes + kLargeEndBytes && at == end - kLocatorBytes - kLargeEndBytes,
         source, "has a misplaced end record");
  ByteCursor record(bytes.substr(static_cast<std::size_t>(at), kLargeEndBytes), source);
  expect(record.integer(4) == kLargeEndMark, source, "has no zip64 end record");
  expect(record.integer(8) == kLargeEndBytes - 12, source, "has an unknown end record");
  record.take(4);  // versions
  expect(record.integer(8) == 0, source, "has several disks");
  DirectoryPlace place;
  const std::uint64_t files_here = record.integer(8);
  place.files = record.integer(8);
  expect(files_here == place.files, source, "has several disks");
  place.size = record.integer(8);
  place.begin = record.integer(8);
  place.end = at;
  return place;
}

bool agrees(std::uint64_t small, std::uint64_t large, std::uint64_t saturated) {
  return small == large || small == saturated;
}

DirectoryPlace find_directory(std::string_view bytes, const WeightSource& source) {
  expect(bytes.size() >= kEndBytes, source, "is cut off");
  const std::size_t end = bytes.size() - kEndBytes;
  ByteCursor record(bytes.substr(end), source);
  expect(record.integer(4) == kEndMark, source, "is cut off, or something follows its end");
  expect(record.integer(4) == 0, source, "has several disks");
  const std::uint64_t files_here = record.integer(2), files = record.integer(2);
  expect(files_here == files, source, "has several disks");
  const std::uint64_t size = record.integer(4), begin = record.integer(4);
  expect(record.integer(2) == 0, source, "has a comment");
  DirectoryPlace place{files, size, begin, end};
  if (end >= kLocatorBytes && little_endian(bytes.substr(end - kLocatorBytes, 4)) == kLocatorMark) {
    place = read_large_end(bytes, end, source);
    expect(agrees(files, place.files, kSaturated16) && agrees(size, place.size, kSaturated32) &&
               agrees(begin, place.begin, kSaturated32),
           source, "has two end records that differ");
  }
  expect(place.begin <= place.end && place.size == place.end - place.begin, source,
         "has a misplaced directory");
  return place;
}

/// Replaces saturated numbers by those of the zip64 field, which holds only the replaced ones.
void read_large_sizes(std::string_view extra, const std::array<std::uint64_t*, 3>& numbers,
                      const WeightSource& source) {
  constexpr std::uint64_t kLargeSizes = 1;
  ByteCursor fields(extra, source);
  while (fields.remaining() >= 4) {
    const std::uint64_t id = fields.integer(2);
    const std::string_view content = fields.take(fields.integer(2));
    if (id != kLargeSizes) continue;
    ByteCursor large(content, source);
    for (std::uint64_t* number : numbers) {
      if (number != nullptr && *number == kSaturated32) *number = large.integer(8);
    }
    return;
  }
}

Placed read_directory_entry(ByteCursor& directory, const WeightSource& source) {
  expect(directory.integer(4) == kDirectoryMark, source, "has a damaged directory");
  Placed placed;
  directory.take(4);  // versions
  const std::uint64_t flags = directory.integer(2), method = directory.integer(2);
  expect((flags & kEncrypted) == 0, source, "is encrypted");
  expect(method == kStored || method == kDeflated, source, "is packed by an unknown method");
  directory.take(4);  // time
  placed.entry.is_deflated = method == kDeflated;
  placed.entry.crc = static_cast<std::uint32_t>(directory.integer(4));
  placed.packed_size = directory.integer(4);
  placed.entry.size = directory.integer(4);
  const std::uint64_t name_size = directory.integer(2), extra_size = directory.integer(2),
                      comment_size = directory.integer(2);
  expect(directory.integer(2) == 0, source, "has several disks");
  directory.take(6);  // attributes
  placed.begin = directory.integer(4);
  placed.has_descriptor = (flags & kHasDescriptor) != 0;
  placed.entry.name = directory.take(name_size);
  read_large_sizes(directory.take(extra_size),
                   {&placed.entry.size, &placed.packed_size, &placed.begin}, source);
  directory.take(comment_size);
  expect(placed.entry.is_deflated || placed.packed_size == placed.entry.size, source,
         "has a stored file of two sizes");
  return placed;
}

/// Passes the local header and the content of a file at the cursor.
void pass_file(ByteCursor& cursor, Placed& placed, const WeightSource& source) {
  expect(placed.begin == cursor.position(), source, "has a hole, or files that overlap");
  expect(cursor.integer(4) == kLocalMark, source, "has a damaged file header");
  cursor.take(2);  // version
  const std::uint64_t flags = cursor.integer(2), method = cursor.integer(2);
  expect((flags & kEncrypted) == 0 && ((flags & kHasDescriptor) != 0) == placed.has_descriptor &&
             (method == kDeflated) == placed.entry.is_deflated &&
             (method == kDeflated || method == kStored),
         source, "has a file header that differs from the directory");
  cursor.take(8);  // time and checksum; the directory has the latter
  std::uint64_t packed_size = cursor.integer(4), size = cursor.integer(4);
  const std::uint64_t name_size = cursor.integer(2), extra_size = cursor.integer(2);
  expect(cursor.take(name_size) == placed.entry.name, source, "has a file of two names");
  read_large_sizes(cursor.take(extra_size), {&size, &packed_size, nullptr}, source);
  const bool is_blank = placed.has_descriptor && packed_size == 0 && size == 0;
  expect(is_blank || (packed_size == placed.packed_size && size == placed.entry.size), source,
         "has a file of two sizes");
  placed.entry.packed = cursor.take(placed.packed_size);
}

/// Passes the sizes that a writer without a seekable file puts behind the content: with or without
/// a mark, of 4 or 8 bytes. `next` is where the next thing begins.
void pass_descriptor(ByteCursor& cursor, std::uint64_t next, const WeightSource& source) {
  const std::uint64_t length = next - cursor.position();
  expect(
      next >= cursor.position() && (length == 12 || length == 16 || length == 20 || length == 24),
      source, "has a hole, or files that overlap");
  cursor.take(length);
}

}  // namespace

ZipArchive::ZipArchive(std::string_view bytes, const WeightSource& source) {
  const DirectoryPlace place = find_directory(bytes, source);
  ByteCursor directory(
      bytes.substr(static_cast<std::size_t>(place.begin), static_cast<std::size_t>(place.size)),
      source);
  constexpr std::uint64_t kSmallestEntry = 46;
  expect(place.files <= place.size / kSmallestEntry, source, "has a damaged directory");
  std::vector<Placed> files;
  for (std::uint64_t i = 0; i < place.files; ++i) {
    files.push_back(read_directory_entry(directory, source));
  }
  expect(directory.remaining() == 0, source, "has a damaged directory");
  std::stable_sort(files.begin(), files.end(),
                   [](const Placed& a, const Placed& b) { return a.begin < b.begin; });
  ByteCursor cursor(bytes.substr(0, static_cast<std::size_t>(place.begin)), source);
  for (std::size_t i = 0; i < files.size(); ++i) {
    pass_file(cursor, files[i], source);
    if (files[i].has_descriptor) {
      pass_descriptor(cursor, i + 1 < files.size() ? files[i + 1].begin : place.begin, source);
    }
    expect(places_.emplace(files[i].entry.name, i).second, source, "has two files of one name");
    entries_.push_back(std::move(files[i].entry));
  }
  expect(cursor.remaining() == 0, source, "has a hole before its directory");
}

const ZipEntry* ZipArchive::find(const std::string& name) const {
  const auto place = places_.find(name);
  return place == places_.end() ? nullptr : &entries_[place->second];
}

}  // namespace hoi
