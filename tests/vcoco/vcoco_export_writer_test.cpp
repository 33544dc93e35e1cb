#include "vcoco/vcoco_export_writer.h"

#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/temporary_folder.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

using nlohmann::json;

AnnotatedDataset looking() {
  AnnotatedDataset dataset;
  dataset.vocabulary = vcoco_vocabulary();
  ImageAnnotation image;
  image.id = 1;
  image.file_name = "val2014/COCO_val2014_000000000294.jpg";
  image.split = "test";
  image.width = image.height = 100;
  image.instances = {{1, 0, {0, 0, 20.25F, 50}},
                     {2, 0, {30, 0, 50, 50}},
                     {3, 3, {5, 5, 15, 15}},
                     {4, 0, {30, 0, 50, 50}}};
  const int look = *vcoco_verb_called("look_obj");
  image.interactions = {{0, 1, look}, {0, 3, look}, {1, 0, *vcoco_verb_called("hold_obj")}};
  dataset.images = {image};
  return dataset;
}

TEST(VcocoExportWriter, WritesTheFormOfThePublicFiles) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  AnnotatedDataset dataset = looking();
  dataset.images[0].interactions.erase(dataset.images[0].interactions.begin() + 1);
  const auto places = write_vcoco_export(dataset, folder.path(), findings);
  const json file = json::parse(content_of(folder / "instances_vcoco_test.json"));
  EXPECT_EQ(file["annotations"], json::parse(R"([
    {"boxes_h": [[0, 0, 20.25, 50], [30, 0, 50, 50]],
     "boxes_o": [[30, 0, 50, 50], [0, 0, 20.25, 50]],
     "actions": [3, 0], "objects": [1, 1], "file_name": "COCO_val2014_000000000294.jpg"}])"));
  EXPECT_EQ(file["images"], json({294}));
  EXPECT_EQ(file["classes"].size(), 24U);
  EXPECT_EQ(file["classes"][10], "talk_on_phone instr");
  EXPECT_EQ(file["objects"].size(), 81U);
  EXPECT_EQ(file["objects"][0], "background");
  EXPECT_EQ(file["objects"][1], "person");
  EXPECT_EQ(file["action_to_object"].size(), 24U);
  EXPECT_EQ(file["action_to_object"][3], json({1}));
  EXPECT_EQ(file["action_to_object"][5], json::array());
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].target, "images/val2014/COCO_val2014_000000000294.jpg");
}

TEST(VcocoExportWriter, CountsWhatBoxesOfInteractionsDoNotSay) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  AnnotatedDataset dataset = looking();
  dataset.images[0].instances[0].polygons = {{0, 0, 1, 0, 1, 1}};
  dataset.images[0].instances[1].crowd = true;
  write_vcoco_export(dataset, folder.path(), findings);
  std::map<std::string, std::int64_t> losses;
  for (const auto& [what, count] : findings.counts()) losses[what.second] = count;
  EXPECT_EQ(losses,
            (std::map<std::string, std::int64_t>{
                {"instance without interaction", 1}, {"box twice", 1}, {"mask", 1}, {"crowd", 1}}));
}

}  // namespace
}  // namespace hoi
