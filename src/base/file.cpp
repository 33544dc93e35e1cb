#include "base/file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/disk_space.h"
#include "base/error.h"
#include "base/temporary_name.h"
#include "base/write_bytes.h"

namespace hoi {
namespace {

/// An open file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return value_; }
  bool is_open() const { return value_ >= 0; }

  /// Closes now and says whether the system was content: some file systems report a full disk here.
  bool close() {
    const int result = ::close(value_);
    value_ = -1;
    return result == 0;
  }

 private:
  int value_;
};

[[noreturn]] void fail_with_errno(const std::filesystem::path& path, const std::string& action) {
  throw InputError(fmt::format("{}: {}: {}", path.string(), action, std::strerror(errno)));
}

/// The same for a write, which may have failed because the disk is full.
[[noreturn]] void fail_to_write(const std::filesystem::path& path, const std::string& action) {
  if (errno != ENOSPC && errno != EDQUOT && errno != EFBIG) fail_with_errno(path, action);
  throw InputError(fmt::format(
      "{}: {}: {}; make room or write to another disk (what was there before is untouched)",
      path.string(), action, std::strerror(errno)));
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

/// A file that is removed again unless it was kept.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::filesystem::path path) : path_(std::move(path)) {}
  ~TemporaryFile() {
    if (!kept_) ::unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void keep() { kept_ = true; }

 private:
  std::filesystem::path path_;
  bool kept_ = false;
};

void sync_folder(const std::filesystem::path& folder) {
  const Descriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!descriptor.is_open()) fail_with_errno(folder, "cannot open the folder");
  // Some file systems cannot sync a folder and say EINVAL; the rename is as safe there as it gets.
  if (::fsync(descriptor.get()) != 0 && errno != EINVAL)
    fail_with_errno(folder, "cannot sync the folder");
}

}  // namespace

std::string read_file(const std::filesystem::path& path, std::uintmax_t max_bytes) {
  // Without O_NONBLOCK, opening a named pipe would wait for a writer.
  const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!descriptor.is_open()) fail_with_errno(path, "cannot open");
  struct stat status {};
  if (::fstat(descriptor.get(), &status) != 0) fail_with_errno(path, "cannot inspect");
  if (!S_ISREG(status.st_mode)) {
    throw InputError(fmt::format("{}: is {}, expected a file", path.string(),
                                 S_ISDIR(status.st_mode) ? "a folder" : "not a regular file"));
  }
  const auto size = static_cast<std::uintmax_t>(status.st_size);
  if (size > max_bytes) {
    throw InputError(fmt::format("{}: has {} bytes, more than the {} that are accepted here",
                                 path.string(), size, max_bytes));
  }
  std::string content(static_cast<std::size_t>(size), '\0');
  std::size_t filled = 0;
  while (filled < content.size()) {
    const ssize_t count =
        ::read(descriptor.get(), content.data() + filled, content.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_with_errno(path, "cannot read");
    if (count == 0) break;  // the file shrank meanwhile
    filled += static_cast<std::size_t>(count);
  }
  content.resize(filled);
  return content;
}

void write_file_atomically(const std::filesystem::path& path, std::string_view content) {
  require_disk_space(folder_of(path), content.size(), path.string(),
                     "make room or write to another disk");
  TemporaryFile temporary(temporary_name(path));
  {
    Descriptor descriptor(
        ::open(temporary.path().c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (!descriptor.is_open()) fail_to_write(path, "cannot create");
    if (!write_bytes(descriptor.get(), content)) fail_to_write(path, "cannot write");
    if (::fsync(descriptor.get()) != 0) fail_to_write(path, "cannot sync");
    if (!descriptor.close()) fail_to_write(path, "cannot close");
  }
  if (::rename(temporary.path().c_str(), path.c_str()) != 0) fail_to_write(path, "cannot replace");
  temporary.keep();
  sync_folder(folder_of(path));
}

}  // namespace hoi
