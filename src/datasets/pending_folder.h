#pragma once

#include <filesystem>
#include <system_error>

namespace hoi {

/// Throws InputError when `output` exists and is not an empty folder.
void require_new_folder(const std::filesystem::path& output);

/// A folder that appears whole or not at all: it is filled beside its place, in a hidden folder,
/// and takes its place by a rename. Until then its destruction leaves nothing behind.
class PendingFolder {
 public:
  /// Creates path(), empty. Throws InputError when the disk refuses.
  explicit PendingFolder(const std::filesystem::path& output);
  ~PendingFolder();
  PendingFolder(const PendingFolder&) = delete;
  PendingFolder& operator=(const PendingFolder&) = delete;

  /// Where to write; named like the folder that it will be.
  const std::filesystem::path& path() const { return path_; }

  /// Makes it the output. Throws InputError when the output is there by now and not an empty
  /// folder.
  void take_place();

 private:
  [[noreturn]] void fail(const std::error_code& error) const;

  std::filesystem::path output_;
  std::filesystem::path parent_;
  std::filesystem::path path_;
};

}  // namespace hoi
