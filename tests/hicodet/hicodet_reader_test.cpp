#include "hicodet/hicodet_reader.h"

#include <gmock/gmock.h>

#include "hicodet/hicodet_samples.h"
#include "hicodet/hicodet_writer.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

HicodetSplit small_split(const std::vector<HicodetPair>& pairs) {
  HicodetSplit split;
  split.file = "x.json";
  split.words = small_hicodet_words();
  split.images.push_back({"a.jpg", 100, 50, pairs});
  return split;
}

struct ReadSplit {
  AnnotatedDataset dataset;
  DatasetFindings findings;
};

ReadSplit appended(const HicodetSplit& split, const ImageSizeReader& image_size = {}) {
  ReadSplit result;
  append_hicodet_split(split, "train", result.dataset, {image_size, {}, result.findings});
  return result;
}

AnnotatedDataset read_folder(const TemporaryFolder& folder, bool mat = false) {
  DatasetFindings findings;
  const DatasetReading reading{{}, {}, findings};
  auto dataset =
      mat ? read_hicodet_mat(folder.path(), reading) : read_hicodet(folder.path(), reading);
  EXPECT_TRUE(findings.is_empty());
  return dataset;
}

void expect_box(const Box& box, float x1, float y1, float x2, float y2) {
  EXPECT_EQ(box.x1, x1);
  EXPECT_EQ(box.y1, y1);
  EXPECT_EQ(box.x2, x2);
  EXPECT_EQ(box.y2, y2);
}

TEST(HicodetReader, MakesOneInstancePerBoxAndClass) {
  const PairBoxes first = {{{11, 21, 60, 41}}, {{1, 1, 100, 50}}};
  const PairBoxes second = {{{11, 21, 60, 41}}, {{11, 21, 60, 41}}};
  const auto [dataset, findings] = appended(small_split({{0, first}, {1, first}, {0, second}}));
  const ImageAnnotation& image = dataset.images.at(0);
  EXPECT_EQ(image.file_name, "train2015/a.jpg");
  EXPECT_EQ(image.split, "train");
  ASSERT_EQ(image.instances.size(), 3U);
  EXPECT_EQ(image.instances[0].category, 1);
  expect_box(image.instances[0].box, 10, 20, 60, 41);
  EXPECT_EQ(image.instances[1].category, 0);
  expect_box(image.instances[1].box, 0, 0, 100, 50);
  EXPECT_EQ(image.instances[2].category, 0);
  ASSERT_EQ(image.interactions.size(), 3U);
  EXPECT_EQ(image.interactions[1].subject, 0);
  EXPECT_EQ(image.interactions[1].object, 1);
  EXPECT_EQ(image.interactions[1].verb, 1);
  EXPECT_EQ(image.interactions[2].object, 2);
  EXPECT_TRUE(image.interactions_annotated);
  EXPECT_TRUE(image.boxes_exhaustive);
  EXPECT_TRUE(findings.is_empty());
}

TEST(HicodetReader, UsesOneInstanceForAPersonWhoIsSubjectAndObject) {
  const PairBoxes there = {{{1, 1, 10, 10}}, {{21, 1, 30, 10}}};
  const PairBoxes back = {{{21, 1, 30, 10}}, {{1, 1, 10, 10}}};
  const auto image = appended(small_split({{2, there}, {2, back}})).dataset.images.at(0);
  EXPECT_EQ(image.instances.size(), 2U);
  EXPECT_EQ(image.interactions[1].subject, image.interactions[0].object);
}

TEST(HicodetReader, PairsNobodyWithThemselves) {
  const PairBoxes same = {{{1, 1, 10, 10}}, {{1, 1, 10, 10}}};
  const auto image = appended(small_split({{2, same}, {2, same}})).dataset.images.at(0);
  EXPECT_EQ(image.instances.size(), 2U);
  EXPECT_NE(image.interactions[0].subject, image.interactions[0].object);
}

TEST(HicodetReader, SaysNothingAboutImagesWithoutPairs) {
  const auto [dataset, findings] = appended(small_split({}));
  EXPECT_FALSE(dataset.images.at(0).interactions_annotated);
  EXPECT_FALSE(dataset.images.at(0).boxes_exhaustive);
}

