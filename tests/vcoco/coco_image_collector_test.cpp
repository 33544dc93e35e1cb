#include "vcoco/coco_image_collector.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "vcoco/small_vcoco.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

using nlohmann::json;
using SplitOfImage = std::unordered_map<std::int64_t, std::string>;

const SplitOfImage& wanted_images() {
  static const SplitOfImage split_of_image = {{1, "train"}, {2, "test"}};
  return split_of_image;
}

/// A collector that has read one file, and what it reported.
struct Collected {
  explicit Collected(const json& coco) : collector(wanted_images(), findings) {
    collector.add(records_of(coco, "coco.json"));
  }
  std::int64_t repairs(const std::string& rule) const {
    const auto found = findings.counts().find({DatasetFinding::Kind::kRepair, rule});
    return found != findings.counts().end() ? found->second : 0;
  }

  DatasetFindings findings;
  CocoImageCollector collector;
};

std::string coco_error_of(const json& coco) {
  return input_error_of([&] { const Collected collected(coco); });
}

TEST(CocoImageCollector, KeepsTheWantedImagesWithAllTheirAnnotations) {
  Collected collected(small_coco());
  const auto& images = collected.collector.images();
  ASSERT_EQ(images.size(), 2U);
  EXPECT_EQ(images[0].id, 1);
  EXPECT_EQ(images[0].split, "train");
  EXPECT_EQ(images[0].file_name, "train2014/COCO_train2014_000000000001.jpg");
  EXPECT_EQ(images[0].width, 100);
  EXPECT_EQ(images[0].height, 80);
  ASSERT_EQ(images[0].instances.size(), 4U);
  const InstanceAnnotation& person = images[0].instances[0];
  EXPECT_EQ(person.id, 10);
  EXPECT_EQ(person.category, 0);
  EXPECT_EQ(person.box.x2, 30);
  EXPECT_EQ(person.box.y2, 50);
  EXPECT_EQ(person.polygons, (std::vector<std::vector<float>>{{10, 10, 30, 10, 30, 50}}));
  EXPECT_EQ(images[0].instances[2].category, vcoco_object_called("sports ball"));
  const InstanceAnnotation& crowd = images[0].instances[3];
  EXPECT_TRUE(crowd.crowd);
  ASSERT_TRUE(crowd.run_lengths);
  EXPECT_EQ(crowd.run_lengths->counts, (std::vector<std::uint32_t>{0, 1000, 7000}));
  ASSERT_NE(collected.collector.find(21), nullptr);
  EXPECT_EQ(collected.collector.find(21)->image, 1U);
  EXPECT_EQ(collected.collector.find(21)->row, 1);
  EXPECT_EQ(collected.collector.find(99), nullptr);
  EXPECT_TRUE(collected.findings.is_empty());
}

TEST(CocoImageCollector, TheListsMayStandInAnyOrderAndInSeveralFiles) {
  DatasetFindings findings;
  CocoImageCollector collector(wanted_images(), findings);
  json first = small_coco(), second = small_coco();
  first["images"].erase(0);
  second["images"].erase(1);
  collector.add(records_of(first));
  collector.add(records_of(second));
  ASSERT_EQ(collector.images().size(), 2U);
  EXPECT_EQ(collector.images()[0].id, 2);
  EXPECT_EQ(collector.images()[1].instances.size(), 4U);
}

TEST(CocoImageCollector, WithoutCategoriesTheIdsAreThoseOfCoco) {
  json coco = small_coco();
  coco.erase("categories");
  const Collected collected(coco);
  EXPECT_EQ(Collected(coco).collector.images()[1].instances[1].category,
            vcoco_object_called("handbag"));
}

TEST(CocoImageCollector, MendsBoxesAndRepetitionsAndCountsThem) {
  json coco = small_coco();
  coco["annotations"][0]["bbox"] = {-10, 10, 200, 40};
  coco["annotations"][1]["bbox"] = {60.5, 10, 40, 70.5};  // half a pixel outside: rounding
  coco["annotations"][2]["bbox"] = {30, 40, 0, 10};
  coco["annotations"].push_back(coco["annotations"][5]);
  coco["images"].push_back(coco["images"][0]);
  coco["images"].push_back({{"id", 2}, {"file_name", "b.jpg"}, {"width", 9}, {"height", 9}});
  Collected collected(coco);
  const auto& instances = collected.collector.images()[0].instances;
  ASSERT_EQ(instances.size(), 3U);
  EXPECT_EQ(instances[0].box.x1, 0);
  EXPECT_EQ(instances[0].box.x2, 100);
  EXPECT_EQ(instances[1].box.x2, 100);
  EXPECT_EQ(collected.repairs("box outside its image"), 1);
  EXPECT_EQ(collected.repairs("box without area"), 1);
  EXPECT_EQ(collected.repairs("annotation twice"), 1);
  EXPECT_EQ(collected.repairs("image twice"), 2);
  EXPECT_TRUE(collected.collector.was_left_out(12));
  EXPECT_FALSE(collected.collector.was_left_out(10));
}

