// What write_file_atomically() does when the disk fails at any of its steps. This program stands
// between the code and the system calls: a call that is told to fail does, all others go through.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>

#include <dlfcn.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace {

/// Which call fails, and how. Only the thread of the test calls anything meanwhile.
struct Fault {
  std::string call;
  int good_calls = 0;  ///< that many go through first
  int error = 0;
};
Fault fault;

/// Whether this call has to fail.
bool fails(const char* call) {
  if (fault.error == 0 || fault.call != call) return false;
  if (fault.good_calls-- > 0) return false;
  errno = fault.error;
  if (fault.error == EINTR) fault.error = 0;  // an interruption comes once
  return true;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t write(int file, const void* data, size_t size) {
  static auto* const next = real<ssize_t(int, const void*, size_t)>("write");
  if (fails("write")) return -1;
  // A disk about to be full takes a part only.
  const bool shortened = fault.error != 0 && fault.call == "write" && size > 1;
  return next(file, data, shortened ? size / 2 : size);
}

int fsync(int file) {
  static auto* const next = real<int(int)>("fsync");
  return fails("fsync") ? -1 : next(file);
}

int close(int file) {
  static auto* const next = real<int(int)>("close");
  const int result = next(file);  // Linux closes the file whatever it says
  return fails("close") ? -1 : result;
}

int rename(const char* from, const char* to) noexcept {
  static auto* const next = real<int(const char*, const char*)>("rename");
  return fails("rename") ? -1 : next(from, to);
}

int statvfs(const char* path, struct statvfs* status) noexcept {
  static auto* const next = real<int(const char*, struct statvfs*)>("statvfs");
  const int result = next(path, status);
  if (fails("statvfs")) status->f_bavail = 0;
  return result;
}

}  // extern "C"

namespace hoi {
namespace {

using ::testing::HasSubstr;

const std::string kOld = "old content", kNew(100'000, 'n');

class WriteFault : public ::testing::Test {
 protected:
  void SetUp() override { write_file_atomically(path_, kOld); }

  /// The message of a write that meets the fault; the file must be as it was, and alone.
  std::string message_with(const Fault& planned) {
    fault = planned;
    const std::string message = input_error_of([&] { write_file_atomically(path_, kNew); });
    fault = {};
    EXPECT_EQ(content_of(path_), kOld) << planned.call;
    expect_nothing_else(planned.call);
    return message;
  }

  void expect_nothing_else(const std::string& after) {
    const auto entries = std::filesystem::directory_iterator(folder_.path());
    EXPECT_EQ(std::distance(begin(entries), end(entries)), 1) << after;
  }

  const TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_ / "state";
};

TEST_F(WriteFault, EachFailureLeavesTheOldFileAloneAndSaysWhatFailed) {
  for (const int error : {ENOSPC, EDQUOT, EIO}) {
    EXPECT_THAT(message_with({"write", 0, error}), HasSubstr("state: cannot write: "));
    EXPECT_THAT(message_with({"write", 3, error}), HasSubstr(std::strerror(error)));
    EXPECT_THAT(message_with({"fsync", 0, error}), HasSubstr("state: cannot sync: "));
    EXPECT_THAT(message_with({"close", 0, error}), HasSubstr("state: cannot close: "));
    EXPECT_THAT(message_with({"rename", 0, error}), HasSubstr("state: cannot replace: "));
  }
}

TEST_F(WriteFault, AFullDiskSaysWhatToDoAndADefectOneDoesNot) {
  EXPECT_THAT(message_with({"write", 1, ENOSPC}),
              HasSubstr("No space left on device; make room or write to another disk"));
  EXPECT_THAT(message_with({"write", 1, EIO}), ::testing::EndsWith("Input/output error"));
}

TEST_F(WriteFault, TooLittleRoomIsFoundBeforeAnythingIsWritten) {
  EXPECT_THAT(message_with({"statvfs", 0, 1}),
              HasSubstr("state: needs 0.1 MB of disk, 0 bytes are free in "));
}

TEST_F(WriteFault, InterruptionsAndShortWritesAreGoneThrough) {
  fault = {"write", 2, EINTR};
  write_file_atomically(path_, kNew);
  fault = {};
  EXPECT_EQ(content_of(path_), kNew);
  expect_nothing_else("EINTR");
}

TEST_F(WriteFault, AFolderThatCannotBeSyncedIsAnErrorAndTheNewFileWhole) {
  fault = {"fsync", 1, EIO};
  EXPECT_THAT(input_error_of([&] { write_file_atomically(path_, kNew); }),
              HasSubstr("cannot sync the folder: Input/output error"));
  fault = {};
  EXPECT_EQ(content_of(path_), kNew);
  expect_nothing_else("fsync of the folder");
}

}  // namespace
}  // namespace hoi