TEST(HicodetReader, TurnsAndClipsBoxesAndReportsIt) {
  const PairBoxes odd = {{{60, 41, 11, 21}}, {{0, 1, 101, 50}}};
  const auto [dataset, findings] = appended(small_split({{0, odd}}));
  expect_box(dataset.images.at(0).instances.at(0).box, 10, 20, 60, 41);
  expect_box(dataset.images.at(0).instances.at(1).box, 0, 0, 100, 50);
  ASSERT_EQ(findings.list().size(), 2U);
  EXPECT_EQ(describe(findings.list()[0]),
            "x.json: image 'train2015/a.jpg': box [60, 41, 11, 21] was turned");
  EXPECT_EQ(describe(findings.list()[1]),
            "x.json: image 'train2015/a.jpg': box [0, 1, 101, 50] was clipped to 100 x 50");
  EXPECT_EQ(findings.repairs(), 2);
}

TEST(HicodetReader, FindsMissingSizesInPicturesOrBoxes) {
  HicodetSplit split = small_split({{0, {{{1, 1, 10, 10}}, {{5, 5, 33.5, 20}}}}});
  split.images[0].width = split.images[0].height = 0;
  const auto from_boxes = appended(split).dataset.images.at(0);
  EXPECT_EQ(from_boxes.width, 34);
  EXPECT_EQ(from_boxes.height, 20);
  const auto from_picture = appended(split, [](const std::filesystem::path& path) {
                              EXPECT_EQ(path, "train2015/a.jpg");
                              return std::make_pair(640, 480);
                            }).dataset.images.at(0);
  EXPECT_EQ(from_picture.width, 640);
  EXPECT_EQ(from_picture.height, 480);
}

TEST(HicodetReader, ReadsBothJsonFilesOfAFolder) {
  const TemporaryFolder folder;
  folder.write("instances_train2015.json", small_hicodet_json());
  folder.write("instances_test2015.json", small_hicodet_json());
  const AnnotatedDataset dataset = read_folder(folder);
  ASSERT_EQ(dataset.images.size(), 4U);
  EXPECT_EQ(dataset.images[1].file_name, "train2015/b.jpg");
  EXPECT_EQ(dataset.images[2].file_name, "test2015/a.jpg");
  EXPECT_EQ(dataset.images[2].split, "test");
  EXPECT_EQ(dataset.images[2].id, 3);
  EXPECT_EQ(dataset.image_folder, folder / "images");
  EXPECT_EQ(dataset.vocabulary.person, 1);
}

TEST(HicodetReader, WantsTheSameWordsInBothFiles) {
  const TemporaryFolder folder;
  folder.write("instances_train2015.json", small_hicodet_json());
  std::string other = small_hicodet_json();
  other.replace(other.find("\"walk\""), 6, "\"feed\"");
  folder.write("instances_test2015.json", other);
  DatasetFindings findings;
  EXPECT_THAT(input_error_of([&] {
                read_hicodet(folder.path(), {{}, {}, findings});
              }),
              HasSubstr("instances_test2015.json: the words are not those of the other split"));
}

TEST(HicodetReader, PrefersJsonAndFallsBackToMatlab) {
  const TemporaryFolder folder;
  std::mt19937 random(1);
  DatasetFindings findings;
  const AnnotatedDataset dataset = random_hicodet_dataset(random);
  write_hicodet_mat(dataset, folder.path(), findings);
  EXPECT_EQ(statements_of(read_folder(folder)), statements_of(dataset));
  folder.write("instances_test2015.json", small_hicodet_json());
  EXPECT_EQ(read_folder(folder).images.size(), 2U);
  EXPECT_EQ(statements_of(read_folder(folder, true)), statements_of(dataset));
}

TEST(HicodetReader, SaysWhatItLookedFor) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  EXPECT_THAT(input_error_of([&] {
                read_hicodet(folder.path(), {{}, {}, findings});
              }),
              HasSubstr("neither instances_train2015.json, instances_test2015.json nor "
                        "anno_bbox.mat is there"));
  EXPECT_THAT(input_error_of([&] {
                read_hicodet_mat(folder.path(), {{}, {}, findings});
              }),
              HasSubstr("no anno_bbox.mat"));
}

}  // namespace
}  // namespace hoi
