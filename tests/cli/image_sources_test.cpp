#include "cli/image_sources.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/packed_shard.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

class ImageSourcesTest : public ::testing::Test {
 protected:
  ImageSourcesTest() {
    folder_.write("b.JPG", "x");
    folder_.write("a.png", "x");
    folder_.write("notes.txt", "x");
  }
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  TemporaryFolder folder_;
};

TEST_F(ImageSourcesTest, OneFileIsNoBatch) {
  const auto sources = expand_image_sources({path("notes.txt")});
  EXPECT_EQ(sources.files.size(), 1U);  // what is in it is the reader's business
  EXPECT_FALSE(sources.is_batch);
}

TEST_F(ImageSourcesTest, AFolderGivesItsPicturesInNameOrder) {
  const auto sources = expand_image_sources({folder_.path().string()});
  ASSERT_EQ(sources.files.size(), 2U);
  EXPECT_EQ(sources.files[0].filename(), "a.png");
  EXPECT_EQ(sources.files[1].filename(), "b.JPG");
  EXPECT_TRUE(sources.is_batch);
}

TEST_F(ImageSourcesTest, APatternGivesWhatMatches) {
  const auto sources = expand_image_sources({path("*.png")});
  ASSERT_EQ(sources.files.size(), 1U);
  EXPECT_TRUE(sources.is_batch);
}

TEST_F(ImageSourcesTest, AShardGivesItsPictures) {
  PackedShardWriter writer;
  writer.add("park/2.jpg", 1, 1, "x");
  writer.add("park/1.jpg", 1, 1, "x");
  folder_.write("ab.hoipack", writer.bytes());
  const auto of_shard = expand_image_sources({path("ab.hoipack")});
  EXPECT_TRUE(of_shard.is_batch);
  ASSERT_EQ(of_shard.files.size(), 2U);
  EXPECT_EQ(of_shard.files[0], path("ab.hoipack/park/1.jpg"));
  const auto one = expand_image_sources({path("ab.hoipack/park/2.jpg")});
  EXPECT_FALSE(one.is_batch);
  EXPECT_EQ(one.files.at(0), path("ab.hoipack/park/2.jpg"));
  EXPECT_EQ(expand_image_sources({folder_.path().string()}).files.size(), 4U);
  EXPECT_EQ(expand_image_sources({path("*.hoipack")}).files.size(), 2U);
}

TEST_F(ImageSourcesTest, NothingIsAnErrorThatNamesTheSource) {
  EXPECT_THAT(input_error_of([this] { expand_image_sources({path("missing.jpg")}); }),
              ::testing::HasSubstr("missing.jpg: no such file"));
  std::filesystem::create_directories(folder_.path() / "empty");
  EXPECT_THAT(input_error_of([this] { expand_image_sources({path("empty")}); }),
              ::testing::HasSubstr("no picture in this folder"));
}

}  // namespace
}  // namespace hoi
