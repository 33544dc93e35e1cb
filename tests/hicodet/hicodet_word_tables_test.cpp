#include "hicodet/hicodet_word_tables.h"

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(HicodetWordTables, AreSortedAndComplete) {
  const auto before = [](const char* a, const char* b) { return std::string(a) < b; };
  EXPECT_TRUE(std::is_sorted(kHicodetObjectNames.begin(), kHicodetObjectNames.end(), before));
  EXPECT_TRUE(std::is_sorted(kHicodetVerbNames.begin(), kHicodetVerbNames.end(), before));
  EXPECT_TRUE(std::is_sorted(kHicodetRareInteractions.begin(), kHicodetRareInteractions.end()));
  EXPECT_LT(kHicodetRareInteractions.back(), kHicodetInteractions);
}

TEST(HicodetWordTables, GroupTheInteractionsByObject) {
  int interactions = 0;
  std::set<int> objects;
  for (const auto& [object, count] : kHicodetVerbGroups) {
    interactions += count;
    objects.insert(object);
    EXPECT_GT(count, 1);
  }
  EXPECT_EQ(interactions, kHicodetInteractions);
  EXPECT_EQ(objects.size(), std::size_t{kHicodetObjects});
  EXPECT_EQ(*objects.rbegin(), kHicodetObjects - 1);
}

TEST(HicodetWordTables, GiveEachObjectACocoIdOfItsOwn) {
  const std::set<int> ids(kHicodetCocoIds.begin(), kHicodetCocoIds.end());
  EXPECT_EQ(ids.size(), std::size_t{kHicodetObjects});
  EXPECT_EQ(*ids.begin(), 1);
  EXPECT_EQ(*ids.rbegin(), 90);
}

}  // namespace
}  // namespace hoi
