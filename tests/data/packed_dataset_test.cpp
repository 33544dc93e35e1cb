#include "data/packed_dataset.h"

#include <algorithm>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "data/image_io.h"
#include "data/image_transform.h"
#include "data/packed_picture.h"
#include "data/training_dataset.h"
#include "formats/annotation_file.h"
#include "support/errors.h"
#include "support/temporary_folder.h"
#include "support/tensors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

constexpr int kPhotographs = 5;

cv::Mat photograph(int number) {
  cv::Mat picture(number == 2 ? 70 : 45, 60, CV_8UC3);  // one is upright
  cv::RNG random(static_cast<std::uint64_t>(number) + 1);
  random.fill(picture, cv::RNG::UNIFORM, 0, 256);
  cv::blur(picture, picture, {3, 3});
  return picture;
}

/// A folder of pictures in sub-folders, a person and a cup in each.
AnnotatedDataset write_photographs(const std::filesystem::path& root) {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"person", "cup"}, {"hold"}, 0, false};
  dataset.image_folder = root / "images";
  for (int i = 0; i < kPhotographs; ++i) {
    const cv::Mat picture = photograph(i);
    ImageAnnotation image;
    image.id = i + 1;
    image.file_name = "day" + std::to_string(i % 2) + "/" + std::to_string(i) + ".png";
    image.width = picture.cols;
    image.height = picture.rows;
    image.split = i < 4 ? "train" : "val";
    image.instances.push_back({2 * i + 1, 0, {1.25F, 2, 40.7F, 44}, false, {}, {}});
    image.instances.push_back({2 * i + 2, 1, {30, 20, 61, 33.3F}, false, {}, {}});  // leaves it
    image.interactions.push_back({0, 1, 0});
    image.faces.push_back({{10, 5, 20.2F, 14}, 0.75F});
    const auto path = dataset.image_folder / image.file_name;
    std::filesystem::create_directories(path.parent_path());
    write_image(path, picture);
    dataset.images.push_back(image);
  }
  write_annotation_file(dataset, root / "annotations.json");
  return dataset;
}

ImageTransformOptions transform_options() {
  ImageTransformOptions options;
  options.short_side = 32;
  options.long_side = 40;
  return options;
}

PackOptions pack_options() {
  PackOptions options;
  options.short_side = transform_options().short_side;
  options.long_side = transform_options().long_side;
  return options;
}

TrainingDataset dataset_of(const std::filesystem::path& root) {
  DataSourceOptions source;
  source.root = root.string();
  return TrainingDataset({source}, transform_options());
}

void expect_same_examples(const std::filesystem::path& one, const std::filesystem::path& other) {
  const TrainingDataset first = dataset_of(one), second = dataset_of(other);
  ASSERT_EQ(first.size(), second.size());
  for (std::int64_t i = 0; i < first.size(); ++i) {
    const TrainingExample a = first.load(i), b = second.load(i);
    EXPECT_TRUE(torch::equal(a.pixels, b.pixels));
    EXPECT_TRUE(torch::equal(a.truth.boxes, b.truth.boxes)) << a.truth.boxes << b.truth.boxes;
    EXPECT_TRUE(torch::equal(a.truth.faces, b.truth.faces));
    EXPECT_TRUE(torch::equal(a.truth.pair_verbs, b.truth.pair_verbs));
    EXPECT_EQ(first.annotation(i).split, second.annotation(i).split);
  }
}

TEST(PackDataset, KeepsPicturesToTheBit) {
  const TemporaryFolder folder;
  const auto summary = pack_dataset(write_photographs(folder / "own"), folder / "packed", {}, {});
  EXPECT_EQ(summary.pictures, kPhotographs);
  EXPECT_EQ(summary.shards, 1);
  EXPECT_EQ(summary.pixel_bytes, 3U * 60 * (4 * 45 + 70));
  const auto shard = folder / "packed/images/pictures-00000.hoipack";
  EXPECT_EQ(summary.shard_bytes, std::filesystem::file_size(shard));
  const auto packed = read_dataset_folder(folder / "packed");
  for (int i = 0; i < kPhotographs; ++i) {
    const auto& name = packed.images[static_cast<std::size_t>(i)].file_name;
    EXPECT_EQ(name, "pictures-00000.hoipack/day" + std::to_string(i % 2) + "/" + std::to_string(i) +
                        ".png");
    EXPECT_EQ(cv::norm(read_image(packed.image_folder / name).bgr, photograph(i), cv::NORM_INF), 0);
  }
  expect_same_examples(folder / "own", folder / "packed");
}

