#include "interchange/odgt_names.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(OdgtNames, FindTheSplitAmongTheWordsOfAName) {
  EXPECT_EQ(odgt_split_of_stem("train"), "train");
  EXPECT_EQ(odgt_split_of_stem("vcoco_trainval_retag"), "trainval");
  EXPECT_EQ(odgt_split_of_stem("test2019"), "test");
  EXPECT_EQ(odgt_split_of_stem("hoia-val.v2"), "val");
}

TEST(OdgtNames, OtherNamesAreSplitsThemselves) {
  EXPECT_EQ(odgt_split_of_stem("gallery"), "gallery");
  EXPECT_EQ(odgt_split_of_stem("testing"), "testing");
  EXPECT_EQ(odgt_split_of_stem("train_and_val"), "train_and_val") << "cannot be told";
  EXPECT_EQ(odgt_split_of_stem("all"), "");
}

TEST(OdgtNames, StemsOfCommonSplitsReadBack) {
  for (const char* split : {"train", "val", "test", "trainval", "", "gallery", "detection_only"}) {
    EXPECT_EQ(odgt_split_of_stem(odgt_stem_of_split(split)), split);
  }
}

TEST(OdgtNames, StemsStayInTheirFolder) {
  EXPECT_EQ(odgt_stem_of_split("../a b"), "___a_b");
  EXPECT_EQ(odgt_stem_of_split(""), "all");
}

}  // namespace
}  // namespace hoi
