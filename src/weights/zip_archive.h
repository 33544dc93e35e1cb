#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "weights/weight_source.h"

namespace hoi {

/// One file of a zip archive, as its directory describes it.
struct ZipEntry {
  std::string name;
  bool is_deflated = false;
  std::uint32_t crc = 0;
  std::uint64_t size = 0;  ///< unpacked
  std::string_view packed;
};

/// The directory of a zip or zip64 archive whose files are stored or deflated.
///
/// The archive must be one that a writer makes in one go: first file at byte 0, then file after
/// file, directory, end. So nothing overlaps, nothing hides in a hole or behind the end, and two
/// readers cannot see two contents.
class ZipArchive {
 public:
  /// `bytes` and `source` must outlive the archive. Throws InputError for whatever differs from the
  /// above, for encrypted files, for a name that stands twice or in two spellings, for other
  /// methods of packing, and for an archive of several disks.
  ZipArchive(std::string_view bytes, const WeightSource& source);

  /// In the order in which they lie in the archive.
  const std::vector<ZipEntry>& entries() const { return entries_; }
  /// The file called `name`, or nullptr.
  const ZipEntry* find(const std::string& name) const;

 private:
  std::vector<ZipEntry> entries_;
  std::map<std::string, std::size_t> places_;  // of the names in entries_
};

}  // namespace hoi
