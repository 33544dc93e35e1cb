#include "base/contained_path.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(LeavesFolder, RefusesWhatPointsElsewhere) {
  EXPECT_TRUE(leaves_folder("../a.jpg"));
  EXPECT_TRUE(leaves_folder("a/../../b.jpg"));
  EXPECT_TRUE(leaves_folder("/etc/passwd"));
  EXPECT_TRUE(leaves_folder(""));
  EXPECT_TRUE(leaves_folder(std::string("a\0b", 3)));
  EXPECT_FALSE(leaves_folder("a/b..jpg"));
}

}  // namespace
}  // namespace hoi
