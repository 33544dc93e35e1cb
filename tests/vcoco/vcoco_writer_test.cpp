#include "vcoco/vcoco_writer.h"

#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/temporary_folder.h"
#include "vcoco/vcoco_reader.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

using nlohmann::json;

int verb_called(const std::string& name) { return *vcoco_verb_called(name); }

/// Person 10 eats food 12 with fork 13 and with fork 14; person 11 does nothing; a crowd.
AnnotatedDataset eating() {
  AnnotatedDataset dataset;
  dataset.vocabulary = vcoco_vocabulary();
  ImageAnnotation image;
  image.id = 5;
  image.file_name = "a.jpg";
  image.split = "test";
  image.width = image.height = 100;
  const int fork = *vcoco_object_called("fork"), pizza = *vcoco_object_called("pizza");
  image.instances = {{10, 0, {0, 0, 20, 50}},     {11, 0, {30, 0, 50, 50}},
                     {12, pizza, {5, 5, 15, 15}}, {13, fork, {1, 1, 4, 9}},
                     {14, fork, {8, 1, 11, 9}},   {15, 0, {60, 0, 99, 50}, true}};
  image.interactions = {{0, 2, verb_called("eat_obj")},
                        {0, 3, verb_called("eat_instr")},
                        {0, 4, verb_called("eat_instr")}};
  dataset.images = {image};
  return dataset;
}

json document(const std::filesystem::path& file) { return json::parse(content_of(file)); }

TEST(VcocoWriter, WritesTheFilesOfTheOrganisers) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  const ImagePlacements places = write_vcoco(eating(), folder.path(), findings);
  const json actions = document(folder / "vcoco_test.json");
  ASSERT_EQ(actions.size(), 26U);
  const json& eat = actions[7];
  EXPECT_EQ(eat["action_name"], "eat");
  EXPECT_EQ(eat["role_name"], json({"agent", "obj", "instr"}));
  EXPECT_EQ(eat["include"][2], json({"fork", "knife", "spoon"}));
  EXPECT_EQ(eat["include"][0], json::array());
  EXPECT_EQ(eat["image_id"], json({5, 5}));
  EXPECT_EQ(eat["ann_id"], json({10, 11})) << "no crowd";
  EXPECT_EQ(eat["label"], json({1, 0}));
  EXPECT_EQ(eat["role_object_id"], json({10, 11, 12, 0, 13, 0}));
  EXPECT_EQ(actions[1]["role_object_id"], json({10, 11})) << "stand has no role";
  EXPECT_EQ(content_of(folder / "splits/vcoco_test.ids"), "5\n");
  EXPECT_EQ(content_of(folder / "splits/vcoco_all.ids"), "5\n");
  EXPECT_FALSE(std::filesystem::exists(folder / "vcoco_train.json"));
  EXPECT_EQ(document(folder / "instances_vcoco_all_2014.json")["annotations"].size(), 6U);
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].target, "images/val2014/a.jpg");
  ASSERT_EQ(findings.list().size(), 1U);
  EXPECT_EQ(findings.list()[0].rule, "second object of a role");
}

TEST(VcocoWriter, APersonWhoOnlyHasAnInstrumentDoesTheAction) {
  AnnotatedDataset dataset = eating();
  dataset.images[0].interactions = {{0, 3, verb_called("eat_instr")}};
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_vcoco(dataset, folder.path(), findings);
  const json eat = document(folder / "vcoco_test.json")[7];
  EXPECT_EQ(eat["label"], json({1, 0}));
  EXPECT_EQ(eat["role_object_id"], json({10, 11, 0, 0, 13, 0}));
}

TEST(VcocoWriter, ImagesWithoutPersonAreLost) {
  AnnotatedDataset dataset = eating();
  ImageAnnotation empty = dataset.images[0];
  empty.id = 6;
  empty.file_name = "b.jpg";
  empty.instances = {{1, 3, {0, 0, 9, 9}}};
  empty.interactions.clear();
  dataset.images.push_back(empty);
  dataset.images[0].boxes_exhaustive = false;
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_vcoco(dataset, folder.path(), findings);
  EXPECT_EQ(content_of(folder / "splits/vcoco_test.ids"), "5\n");
  EXPECT_EQ(document(folder / "instances_vcoco_all_2014.json")["images"].size(), 1U);
  EXPECT_EQ(findings.losses(), 3) << "the image, the second fork, boxes that are not exhaustive";
}

TEST(VcocoWriter, IdsOfAnnotationsBecomeUniqueAndPositive) {
  AnnotatedDataset dataset = eating();
  for (InstanceAnnotation& instance : dataset.images[0].instances) instance.id = 0;
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_vcoco(dataset, folder.path(), findings);
  EXPECT_EQ(document(folder / "vcoco_test.json")[7]["role_object_id"], json({1, 2, 3, 0, 4, 0}));
}

TEST(VcocoWriter, ADataSetWithoutImagesHasNoSplits) {
  AnnotatedDataset dataset;
  dataset.vocabulary = vcoco_vocabulary();
  const TemporaryFolder folder;
  DatasetFindings findings;
  EXPECT_TRUE(write_vcoco(dataset, folder.path(), findings).empty());
  EXPECT_FALSE(std::filesystem::exists(folder / "splits/vcoco_all.ids"));
}

}  // namespace
}  // namespace hoi
