#include "pic/pic_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "pic/pic_categories.h"
#include "pic/pic_reader.h"
#include "pic/pic_samples.h"
#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

ImageAnnotation image_called(const std::string& file_name, const std::string& split) {
  ImageAnnotation image;
  image.file_name = file_name;
  image.split = split;
  image.width = 4;
  image.height = 2;
  InstanceAnnotation person;
  person.category = 1;
  person.box = {0, 0, 2, 2};
  person.run_lengths = RunLengthMask{4, 2, {0, 4, 4}};
  InstanceAnnotation cup;
  cup.box = {3, 0, 4, 1};
  cup.run_lengths = RunLengthMask{4, 2, {6, 1, 1}};
  image.instances = {person, cup};
  image.interactions = {{0, 1, 0}};
  return image;
}

AnnotatedDataset dataset_of(std::vector<ImageAnnotation> images) {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"cup", "person"}, {"hold"}, 1, true};
  dataset.image_folder = "source";
  dataset.images = std::move(images);
  for (std::size_t i = 0; i < dataset.images.size(); ++i) {
    dataset.images[i].id = static_cast<std::int64_t>(100 + i);
  }
  return dataset;
}

TEST(WritePic, WritesTheOfficialArrangement) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  const ImagePlacements placements =
      write_pic(dataset_of({image_called("x/a.jpeg", "train"), image_called("b.jpg", "")}),
                folder.path(), findings);
  ASSERT_EQ(placements.size(), 2U);
  EXPECT_EQ(placements[0].source, "source/x/a.jpeg");
  EXPECT_EQ(placements[0].target, "image/train/a.jpg");
  EXPECT_EQ(placements[1].target, "image/b.jpg");
  EXPECT_EQ(nlohmann::json::parse(content_of(folder / "relations_train.json")),
            nlohmann::json::parse(R"([{"name": "a.jpg", "image_id": 100, "relations":
                                       [{"subject": 1, "object": 2, "relation": 5}]}])"));
  EXPECT_EQ(read_label_map(folder / "instance/train/a.png").map.values,
            drawn_map({"11.2", "11.."}).values);
  EXPECT_EQ(read_label_map(folder / "semantic/b.png").map.at(3, 0), 55);
  EXPECT_TRUE(std::filesystem::exists(folder / "relations.json"));
  EXPECT_EQ(read_pic_numbering(folder.path()), pic_v2_numbering());
  EXPECT_TRUE(std::filesystem::exists(folder / "categories_list/label_categories.json"));
  EXPECT_TRUE(findings.is_empty());
}

TEST(WritePic, GivesImagesNamesOfTheirOwn) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  const auto placements =
      write_pic(dataset_of({image_called("x/a.jpg", "train"), image_called("y/a.jpg", "train"),
                            image_called("x/a.jpg", "val")}),
                folder.path(), findings);
  EXPECT_EQ(placements.at(1).target, "image/train/y_a.jpg");
  EXPECT_EQ(placements.at(2).target, "image/val/a.jpg");
  EXPECT_THAT(content_of(folder / "relations_train.json"), HasSubstr("y_a.jpg"));
}

TEST(WritePic, NumbersImagesWhoseIdsAreNotUnique) {
  const TemporaryFolder folder;
  AnnotatedDataset dataset = dataset_of({image_called("a.jpg", ""), image_called("b.jpg", "")});
  dataset.images[1].id = dataset.images[0].id;
  DatasetFindings findings;
  write_pic(dataset, folder.path(), findings);
  const auto entries = nlohmann::json::parse(content_of(folder / "relations.json"));
  EXPECT_EQ(entries[0]["image_id"], 0);
  EXPECT_EQ(entries[1]["image_id"], 1);
}

TEST(WritePic, CountsWhatItCannotSay) {
  const TemporaryFolder folder;
  AnnotatedDataset dataset = dataset_of(
      {image_called("a.png", "../up"), image_called("b.jpg", ""), image_called("c.jpg", "")});
  dataset.images[1].instances[1].run_lengths.reset();
  dataset.images[2].width = 70'000;
  DatasetFindings findings;
  const auto placements = write_pic(dataset, folder.path(), findings);
  ASSERT_EQ(placements.size(), 2U);
  EXPECT_EQ(placements[0].target, "image/split_.._up/a.png");
  EXPECT_EQ(count_of(findings, "split renamed"), 1);
  EXPECT_EQ(count_of(findings, "picture without .jpg"), 1);
  EXPECT_EQ(count_of(findings, "instance without a mask"), 1);
  EXPECT_EQ(count_of(findings, "image too large for label maps"), 1);
  EXPECT_EQ(findings.losses(), 4);
}

TEST(WritePic, WritesAnEmptyDataSet) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  EXPECT_TRUE(write_pic(dataset_of({}), folder.path(), findings).empty());
  EXPECT_TRUE(std::filesystem::exists(folder / "categories_list/relation_categories.json"));
}

TEST(WritePic, SaysWhenItCannotWrite) {
  const TemporaryFolder folder;
  folder.write("semantic", "a file");
  DatasetFindings findings;
  EXPECT_THAT(input_error_of([&] {
                write_pic(dataset_of({image_called("a.jpg", "")}), folder.path(), findings);
              }),
              HasSubstr("semantic"));
}

}  // namespace
}  // namespace hoi
