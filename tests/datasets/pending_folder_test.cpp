#include "datasets/pending_folder.h"

#include <string>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

std::size_t entries_of(const std::filesystem::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    static_cast<void>(entry);
    ++count;
  }
  return count;
}

TEST(PendingFolder, AppearsWholeOrNotAtAll) {
  const TemporaryFolder folder;
  {
    const PendingFolder abandoned(folder / "out");
    std::filesystem::create_directories(abandoned.path() / "images");
    EXPECT_FALSE(std::filesystem::exists(folder / "out"));
  }
  EXPECT_EQ(entries_of(folder.path()), 0U);
  for (const std::string name : {"out", "slash/"}) {
    PendingFolder finished(folder / name);
    std::filesystem::create_directories(finished.path() / "images");
    finished.take_place();
    EXPECT_TRUE(std::filesystem::is_directory(folder / name / "images"));
  }
  EXPECT_EQ(entries_of(folder.path()), 2U);
}

TEST(PendingFolder, DoesNotReplaceWhatAppearedMeanwhile) {
  const TemporaryFolder folder;
  PendingFolder pending(folder / "out");
  folder.write("out/mine.txt", "x");
  EXPECT_THAT(input_error_of([&] { pending.take_place(); }),
              HasSubstr("cannot create this folder"));
  EXPECT_TRUE(std::filesystem::exists(folder / "out/mine.txt"));
}

TEST(RequireNewFolder, TakesNothingAndAnEmptyFolder) {
  const TemporaryFolder folder;
  require_new_folder(folder / "out");
  require_new_folder(folder.path());
  folder.write("out/mine.txt", "x");
  EXPECT_THAT(input_error_of([&] { require_new_folder(folder / "out"); }),
              HasSubstr("nothing is overwritten"));
  EXPECT_THAT(input_error_of([&] { require_new_folder(folder / "out/mine.txt"); }),
              HasSubstr("nothing is overwritten"));
}

}  // namespace
}  // namespace hoi
