#include "hoiw/hoiw_writer.h"

#include <map>

#include <gtest/gtest.h>

#include "base/json_file.h"
#include "hoiw/hoiw_reader.h"
#include "hoiw/random_hoiw_dataset.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

std::int64_t losses(const DatasetFindings& findings, const std::string& rule) {
  const auto found = findings.counts().find({DatasetFinding::Kind::kLoss, rule});
  return found == findings.counts().end() ? 0 : found->second;
}

/// A person (0) holds a cellphone (1); other vocabulary and order than HOIW's.
AnnotatedDataset person_with_phone() {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"cellphone", "human", "zebra"}, {"look", "hold"}, 1, true};
  dataset.image_folder = "/pictures";
  ImageAnnotation image;
  image.id = 5;
  image.file_name = "park/a.png";
  image.width = 100;
  image.height = 80;
  image.split = "train";
  image.instances.resize(2);
  image.instances[0].category = 1;
  image.instances[0].box = {10, 10, 50.25F, 70};
  image.instances[1].category = 0;
  image.instances[1].box = {20, 20, 30, 30};
  image.interactions = {{0, 1, 1}};
  dataset.images = {image};
  return dataset;
}

/// What the writer loses of a data set.
DatasetFindings losses_of(const AnnotatedDataset& dataset) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_hoiw(dataset, folder.path(), findings);
  return findings;
}

TEST(HoiwWriter, WritesTheOfficialForm) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  const auto placements = write_hoiw(person_with_phone(), folder.path(), findings);
  EXPECT_TRUE(findings.is_empty());
  const auto expected = nlohmann::json::parse(R"([{"file_name": "a.png",
    "annotations": [{"bbox": [10, 10, 50.25, 70], "category_id": "1"},
                    {"bbox": [20, 20, 30, 30], "category_id": "2"}],
    "hoi_annotation": [{"subject_id": 0, "object_id": 1, "category_id": 7}]}])");
  EXPECT_EQ(read_json_file(folder / "trainval.json"), expected);
  EXPECT_EQ(read_json_file(folder / "train.json"), expected);
  EXPECT_FALSE(std::filesystem::exists(folder / "val.json"));
  EXPECT_FALSE(std::filesystem::exists(folder / "test_2019.json"));
  ASSERT_EQ(placements.size(), 1U);
  EXPECT_EQ(placements[0].source, "/pictures/park/a.png");
  EXPECT_EQ(placements[0].target, "images/a.png");
}

TEST(HoiwWriter, ReadingGivesTheDatasetBack) {
  std::mt19937 random(3);
  for (int round = 0; round < 30; ++round) {
    const auto dataset = random_hoiw_dataset(random_below(8, random), random);
    const TemporaryFolder folder;
    DatasetFindings findings;
    write_hoiw(dataset, folder.path(), findings);
    std::map<std::string, const ImageAnnotation*> image_called;
    for (const auto& image : dataset.images) {
      image_called[image.file_name] = &image;
      folder.write(image.file_name, "x");
    }
    const auto size_of = [&](const std::filesystem::path& path) {
      const auto& image = *image_called.at("images/" + path.filename().string());
      return std::make_pair(image.width, image.height);
    };
    const auto back = read_hoiw(folder.path(), {size_of, {}, findings});
    EXPECT_TRUE(findings.is_empty());
    ASSERT_EQ(back.images.size(), dataset.images.size());
    EXPECT_EQ(back.vocabulary, dataset.vocabulary);
    for (const auto& image : back.images) {
      const auto& original = *image_called.at(image.file_name);
      EXPECT_EQ(image.split, original.split);
      EXPECT_EQ(image.width, original.width);
      ASSERT_EQ(image.instances.size(), original.instances.size());
      for (std::size_t i = 0; i < image.instances.size(); ++i) {
        EXPECT_EQ(image.instances[i].category, original.instances[i].category);
        EXPECT_EQ(image.instances[i].box.x1, original.instances[i].box.x1);
        EXPECT_EQ(image.instances[i].box.y1, original.instances[i].box.y1);
        EXPECT_EQ(image.instances[i].box.x2, original.instances[i].box.x2);
        EXPECT_EQ(image.instances[i].box.y2, original.instances[i].box.y2);
      }
      ASSERT_EQ(image.interactions.size(), original.interactions.size());
      for (std::size_t i = 0; i < image.interactions.size(); ++i) {
        EXPECT_EQ(image.interactions[i].subject, original.interactions[i].subject);
        EXPECT_EQ(image.interactions[i].object, original.interactions[i].object);
        EXPECT_EQ(image.interactions[i].verb, original.interactions[i].verb);
      }
    }
  }
}

