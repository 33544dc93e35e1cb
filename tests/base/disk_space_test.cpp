#include "base/disk_space.h"

#include <limits>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

TEST(DiskSpace, IsKnownForAFolderAndNotForWhatDoesNotExist) {
  const TemporaryFolder folder;
  ASSERT_TRUE(free_disk_space(folder.path()));
  EXPECT_GT(*free_disk_space(folder.path()), 0U);
  EXPECT_FALSE(free_disk_space(folder / "missing"));
}

TEST(DiskSpace, EnoughOfItIsFine) {
  const TemporaryFolder folder;
  EXPECT_NO_THROW(require_disk_space(folder.path(), 1, "file", "make room"));
}

TEST(DiskSpace, AFileSystemThatDoesNotSayIsNotDoubted) {
  EXPECT_NO_THROW(
      require_disk_space("/proc", std::numeric_limits<std::uintmax_t>::max(), "file", "make room"));
}

TEST(DiskSpace, TooLittleNamesBothSizesTheFolderAndWhatToDo) {
  const TemporaryFolder folder;
  const std::string text = input_error_of([&] {
    require_disk_space(folder.path(), std::uintmax_t{1} << 62, "runs/a/file", "make room");
  });
  EXPECT_THAT(text, HasSubstr("runs/a/file: needs 4611686018.4 GB of disk, "));
  EXPECT_THAT(text, HasSubstr(" are free in " + folder.path().string() + "; make room"));
}

TEST(RoughSize, HasTheUnitThatFits) {
  EXPECT_EQ(rough_size(0), "0 bytes");
  EXPECT_EQ(rough_size(99'999), "99999 bytes");
  EXPECT_EQ(rough_size(1'530'000), "1.5 MB");
  EXPECT_EQ(rough_size(2'400'000'000), "2.4 GB");
}

}  // namespace
}  // namespace hoi
