#include "scene/synthetic_dataset.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/imgcodecs.hpp>

#include "base/file.h"
#include "formats/annotation_file.h"
#include "scene/scene_generator.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

SyntheticDatasetOptions few_images(int images) {
  SyntheticDatasetOptions options;
  options.images = images;
  options.scene.width = 128;
  options.scene.height = 96;
  return options;
}

TEST(WriteSyntheticDataset, CanBeReadBackWithItsSplitsAndPictures) {
  const TemporaryFolder folder;
  SyntheticDatasetOptions options = few_images(10);
  options.val_fraction = 0.2;
  int done = 0;
  write_synthetic_dataset(folder.path() / "set", options, [&](int count) { done = count; });
  EXPECT_EQ(done, 10);
  const AnnotatedDataset dataset = read_dataset_folder(folder.path() / "set");
  EXPECT_EQ(dataset.vocabulary.verbs, scene_vocabulary().verbs);
  EXPECT_EQ(dataset.vocabulary.person_as_object, scene_vocabulary().person_as_object);
  ASSERT_EQ(dataset.images.size(), 10U);
  std::map<std::string, int> splits;
  for (const auto& image : dataset.images) ++splits[image.split];
  EXPECT_EQ(splits, (std::map<std::string, int>{{"train", 7}, {"val", 2}, {"test", 1}}));
  const cv::Mat picture = cv::imread((dataset.image_folder / dataset.images[4].file_name).string());
  EXPECT_EQ(picture.size(), cv::Size(128, 96));
  const ImageAnnotation expected = generate_scene(options.scene, options.seed, 4).annotation;
  ASSERT_EQ(dataset.images[4].instances.size(), expected.instances.size());
  EXPECT_EQ(dataset.images[4].instances[0].polygons, expected.instances[0].polygons);
  EXPECT_EQ(dataset.images[4].interactions.size(), expected.interactions.size());
  EXPECT_EQ(dataset.images[4].faces.size(), expected.faces.size());
}

TEST(WriteSyntheticDataset, SameOptionsGiveTheSameBytes) {
  const TemporaryFolder folder;
  for (const char* name : {"a", "b"})
    write_synthetic_dataset(folder.path() / name, few_images(3), {});
  for (const char* name : {"annotations.json", "images/000002.jpg"}) {
    EXPECT_EQ(read_file(folder.path() / "a" / name, 1 << 20),
              read_file(folder.path() / "b" / name, 1 << 20));
  }
}

TEST(WriteSyntheticDataset, KeepsADatasetThatIsThere) {
  const TemporaryFolder folder;
  write_synthetic_dataset(folder.path(), few_images(1), {});
  EXPECT_THAT(input_error_of([&] { write_synthetic_dataset(folder.path(), few_images(1), {}); }),
              HasSubstr("exists already"));
}

TEST(WriteSyntheticDataset, RefusesOptionsOutOfRange) {
  const TemporaryFolder folder;
  EXPECT_THAT(
      input_error_of([&] { write_synthetic_dataset(folder.path() / "x", few_images(0), {}); }),
      HasSubstr("0 images"));
  SyntheticDatasetOptions options = few_images(1);
  options.val_fraction = 0.6;
  options.test_fraction = 0.4;
  EXPECT_THAT(input_error_of([&] { write_synthetic_dataset(folder.path() / "x", options, {}); }),
              HasSubstr("less than 1 together"));
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "x"));
}

TEST(WriteSyntheticDataset, FolderThatCannotBeMadeIsAnInputError) {
  const TemporaryFolder folder;
  write_file_atomically(folder.path() / "file", "");
  EXPECT_THAT(input_error_of([&] {
                write_synthetic_dataset(folder.path() / "file" / "set", few_images(1), {});
              }),
              HasSubstr("cannot be created"));
}

}  // namespace
}  // namespace hoi