TEST(CocoImageCollector, OnePictureBelongsToOneImage) {
  json coco = small_coco();
  coco["images"][1]["file_name"] = coco["images"][0]["file_name"];
  Collected collected(coco);
  EXPECT_EQ(collected.collector.images().size(), 1U);
  EXPECT_EQ(collected.repairs("picture twice"), 1);
}

TEST(CocoImageCollector, UnusableMasksAreUnknown) {
  json coco = small_coco();
  coco["annotations"][0]["segmentation"] = {{1, 2, 3, 4}};
  coco["annotations"][3]["segmentation"] = {{"size", {8, 8}}, {"counts", {64}}};
  Collected collected(coco);
  EXPECT_EQ(collected.repairs("unusable mask"), 2);
  EXPECT_TRUE(collected.collector.images()[0].instances[0].polygons.empty());
  EXPECT_FALSE(collected.collector.images()[0].instances[3].run_lengths);
}

TEST(CocoImageCollector, CategoriesOutsideCocoAreLost) {
  json coco = small_coco();
  coco["categories"][1]["name"] = "unicorn";
  const Collected collected(coco);
  EXPECT_EQ(collected.findings.losses(), 2);
  EXPECT_EQ(collected.findings.list()[0].rule, "object class outside COCO");
}

TEST(CocoImageCollector, EveryKeyIsNeededInItsType) {
  const auto expect_error = [](const char* list, const char* key) {
    json coco = small_coco();
    coco[list][0].erase(key);
    EXPECT_NE(coco_error_of(coco).find("'" + std::string(key) + "' is missing"), std::string::npos)
        << key;
    for (const json& wrong : {json(), json("1"), json::object(), json(1e300), json(true)}) {
      if (std::string(key) == "file_name" && wrong.is_string()) continue;
      coco[list][0][key] = wrong;
      EXPECT_NE(coco_error_of(coco).find("'" + std::string(key) + "'"), std::string::npos)
          << key << " " << wrong;
    }
  };
  for (const char* key : {"id", "file_name", "width", "height"}) expect_error("images", key);
  for (const char* key : {"id", "image_id", "category_id", "bbox"}) {
    expect_error("annotations", key);
  }
  for (const char* key : {"id", "name"}) {
    json coco = small_coco();
    coco["categories"][0][key] = json::array();
    EXPECT_NE(coco_error_of(coco).find("'" + std::string(key) + "'"), std::string::npos) << key;
  }
  json coco = small_coco();
  coco["annotations"][0]["segmentation"] = 5;
  EXPECT_NE(coco_error_of(coco).find("'segmentation'"), std::string::npos);
  coco = small_coco();
  coco["annotations"][0]["iscrowd"] = "no";
  EXPECT_NE(coco_error_of(coco).find("'iscrowd'"), std::string::npos);
}

TEST(CocoImageCollector, RefusesOtherFilesAndNamesOutsideTheFolder) {
  EXPECT_NE(coco_error_of(json::array()).find("'images' must be a list"), std::string::npos);
  json coco = small_coco();
  coco["annotations"] = 3;
  EXPECT_NE(coco_error_of(coco).find("'annotations' must be a list"), std::string::npos);
  coco = small_coco();
  coco["categories"] = 3;
  EXPECT_NE(coco_error_of(coco).find("'categories' must be a list"), std::string::npos);
  coco = small_coco();
  coco["images"][0]["file_name"] = "../a.jpg";
  EXPECT_NE(coco_error_of(coco).find("must stay inside"), std::string::npos);
  coco = small_coco();
  coco["annotations"][0]["category_id"] = 5;
  EXPECT_NE(coco_error_of(coco).find("there is no category 5"), std::string::npos);
}

TEST(CocoImageCollector, ATextThatEndsTooEarlyIsRefusedAtEveryByte) {
  const std::string text = small_coco().dump();
  for (std::size_t size = 0; size < text.size(); ++size) {
    input_error_of([&] {
      DatasetFindings findings;
      CocoImageCollector(wanted_images(), findings).add(JsonRecords(text.substr(0, size), "cut"));
    });
  }
}

}  // namespace
}  // namespace hoi