TEST(PackDataset, ResizedPicturesTrainLikeTheirOriginalsToTheBit) {
  const TemporaryFolder folder;
  pack_dataset(write_photographs(folder / "own"), folder / "packed", pack_options(), {});
  const auto packed = read_dataset_folder(folder / "packed");
  EXPECT_EQ(packed.images[0].width, 40);  // 40 / 60 is less than 32 / 45
  EXPECT_EQ(packed.images[0].height, 30);
  EXPECT_EQ(packed.images[2].width, 32);  // upright: 32 / 60 is less than 40 / 70
  EXPECT_EQ(packed.images[2].height, 37);
  EXPECT_EQ(packed.images[0].instances[0].box.x1, static_cast<float>(1.25 * (40.0 / 60)));
  const ImageTransform transform(transform_options());
  for (std::size_t i = 0; i < packed.images.size(); ++i) {
    const cv::Mat stored = read_image(packed.image_folder / packed.images[i].file_name).bgr;
    EXPECT_TRUE(
        torch::equal(transform(stored).pixels, transform(photograph(static_cast<int>(i))).pixels));
  }
  expect_same_examples(folder / "own", folder / "packed");
}

TEST(PackDataset, BeginsAnotherShardBeforeOneIsTooLarge) {
  const TemporaryFolder folder;
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"person"}, {"hold"}, 0, true};
  dataset.image_folder = folder / "noise";
  std::filesystem::create_directories(dataset.image_folder);
  for (int i = 0; i < 3; ++i) {
    cv::Mat noise(400, 400, CV_8UC3);  // 480 kB that cannot be compressed: two fit into one MiB
    cv::RNG random(static_cast<std::uint64_t>(i) + 1);
    random.fill(noise, cv::RNG::UNIFORM, 0, 256);
    ImageAnnotation image;
    image.file_name = std::to_string(i) + ".png";
    image.width = image.height = 400;
    write_image(dataset.image_folder / image.file_name, noise);
    dataset.images.push_back(image);
  }
  PackOptions options;
  options.shard_megabytes = 1;
  std::int64_t last_done = 0;
  const auto summary = pack_dataset(dataset, folder / "packed", options,
                                    [&](std::int64_t done, std::int64_t) { last_done = done; });
  EXPECT_EQ(last_done, 3);
  EXPECT_EQ(summary.shards, 2);
  EXPECT_EQ(pictures_of_shard(folder / "packed/images/pictures-00000.hoipack").size(), 2U);
  EXPECT_EQ(pictures_of_shard(folder / "packed/images/pictures-00001.hoipack").size(), 1U);
  for (const char* name : {"pictures-00000.hoipack", "pictures-00001.hoipack"}) {
    EXPECT_LE(std::filesystem::file_size(folder / "packed/images" / name), 1U << 20);
  }
}

TEST(PackDataset, APackedFolderCanBePackedAgain) {
  const TemporaryFolder folder;
  pack_dataset(write_photographs(folder / "own"), folder / "once", {}, {});
  pack_dataset(read_dataset_folder(folder / "once"), folder / "twice", pack_options(), {});
  pack_dataset(read_dataset_folder(folder / "own"), folder / "directly", pack_options(), {});
  EXPECT_EQ(content_of(folder / "twice/annotations.json"),
            content_of(folder / "directly/annotations.json"));
  const std::string shard = "images/pictures-00000.hoipack";
  EXPECT_EQ(content_of(folder / "twice" / shard), content_of(folder / "directly" / shard));
}

TEST(PackDataset, LeavesNothingWhenAPictureCannotBePacked) {
  const TemporaryFolder folder;
  AnnotatedDataset dataset = write_photographs(folder / "own");
  dataset.images[1].width = 61;
  const auto pack = [&] { pack_dataset(dataset, folder / "packed", {}, {}); };
  EXPECT_THAT(input_error_of(pack), HasSubstr("the picture is 60 x 45 but its annotation says 61"));
  dataset.images[1].file_name = "missing.png";
  EXPECT_THAT(input_error_of(pack), HasSubstr("missing.png"));
  EXPECT_FALSE(std::filesystem::exists(folder / "packed"));
  dataset.images.clear();
  EXPECT_THAT(input_error_of(pack), HasSubstr("no image to pack"));
}

TEST(PackDataset, RefusesOptionsOutOfRangeAndFoldersInUse) {
  const TemporaryFolder folder;
  const AnnotatedDataset dataset = write_photographs(folder / "own");
  const auto message = [&](std::int64_t short_side, std::int64_t long_side, std::int64_t shard) {
    const PackOptions options{short_side, long_side, shard};
    return input_error_of([&] { pack_dataset(dataset, folder / "packed", options, {}); });
  };
  EXPECT_THAT(message(32, 0, 15), HasSubstr("found 32 and 0; give both"));
  EXPECT_THAT(message(-1, -1, 15), HasSubstr("found -1 and -1"));
  EXPECT_THAT(message(0, 0, 16), HasSubstr("expected 1 to 15"));
  EXPECT_THAT(input_error_of([&] { pack_dataset(dataset, folder / "own", {}, {}); }),
              HasSubstr("nothing is overwritten"));
}

}  // namespace
}  // namespace hoi
