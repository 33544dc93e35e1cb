#include "base/file.h"

#include <csignal>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

std::size_t entries_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder),
                                                std::filesystem::directory_iterator()));
}

TEST(ReadFile, ReturnsEveryByte) {
  const TemporaryFolder folder;
  const std::string content("a\0b\r\n\xff", 6);
  EXPECT_EQ(read_file(folder.write("data", content), 6), content);
  EXPECT_EQ(read_file(folder.write("empty", ""), 0), "");
}

TEST(ReadFile, RefusesMoreThanTheLimitWithoutReadingIt) {
  const TemporaryFolder folder;
  const auto path = folder.write("large", "x");
  ASSERT_EQ(::truncate(path.c_str(), off_t{1} << 40), 0);  // sparse: reading it would take minutes
  EXPECT_THAT(input_error_of([&] { read_file(path, 1000); }),
              HasSubstr("large: has 1099511627776 bytes, more than the 1000"));
}

TEST(ReadFile, NamesWhatIsNoFile) {
  const TemporaryFolder folder;
  EXPECT_THAT(input_error_of([&] { read_file(folder / "missing", 10); }),
              HasSubstr("missing: cannot open: No such file"));
  EXPECT_THAT(input_error_of([&] { read_file(folder.path(), 10); }), HasSubstr("is a folder"));
}

TEST(ReadFile, DoesNotWaitForAWriterOfANamedPipe) {
  const TemporaryFolder folder;
  const auto pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(input_error_of([&] { read_file(pipe, 10); }), HasSubstr("not a regular file"));
}

TEST(WriteFileAtomically, CreatesAndReplacesAndLeavesNothingElse) {
  const TemporaryFolder folder;
  const auto path = folder / "state.json";
  write_file_atomically(path, "old");
  write_file_atomically(path, std::string("new\0er", 6));
  EXPECT_EQ(content_of(path), std::string("new\0er", 6));
  EXPECT_EQ(entries_in(folder.path()), 1U);
}

TEST(WriteFileAtomically, WritesIntoTheCurrentFolder) {
  const TemporaryFolder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  write_file_atomically("plain-name", "x");
  std::filesystem::current_path(before);
  EXPECT_EQ(content_of(folder / "plain-name"), "x");
}

TEST(WriteFileAtomically, RemovesItsTemporaryFileWhenTheTargetCannotBeReplaced) {
  const TemporaryFolder folder;
  const auto target = folder / "target";
  std::filesystem::create_directories(target / "child");
  EXPECT_THAT(input_error_of([&] { write_file_atomically(target, "x"); }),
              HasSubstr("target: cannot replace"));
  EXPECT_EQ(entries_in(folder.path()), 1U);
}

TEST(WriteFileAtomically, NamesAMissingFolder) {
  const TemporaryFolder folder;
  EXPECT_THAT(input_error_of([&] { write_file_atomically(folder / "no/file", "x"); }),
              HasSubstr("no/file: cannot create: No such file or directory"));
}

TEST(WriteFileAtomically, AFileLimitOfTheProcessLeavesTheOldFile) {
  const TemporaryFolder folder;
  const auto path = folder.write("state", "old");
  auto* const handler = ::signal(SIGXFSZ, SIG_IGN);  // else the system kills this process
  struct rlimit before {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const struct rlimit small { 100'000, before.rlim_max };
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string message =
      input_error_of([&] { write_file_atomically(path, std::string(200'000, 'x')); });
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, handler);
  EXPECT_THAT(message, HasSubstr("state: cannot write: File too large; make room"));
  EXPECT_EQ(content_of(path), "old");
  EXPECT_EQ(entries_in(folder.path()), 1U);
}

TEST(WriteFileAtomically, ReaderSeesOneWholeContentWhileWritersCompete) {
  const TemporaryFolder folder;
  const auto path = folder / "shared";
  write_file_atomically(path, std::string(1000, 'a'));
  std::vector<std::thread> writers;
  for (const char letter : {'b', 'c'}) {
    writers.emplace_back([&path, letter] {
      for (int i = 0; i < 20; ++i) write_file_atomically(path, std::string(1000, letter));
    });
  }
  for (int i = 0; i < 200; ++i) {
    const std::string seen = read_file(path, 2000);
    ASSERT_EQ(seen, std::string(1000, seen.empty() ? '?' : seen.front()));
  }
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(entries_in(folder.path()), 1U);
}

}  // namespace
}  // namespace hoi
