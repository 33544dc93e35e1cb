#include "vcoco/vcoco_export_reader.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/shared_data.h"
#include "support/temporary_folder.h"
#include "vcoco/small_vcoco.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

using nlohmann::json;

/// A person holds a ball and looks at it and at another person.
json small_export() {
  return json::parse(R"({
    "annotations": [
      {"boxes_h": [[10, 10, 30, 50.5], [10, 10, 30, 50.5], [10, 10, 30, 50.5]],
       "boxes_o": [[30, 40, 40, 50], [30, 40, 40, 50], [60, 10, 80, 50]],
       "actions": [0, 1, 1], "objects": [2, 2, 1],
       "file_name": "COCO_val2014_000000000294.jpg"},
      {"boxes_h": [], "boxes_o": [], "actions": [], "objects": [], "file_name": "b.jpg"}],
    "classes": ["hold obj", "look obj", "point instr"],
    "objects": ["background", "person", "sports ball", "unicorn"],
    "images": [294, 300],
    "action_to_object": []
  })");
}

AnnotatedDataset parse(const json& value, DatasetFindings& findings) {
  AnnotatedDataset dataset;
  append_vcoco_export(records_of(value, "export.json"), "test", findings, dataset);
  return dataset;
}

std::string export_error_of(const json& value) {
  return input_error_of([&] {
    DatasetFindings findings;
    parse(value, findings);
  });
}

TEST(VcocoExportReader, MakesInstancesOfTheDistinctBoxes) {
  DatasetFindings findings;
  const AnnotatedDataset dataset = parse(small_export(), findings);
  ASSERT_EQ(dataset.images.size(), 2U);
  const ImageAnnotation& image = dataset.images[0];
  EXPECT_EQ(image.id, 294);
  EXPECT_EQ(image.split, "test");
  EXPECT_EQ(image.file_name, "val2014/COCO_val2014_000000000294.jpg");
  EXPECT_FALSE(image.boxes_exhaustive);
  EXPECT_TRUE(image.interactions_annotated);
  EXPECT_EQ(image.width, 80);
  EXPECT_EQ(image.height, 51) << "of the boxes, rounded up";
  ASSERT_EQ(image.instances.size(), 3U);
  EXPECT_EQ(image.instances[0].category, 0);
  EXPECT_EQ(image.instances[1].category, vcoco_object_called("sports ball"));
  EXPECT_EQ(image.instances[0].box.y2, 50.5F);
  ASSERT_EQ(image.interactions.size(), 3U);
  EXPECT_EQ(image.interactions[1].object, 1);
  EXPECT_EQ(image.interactions[1].verb, vcoco_verb_called("look_obj"));
  EXPECT_EQ(image.interactions[2].object, 2);
  EXPECT_TRUE(dataset.images[1].instances.empty());
  EXPECT_EQ(dataset.images[1].id, 300);
  EXPECT_TRUE(findings.is_empty());
}

TEST(VcocoExportReader, MendsAndCounts) {
  json value = small_export();
  json& image = value["annotations"][0];
  image["boxes_h"][0] = {30, 10, 10, 50.5};
  image["boxes_o"][1] = {30, 40, 30, 50};
  image["boxes_o"][2] = image["boxes_h"][2];
  value["annotations"].push_back(value["annotations"][1]);
  value["images"].push_back(301);
  DatasetFindings findings;
  const AnnotatedDataset dataset = parse(value, findings);
  EXPECT_EQ(dataset.images.size(), 2U);
  EXPECT_EQ(dataset.images[0].interactions.size(), 1U);
  EXPECT_EQ(findings.repairs(), 4);
  std::vector<std::string> rules;
  for (const auto& finding : findings.list()) rules.push_back(finding.rule);
  EXPECT_EQ(rules, (std::vector<std::string>{"exchanged corners", "box without area",
                                             "person with itself", "image twice"}));
}

TEST(VcocoExportReader, PointAndStrangeObjectsAreLost) {
  json value = small_export();
  value["annotations"][0]["actions"] = {2, 0, 0};
  value["annotations"][0]["objects"] = {2, 3, 0};
  DatasetFindings findings;
  EXPECT_TRUE(parse(value, findings).images[0].interactions.empty());
  EXPECT_EQ(findings.losses(), 3);
}

TEST(VcocoExportReader, IdsMayComeFromTheNames) {
  json value = small_export();
  value.erase("images");
  DatasetFindings findings;
  const AnnotatedDataset dataset = parse(value, findings);
  EXPECT_EQ(dataset.images[0].id, 294);
  EXPECT_NE(dataset.images[1].id, 294);
}

