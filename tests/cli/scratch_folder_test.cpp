#include "cli/scratch_folder.h"

#include <fstream>

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(ScratchFolder, ExistsAsLongAsItsObject) {
  std::filesystem::path path;
  {
    const ScratchFolder first, second;
    path = first.path();
    EXPECT_TRUE(std::filesystem::is_empty(path));
    EXPECT_NE(path, second.path());
    std::ofstream(path / "file") << "x";
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace hoi
