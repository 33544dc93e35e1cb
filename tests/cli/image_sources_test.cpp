#include "cli/image_sources.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

TEST_F(ImageSourcesTest, NothingIsAnErrorThatNamesTheSource) {
  EXPECT_THAT(input_error_of([this] { expand_image_sources({path("missing.jpg")}); }),
              ::testing::HasSubstr("missing.jpg: no such file"));
  std::filesystem::create_directories(folder_.path() / "empty");
  EXPECT_THAT(input_error_of([this] { expand_image_sources({path("empty")}); }),
              ::testing::HasSubstr("no picture in this folder"));
}

}  // namespace
}  // namespace hoi
