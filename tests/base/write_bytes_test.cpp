#include "base/write_bytes.h"

#include <cerrno>
#include <string>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace hoi {
namespace {

// A pipe takes 64 kB at once, so the system needs many calls.
TEST(WriteBytes, WritesAllOfALongText) {
  int ends[2] = {};
  ASSERT_EQ(::pipe(ends), 0);
  std::string text(1 << 20, 'a');
  text.back() = 'z';
  std::string read;
  std::thread reader([&] {
    char buffer[5000];
    for (ssize_t count = 0; (count = ::read(ends[0], buffer, sizeof(buffer))) > 0;) {
      read.append(buffer, static_cast<std::size_t>(count));
    }
  });
  EXPECT_TRUE(write_bytes(ends[1], text));
  ::close(ends[1]);
  reader.join();
  ::close(ends[0]);
  EXPECT_EQ(read, text);
}

TEST(WriteBytes, SaysNoAndLeavesTheReasonInErrno) {
  const int full = ::open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  EXPECT_FALSE(write_bytes(full, "text"));
  EXPECT_EQ(errno, ENOSPC);
  EXPECT_TRUE(write_bytes(full, ""));
  ::close(full);
}

}  // namespace
}  // namespace hoi
