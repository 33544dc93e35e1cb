#pragma once

#include <chrono>
#include <filesystem>

namespace hoi {

/// Keeps a folder for one process and those that it starts, until the last of them has ended: a
/// training that outlives its study by a moment still writes its last checkpoint.
class FolderLock {
 public:
  /// folder: exists. Waits `patience` for others to end; throws InputError when they do not.
  FolderLock(const std::filesystem::path& folder, std::chrono::milliseconds patience);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace hoi
