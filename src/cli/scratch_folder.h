#pragma once

#include <filesystem>

namespace hoi {

/// A new folder in the system's place for temporary files; disappears with this object.
class ScratchFolder {
 public:
  /// Throws InputError when it cannot be created.
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace hoi
