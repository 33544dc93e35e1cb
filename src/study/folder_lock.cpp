#include "study/folder_lock.h"

#include <cerrno>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/error.h"

namespace hoi {

FolderLock::FolderLock(const std::filesystem::path& folder, std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds kLockPoll(50);
  const auto path = folder / "study.lock";
  // Without O_CLOEXEC: processes that are started inherit the lock.
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT, 0644);
  if (file_ < 0) {
    throw InputError(fmt::format("{}: cannot write: {}", path.string(), std::strerror(errno)));
  }
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    if (std::chrono::steady_clock::now() >= deadline) {
      ::close(file_);
      throw InputError(fmt::format(
          "{}: another study works here, or a training that it began; wait for it to end or name "
          "another --out",
          folder.string()));
    }
    std::this_thread::sleep_for(kLockPoll);
  }
}

FolderLock::~FolderLock() { ::close(file_); }

}  // namespace hoi