TEST(HoiwWriter, CountsMasksFacesAndFlags) {
  auto dataset = person_with_phone();
  auto& image = dataset.images[0];
  image.instances[0].polygons = {{0, 0, 9, 0, 9, 9}, {1, 1, 2, 1, 2, 2}};
  image.instances[1].run_lengths = RunLengthMask{1, 1, {0, 1}};
  image.faces.resize(3);
  image.boxes_exhaustive = false;
  const auto findings = losses_of(dataset);
  EXPECT_EQ(losses(findings, "mask"), 2) << "per instance, not per polygon";
  EXPECT_EQ(losses(findings, "face"), 3);
  EXPECT_EQ(losses(findings, "boxes not exhaustive"), 1);
  EXPECT_EQ(findings.losses(), 6);
}

TEST(HoiwWriter, LeavesOutWhatHasNoWordWithItsInteractions) {
  auto dataset = person_with_phone();
  auto& image = dataset.images[0];
  InstanceAnnotation zebra = image.instances[1];
  zebra.category = 2;
  image.instances.insert(image.instances.begin(), zebra);
  image.interactions = {{1, 2, 1}, {1, 2, 0}, {1, 0, 1}};
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_hoiw(dataset, folder.path(), findings);
  EXPECT_EQ(losses(findings, "object without a HOIW word"), 1);
  EXPECT_EQ(losses(findings, "verb without a HOIW word"), 1) << "look";
  EXPECT_EQ(losses(findings, "interaction without its box"), 1);
  EXPECT_EQ(findings.losses(), 3);
  const auto entry = read_json_file(folder / "trainval.json").at(0);
  EXPECT_EQ(entry.at("annotations").size(), 2U);
  EXPECT_EQ(entry.at("hoi_annotation"),
            nlohmann::json::parse(R"([{"subject_id": 0, "object_id": 1, "category_id": 7}])"));
}

TEST(HoiwWriter, LeavesOutCrowdsAndPersonsAsObjects) {
  auto dataset = person_with_phone();
  auto& image = dataset.images[0];
  image.instances.push_back(image.instances[0]);
  image.interactions.push_back({0, 2, 1});
  EXPECT_EQ(losses(losses_of(dataset), "person as object"), 1);
  image.instances[1].crowd = true;
  const auto findings = losses_of(dataset);
  EXPECT_EQ(losses(findings, "crowd"), 1);
  EXPECT_EQ(losses(findings, "interaction without its box"), 1);
  EXPECT_EQ(findings.losses(), 3);
}

TEST(HoiwWriter, LeavesOutImagesWhoseInteractionsNobodyAnnotated) {
  auto dataset = person_with_phone();
  dataset.images[0].interactions_annotated = false;
  const TemporaryFolder folder;
  DatasetFindings findings;
  EXPECT_TRUE(write_hoiw(dataset, folder.path(), findings).empty());
  EXPECT_EQ(losses(findings, "interactions not annotated"), 1);
  EXPECT_EQ(read_json_file(folder / "trainval.json"), nlohmann::json::array());
}

TEST(HoiwWriter, OtherSplitsBecomeTrainval) {
  auto dataset = person_with_phone();
  dataset.images[0].split = "gallery";
  EXPECT_EQ(losses(losses_of(dataset), "split"), 1);
  dataset.images[0].split = "";
  EXPECT_TRUE(losses_of(dataset).is_empty());
  dataset.images[0].split = "trainval";
  EXPECT_TRUE(losses_of(dataset).is_empty());
}

TEST(HoiwWriter, WritesNoTrainvalForATestSet) {
  auto dataset = person_with_phone();
  dataset.images[0].split = "test";
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_hoiw(dataset, folder.path(), findings);
  EXPECT_FALSE(std::filesystem::exists(folder / "trainval.json"));
  EXPECT_EQ(read_json_file(folder / "test_2019.json").size(), 1U);
}

TEST(HoiwWriter, RenamesPicturesThatWouldCollide) {
  auto dataset = person_with_phone();
  dataset.images.push_back(dataset.images[0]);
  dataset.images[1].file_name = "beach/a.png";
  const TemporaryFolder folder;
  DatasetFindings findings;
  const auto placements = write_hoiw(dataset, folder.path(), findings);
  EXPECT_EQ(losses(findings, "file name"), 2);
  EXPECT_EQ(placements[0].target, "images/park_a.png");
  EXPECT_EQ(placements[1].target, "images/beach_a.png");
}

TEST(HoiwWriter, RefusesAFolderThatDoesNotExist) {
  DatasetFindings findings;
  EXPECT_THROW(write_hoiw(person_with_phone(), "/nowhere/at/all", findings), InputError);
}

}  // namespace
}  // namespace hoi
