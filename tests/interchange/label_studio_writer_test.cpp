#include "interchange/label_studio_writer.h"

#include <gtest/gtest.h>

#include "base/json_file.h"
#include "interchange/counted_findings.h"
#include "interchange/label_studio_reader.h"
#include "interchange/labeling_configuration.h"
#include "interchange/random_named_dataset.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using nlohmann::json;

AnnotatedDataset person_with_ball() {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"person", "ball"}, {"hold", "kick"}, 0, true};
  dataset.image_folder = "/pictures";
  ImageAnnotation image;
  image.file_name = "set 1/a.png";
  image.width = 200;
  image.height = 100;
  image.split = "train";
  image.instances.resize(2);
  image.instances[0].box = {20, 20, 80, 60};
  image.instances[1].category = 1;
  image.instances[1].box = {100, 50, 150, 100};
  image.interactions = {{0, 1, 0}, {0, 1, 1}};
  dataset.images = {image};
  return dataset;
}

TEST(LabelStudioWriter, WritesATaskThatCanBeImported) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  const auto placements = write_label_studio(person_with_ball(), folder.path(), findings);
  EXPECT_TRUE(findings.is_empty());
  const json tasks = read_json_file(folder / "tasks.json");
  EXPECT_EQ(tasks, json::parse(R"([{
    "data": {"image": "/data/local-files/?d=images/set%201/a.png", "width": 200, "height": 100,
             "split": "train"},
    "annotations": [{"result": [
      {"id": "region0", "type": "rectanglelabels", "from_name": "label", "to_name": "image",
       "original_width": 200, "original_height": 100, "image_rotation": 0,
       "value": {"x": 10.0, "y": 20.0, "width": 30.0, "height": 40.0, "rotation": 0,
                 "rectanglelabels": ["person"]}},
      {"id": "region1", "type": "rectanglelabels", "from_name": "label", "to_name": "image",
       "original_width": 200, "original_height": 100, "image_rotation": 0,
       "value": {"x": 50.0, "y": 50.0, "width": 25.0, "height": 50.0, "rotation": 0,
                 "rectanglelabels": ["ball"]}},
      {"type": "relation", "from_id": "region0", "to_id": "region1", "direction": "right",
       "labels": ["hold", "kick"]}]}]}])"));
  EXPECT_EQ(content_of(folder / "labeling_config.xml"),
            labeling_configuration(person_with_ball().vocabulary));
  ASSERT_EQ(placements.size(), 1U);
  EXPECT_EQ(placements[0].source, "/pictures/set 1/a.png");
  EXPECT_EQ(placements[0].target, "images/set 1/a.png");
}

TEST(LabelStudioWriter, WritesPredictionsWhenAsked) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  LabelStudioWriting writing;
  writing.as_predictions = true;
  writing.reference_prefix = "https://host/";
  write_label_studio(person_with_ball(), folder.path(), findings, writing);
  const json task = read_json_file(folder / "tasks.json").at(0);
  EXPECT_EQ(task.at("data").at("image"), "https://host/set%201/a.png");
  EXPECT_TRUE(task.at("annotations").empty());
  EXPECT_EQ(task.at("predictions").at(0).at("result").size(), 3U);
}

TEST(LabelStudioWriter, ReadingGivesTheDatasetBack) {
  std::mt19937 random(9);
  for (int round = 0; round < 20; ++round) {
    auto dataset = random_named_dataset(false, random);
    for (auto& image : dataset.images) {
      image.boxes_exhaustive = random() % 2 == 0;
      if (image.interactions.empty()) image.interactions_annotated = random() % 2 == 0;
    }
    const TemporaryFolder folder;
    DatasetFindings findings;
    write_label_studio(dataset, folder.path(), findings);
    const auto back = read_label_studio(folder.path(), {{}, {}, findings});
    EXPECT_TRUE(findings.is_empty());
    EXPECT_EQ(in_words(back), in_words(dataset));
  }
}

TEST(LabelStudioWriter, CountsWhatTheFormatCannotSay) {
  auto dataset = person_with_ball();
  auto& image = dataset.images[0];
  image.instances[0].polygons = {{1, 2, 3, 4, 5, 6}};
  image.instances[1].crowd = true;
  image.faces.resize(2);
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_label_studio(dataset, folder.path(), findings);
  EXPECT_EQ(losses_of(findings, "mask"), 1);
  EXPECT_EQ(losses_of(findings, "face"), 2);
  EXPECT_EQ(losses_of(findings, "crowd"), 1);
  EXPECT_EQ(losses_of(findings, "interaction without its box"), 2);
  EXPECT_EQ(findings.losses(), 6);
}

TEST(LabelStudioWriter, WritesAnEmptyListForAnEmptyDataset) {
  auto dataset = person_with_ball();
  dataset.images.clear();
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_label_studio(dataset, folder.path(), findings);
  EXPECT_TRUE(read_label_studio(folder.path(), {{}, {}, findings}).images.empty());
}

TEST(LabelStudioWriter, RefusesAFolderThatDoesNotExist) {
  DatasetFindings findings;
  EXPECT_THROW(write_label_studio(person_with_ball(), "/nowhere/at/all", findings), InputError);
}

}  // namespace
}  // namespace hoi
