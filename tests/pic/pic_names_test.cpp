#include "pic/pic_names.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(PicNames, AreBaseNamesAndUnique) {
  PicNames names;
  EXPECT_EQ(names.add("park/0009.png"), "0009");
  EXPECT_EQ(names.add("0010.jpg"), "0010");
  EXPECT_EQ(names.add("town/0009.jpg"), "town_0009");
  EXPECT_EQ(names.add("town/0009.png"), "town_0009_2");
  EXPECT_EQ(names.add("a.b.jpg"), "a.b");
}

TEST(PicNames, AvoidThoseThatReadersSkip) {
  PicNames names;
  EXPECT_EQ(names.add("23382.jpg"), "image_23382");    // known to be bad
  EXPECT_EQ(names.add("x/20136.jpg"), "image_20136");  // left out of scores
  EXPECT_EQ(names.add("x/.hidden.jpg"), "image_.hidden");
  EXPECT_EQ(names.add(".jpg"), "image_.jpg");
}

TEST(PicNames, HaveOnlyLettersThatNamesMayHave) {
  PicNames names;
  EXPECT_EQ(names.add("a\\b\n.jpg"), "a_b_");
  EXPECT_EQ(names.add("caf\xC3\xA9.jpg"), "caf\xC3\xA9");
  EXPECT_EQ(names.add("caf\xE9.jpg"), "caf_");
  EXPECT_EQ(names.add(std::string(400, 'a') + ".jpg").size(), 200U);
}

TEST(PlainComponent, HasNoFolders) { EXPECT_EQ(plain_component("../a/b"), ".._a_b"); }

}  // namespace
}  // namespace hoi
