#include "interchange/picture_reference.h"

#include <random>

#include <gtest/gtest.h>

namespace hoi {
namespace {

using Names = std::vector<std::string>;

TEST(PictureReference, KnowsLocalFiles) {
  EXPECT_EQ(picture_names("/data/local-files/?d=set%201/a.jpg"), (Names{"set 1/a.jpg", "a.jpg"}));
  EXPECT_EQ(picture_names("/data/local-files/?d=images/x/a.jpg"), (Names{"x/a.jpg", "a.jpg"}));
  EXPECT_EQ(picture_names("http://localhost:8080/data/local-files/?d=a%26b.jpg&t=1"),
            (Names{"a&b.jpg"}));
}

TEST(PictureReference, KnowsUploadsWithAndWithoutTheirCode) {
  EXPECT_EQ(picture_names("/data/upload/7/0a1b2c3d-a-b.jpg"),
            (Names{"a-b.jpg", "0a1b2c3d-a-b.jpg"}));
  EXPECT_EQ(picture_names("/data/upload/a.jpg"), (Names{"a.jpg"}));
  EXPECT_EQ(picture_names("upload/0a1b2c3g-a.jpg"), (Names{"0a1b2c3g-a.jpg"})) << "g is no digit";
  EXPECT_EQ(picture_names("upload/0a1b2c3d-"), (Names{"0a1b2c3d-"}));
}

TEST(PictureReference, KnowsUrlsAndStorages) {
  EXPECT_EQ(picture_names("https://host/x/a%20b.jpg?v=1#top"), (Names{"a b.jpg", "x/a b.jpg"}));
  EXPECT_EQ(picture_names("s3://bucket/x/a.jpg"), (Names{"a.jpg", "x/a.jpg"}));
  EXPECT_EQ(picture_names("https://host"), Names{});
}

TEST(PictureReference, KnowsPlainNames) {
  EXPECT_EQ(picture_names("a.jpg"), (Names{"a.jpg"}));
  EXPECT_EQ(picture_names("x\\y\\a.jpg"), (Names{"x/y/a.jpg", "y/a.jpg", "a.jpg"}));
  EXPECT_EQ(picture_names("/home/me/a.jpg"), (Names{"home/me/a.jpg", "me/a.jpg", "a.jpg"}));
  EXPECT_EQ(picture_names("50%.jpg"), (Names{"50%.jpg"})) << "no code";
}

TEST(PictureReference, NamesNeverLeaveTheFolder) {
  EXPECT_EQ(picture_names("/data/local-files/?d=..%2F..%2Fetc/a"), (Names{"etc/a", "a"}));
  EXPECT_EQ(picture_names("../a.jpg"), (Names{"a.jpg"}));
  EXPECT_EQ(picture_names(".."), Names{});
  EXPECT_EQ(picture_names("a%00b"), (Names{"a%00b"})) << "plain names are not decoded";
  EXPECT_EQ(picture_names("/data/local-files/?d=a%00b"), Names{});
}

TEST(PictureReference, PicturesInTheFileItselfHaveNoName) {
  EXPECT_EQ(picture_names("data:image/png;base64,AAAA"), Names{});
  EXPECT_EQ(picture_names(""), Names{});
}

TEST(PictureReference, DeepPathsAreCut) {
  std::string path;
  for (int i = 0; i < 1000; ++i) path += "x/";
  EXPECT_EQ(picture_names(path + "a").size(), 16U);
}

TEST(PictureReference, EncodedNamesAreFoundAgain) {
  EXPECT_EQ(percent_encoded("set 1/a&b%.jpg"), "set%201/a%26b%25.jpg");
  std::mt19937 random(2);
  for (int round = 0; round < 200; ++round) {
    std::string name;
    for (int i = 0; i < 12; ++i) name += static_cast<char>(1 + random() % 255);
    for (char& letter : name) {
      if (letter == '/' || letter == '\\' || letter == '.') letter = 'a';
    }
    EXPECT_EQ(picture_names("/data/local-files/?d=images/" + percent_encoded(name)), Names{name});
  }
}

}  // namespace
}  // namespace hoi
