#include "data/packed_picture.h"

#include <opencv2/core.hpp>

#include "data/image_io.h"
#include "data/packed_pixels.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

const std::string kPixels = "bgrBGR";  // 2 x 1

std::string shard_of(const std::string& packed, std::int64_t width, std::int64_t height) {
  PackedShardWriter writer;
  writer.add("park/1.jpg", width, height, packed);
  writer.add("2.jpg", 2, 1, pack_pixels(kPixels, 2, 1));
  return writer.bytes();
}

std::string small_shard() { return shard_of(pack_pixels(kPixels, 2, 1), 2, 1); }

TEST(PackedLocation, IsWhereAPathGoesOnBehindAShard) {
  const TemporaryFolder folder;
  const auto shard = folder.write("s.hoipack", small_shard());
  const auto location = packed_location(shard / "park/1.jpg");
  ASSERT_TRUE(location);
  EXPECT_EQ(location->shard, shard);
  EXPECT_EQ(location->name, "park/1.jpg");
  EXPECT_FALSE(packed_location(shard));
  EXPECT_FALSE(packed_location(folder / "park/1.jpg"));
  EXPECT_FALSE(packed_location(folder / "none.hoipack/park/1.jpg"));
}

TEST(PackedLocation, AFolderMayBeCalledLikeAShard) {
  const TemporaryFolder folder;
  const auto file = folder.write("f.hoipack/a.png", "x");
  EXPECT_FALSE(packed_location(file));
  EXPECT_TRUE(is_picture_file(file));
  const auto shard = folder.write("f.hoipack/s.hoipack", small_shard());
  ASSERT_TRUE(packed_location(shard / "2.jpg"));
  EXPECT_EQ(packed_location(shard / "2.jpg")->shard, shard);
}

TEST(IsPictureFile, KnowsFilesAndPicturesOfShards) {
  const TemporaryFolder folder;
  const auto shard = folder.write("s.hoipack", small_shard());
  EXPECT_TRUE(is_picture_file(shard / "park/1.jpg"));
  EXPECT_FALSE(is_picture_file(shard / "park/3.jpg"));
  EXPECT_FALSE(is_picture_file(folder / "none.jpg"));
  EXPECT_FALSE(is_picture_file(folder.path()));
}

TEST(PicturesOfShard, AreTheirPathsByName) {
  const TemporaryFolder folder;
  const auto shard = folder.write("s.hoipack", small_shard());
  EXPECT_EQ(pictures_of_shard(shard),
            (std::vector<std::filesystem::path>{shard / "2.jpg", shard / "park/1.jpg"}));
}

TEST(ReadImage, TakesPathsIntoShards) {
  const TemporaryFolder folder;
  const auto path = folder.write("s.hoipack", small_shard()) / "park/1.jpg";
  const Image image = read_image(path);
  ASSERT_EQ(image.bgr.size(), cv::Size(2, 1));
  EXPECT_EQ(image.bgr.at<cv::Vec3b>(0, 1), cv::Vec3b('B', 'G', 'R'));
  EXPECT_EQ(read_image_size(path), std::pair(2, 1));
  ImageLimits limits;
  limits.max_side = 1;
  EXPECT_THAT(input_error_of([&] { read_image(path, limits); }),
              HasSubstr("park/1.jpg: 2 x 1 pixels; the limit is 1"));
}

TEST(ReadImage, SaysInOneLineWhatIsWrongWithAPictureOfAShard) {
  const TemporaryFolder folder;
  const auto shard = folder.write("s.hoipack", shard_of("no zlib stream", 2, 1));
  EXPECT_THAT(input_error_of([&] { read_image(shard / "park/1.jpg"); }),
              HasSubstr("s.hoipack: picture 'park/1.jpg' is damaged"));
  EXPECT_THAT(input_error_of([&] { read_image(shard / "3.jpg"); }),
              HasSubstr("s.hoipack: this shard has no picture '3.jpg'"));
  EXPECT_EQ(read_image(shard / "2.jpg").width(), 2);
  const auto cut = folder.write("cut.hoipack", small_shard().substr(0, 50));
  EXPECT_THAT(input_error_of([&] { read_image(cut / "2.jpg"); }),
              HasSubstr("cut.hoipack: this is no whole shard"));
  EXPECT_FALSE(read_image_size(cut / "2.jpg"));
  EXPECT_FALSE(read_image_size(shard / "3.jpg"));
}

TEST(ReadImage, RefusesAHugePackedPictureBeforeItTakesMemory) {
  const TemporaryFolder folder;
  const auto shard = folder.write("s.hoipack", shard_of("small", 60000, 60000));
  EXPECT_THAT(input_error_of([&] { read_image(shard / "park/1.jpg"); }),
              HasSubstr("the limit is 64"));
}

}  // namespace
}  // namespace hoi