TEST(VcocoExportReader, EveryKeyIsNeededInItsType) {
  for (const char* key : {"boxes_h", "boxes_o", "actions", "objects", "file_name"}) {
    json value = small_export();
    value["annotations"][0].erase(key);
    EXPECT_NE(export_error_of(value).find("'" + std::string(key) + "' is missing"),
              std::string::npos);
    for (const json& wrong : {json(), json(3), json::object(), json({1}), json({"a", "b", "c"})}) {
      value["annotations"][0][key] = wrong;
      EXPECT_NE(export_error_of(value).find("image at position 0"), std::string::npos)
          << key << wrong;
    }
  }
  for (const char* key : {"annotations", "classes", "objects"}) {
    json value = small_export();
    value.erase(key);
    EXPECT_NE(export_error_of(value).find("'" + std::string(key) + "'"), std::string::npos);
    value[key] = {{{"a", 1}}};
    EXPECT_NE(export_error_of(value).find("export.json: "), std::string::npos) << key;
  }
  json value = small_export();
  value["images"] = {1};
  EXPECT_NE(export_error_of(value).find("equally long"), std::string::npos);
  value["images"] = {1, "a"};
  EXPECT_NE(export_error_of(value).find("'images' must hold integers"), std::string::npos);
  EXPECT_NE(export_error_of(json::array()).find("re-export"), std::string::npos);
}

TEST(VcocoExportReader, IndicesOutsideTheListsAreRefused) {
  for (const char* key : {"actions", "objects"}) {
    for (const std::int64_t index : {std::int64_t{-1}, std::int64_t{4}, INT64_MAX}) {
      json value = small_export();
      value["annotations"][0][key][0] = index;
      EXPECT_NE(export_error_of(value).find("'" + std::string(key) + "' must hold indices"),
                std::string::npos);
    }
  }
}

TEST(VcocoExportReader, ATextThatEndsTooEarlyIsRefusedAtEveryByte) {
  const std::string text = small_export().dump();
  for (std::size_t size = 0; size < text.size(); ++size) {
    input_error_of([&] {
      DatasetFindings findings;
      AnnotatedDataset dataset;
      append_vcoco_export(JsonRecords(text.substr(0, size), "cut"), "test", findings, dataset);
    });
  }
}

TEST(VcocoExportReader, ReadsAFolderAndTheSizesOfItsPictures) {
  const TemporaryFolder folder;
  folder.write("instances_vcoco_test.json", small_export().dump());
  folder.write("val2014/x", "");
  DatasetFindings findings;
  const auto size_of = [&](const std::filesystem::path& path) {
    return path == folder / "val2014/b.jpg" ? std::optional(std::pair(7, 5)) : std::nullopt;
  };
  const AnnotatedDataset dataset = read_vcoco_export(folder.path(), {size_of, {}, findings});
  EXPECT_EQ(dataset.image_folder, folder.path());
  EXPECT_EQ(dataset.images[1].width, 7);
  EXPECT_EQ(dataset.images[1].height, 5);
  EXPECT_EQ(dataset.images[0].width, 80);
  EXPECT_EQ(findings.repairs(), 1) << "one picture is missing";
  const TemporaryFolder empty;
  EXPECT_NE(input_error_of([&] {
              read_vcoco_export(empty.path(), {{}, {}, findings});
            }).find("no instances_vcoco_train.json"),
            std::string::npos);
}

TEST(VcocoExportReader, CountsOfTheRealFilesAreTheKnownOnes) {
  const auto folder = shared_data("data/vcoco");
  if (!folder) GTEST_SKIP() << "no shared data";
  DatasetFindings findings(true);
  const AnnotatedDataset dataset = read_vcoco_export(*folder, {{}, {}, findings});
  std::map<std::string, std::array<std::size_t, 3>> counts;
  for (const ImageAnnotation& image : dataset.images) {
    auto& [images, used, entries] = counts[image.split];
    ++images;
    if (!image.interactions.empty()) ++used;
    entries += image.interactions.size();
  }
  EXPECT_EQ(counts["train"], (std::array<std::size_t, 3>{2533, 2336, 6400}));
  EXPECT_EQ(counts["val"], (std::array<std::size_t, 3>{2867, 2633, 7417}));
  EXPECT_EQ(counts["test"], (std::array<std::size_t, 3>{4946, 4532, 12402}));
  EXPECT_TRUE(findings.is_empty());
}

}  // namespace
}  // namespace hoi
