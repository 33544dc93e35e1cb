#include "coco/coco_score.h"

#include <map>
#include <random>
#include <utility>

#include "coco/coco_prediction_writer.h"
#include "domain/polygon_mask.h"
#include "evaluation/literal_region_evaluation.h"
#include "formats/annotation_file.h"
#include "formats/run_length_json.h"
#include "support/errors.h"
#include "support/shared_data.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// One image of 50 x 40 with a cup of 20 x 10 pixels and a ball that nothing finds.
json truth_document() {
  return json::parse(R"({
    "categories": [{"id": 7, "name": "cup"}, {"id": 3, "name": "ball"}],
    "images": [{"id": 1, "file_name": "a.jpg", "width": 50, "height": 40}],
    "annotations": [
      {"id": 1, "image_id": 1, "category_id": 7, "bbox": [10, 10, 20, 10], "area": 2000,
       "segmentation": [[10, 10, 30, 10, 30, 20, 10, 20]]},
      {"id": 2, "image_id": 1, "category_id": 3, "bbox": [0, 0, 5, 5], "area": 25,
       "segmentation": [[0, 0, 5, 0, 5, 5, 0, 5]]}]})");
}

json rectangle_code(int x1, int y1, int x2, int y2) {
  std::vector<std::uint8_t> pixels(50 * 40, 0);
  for (int y = y1; y < y2; ++y) {
    for (int x = x1; x < x2; ++x) pixels[static_cast<std::size_t>(y * 50 + x)] = 1;
  }
  return run_lengths_to_json(encode_mask(pixels, 50, 40));
}

ScoreReport score(const json& truth, const json& results) {
  return score_coco_records(JsonRecords(truth.dump(), "gt.json"),
                            JsonRecords(results.dump(), "results.json"));
}

// 17 of 20 columns: IoU 0.85, right for eight thresholds; the ball is missed.
TEST(ScoreCoco, ScoresBoxes) {
  const auto report =
      score(truth_document(),
            {{{"image_id", 1}, {"category_id", 7}, {"bbox", {10, 10, 17, 10}}, {"score", 0.5}}});
  const json& box = report.json["box"];
  EXPECT_NEAR(box["AP"].get<double>(), 0.4, 1e-12);
  EXPECT_NEAR(box["AP50"].get<double>(), 0.5, 1e-12);
  EXPECT_NEAR(box["AP75"].get<double>(), 0.5, 1e-12);
  EXPECT_EQ(box["APs"], 0);                           // the ball
  EXPECT_NEAR(box["APm"].get<double>(), 0.8, 1e-12);  // the cup, by its annotated area
  EXPECT_TRUE(box["APl"].is_null() && box["ARl"].is_null());
  EXPECT_NEAR(box["AR1"].get<double>(), 0.4, 1e-12);
  EXPECT_NEAR(box["AR100"].get<double>(), 0.4, 1e-12);
  ASSERT_EQ(box["categories"].size(), 2U);
  EXPECT_EQ(box["categories"][0]["category"], "ball");
  EXPECT_NEAR(box["categories"][1]["ap"].get<double>(), 0.8, 1e-12);
  EXPECT_EQ(box["categories"][1]["predictions"], 1);
  EXPECT_TRUE(report.json["mask"].is_null());
  EXPECT_THAT(report.notices, IsEmpty());
  EXPECT_THAT(report.table, HasSubstr("AP     IoU 0.50:0.95               40.00\n"));
}

TEST(ScoreCoco, ScoresMasksWhereThereAreSome) {
  const auto report = score(truth_document(), {{{"image_id", 1},
                                                {"category_id", 7},
                                                {"segmentation", rectangle_code(10, 10, 22, 20)},
                                                {"score", 0.5}}});
  EXPECT_NEAR(report.json["mask"]["AP"].get<double>(), 0.15, 1e-12);  // 0.6: three thresholds
  EXPECT_NEAR(report.json["box"]["AP"].get<double>(), 0.15, 1e-12);   // the box of the mask
  EXPECT_THAT(report.table, HasSubstr("boxes  masks"));
}

TEST(ScoreCoco, SizeOfAPredictedMaskIsThatOfItsPixels) {
  auto truth = truth_document();
  truth["annotations"].erase(0);
  // A mask of 24 pixels in a box of 40 x 40: wrong among the small ones, but its box is medium.
  const json results = {{{"image_id", 1},
                         {"category_id", 3},
                         {"bbox", {5, 0, 40, 40}},
                         {"segmentation", rectangle_code(20, 20, 24, 26)},
                         {"score", 0.9}},
                        {{"image_id", 1},
                         {"category_id", 3},
                         {"bbox", {0, 0, 5, 5}},
                         {"segmentation", rectangle_code(0, 0, 5, 5)},
                         {"score", 0.8}}};
  const auto report = score(truth, results);
  EXPECT_NEAR(report.json["mask"]["APs"].get<double>(), 0.5, 1e-12);
  EXPECT_NEAR(report.json["box"]["APs"].get<double>(), 1, 1e-12);
}

TEST(ScoreCoco, CountsWhatItLeavesOut) {
  auto truth = truth_document();
  truth["annotations"][0].erase("segmentation");
  truth["annotations"][1].erase("area");
  const json results = {
      {{"image_id", 99}, {"category_id", 7}, {"bbox", {0, 0, 5, 5}}, {"score", 1}},
      {{"image_id", 1}, {"category_id", 8}, {"bbox", {0, 0, 5, 5}}, {"score", 1}},
      {{"image_id", 1}, {"category_id", 3}, {"bbox", {0, 0, 5, 5}}, {"score", 1}},
      {{"image_id", 1},
       {"category_id", 3},
       {"segmentation", rectangle_code(0, 0, 5, 5)},
       {"score", 0.5}}};
  const auto report = score(truth, results);
  EXPECT_THAT(report.notices, Contains("1 results are ignored because no annotated image has their "
                                       "id, the first is 99"));
  EXPECT_THAT(report.notices,
              Contains("1 results are ignored because no category has their id, the first is 8"));
  EXPECT_THAT(report.notices, Contains(HasSubstr("1 annotations have no mask")));
  EXPECT_THAT(report.notices, Contains(HasSubstr("1 annotations have no 'area'")));
  EXPECT_THAT(report.notices, Contains(HasSubstr("1 results have no mask")));
  EXPECT_NEAR(report.json["mask"]["AP"].get<double>(), 1, 1e-12);
  EXPECT_NEAR(report.json["box"]["AP"].get<double>(), 0.5, 1e-12);
}

TEST(ScoreCoco, HandlesNothingAtAll) {
  const auto report = score(truth_document(), json::array());
  EXPECT_EQ(report.json["box"]["AP"], 0);
  EXPECT_TRUE(report.json["mask"].is_null());
  auto truth = truth_document();
  for (const char* list : {"images", "annotations", "categories"}) truth[list] = json::array();
  EXPECT_TRUE(score(truth, json::array()).json["box"]["AP"].is_null());
}

TEST(ScoreCoco, RefusesAMaskOfAnotherSizeThanItsImage) {
  EXPECT_EQ(
      input_error_of([&] {
        score(truth_document(), {{{"image_id", 1},
                                  {"category_id", 7},
                                  {"score", 0.5},
                                  {"segmentation", {{"size", {50, 40}}, {"counts", {2000}}}}}});
      }),
      "results.json: results[0]: 'segmentation' is a mask of 40 x 50 pixels, image 1 has 50 x "
      "40");
}

// Equal scores rank in the order of image ids: the right one of image 1 before the wrong one of 2.
TEST(ScoreCoco, RanksEqualScoresByImageId) {
  auto truth = truth_document();
  auto& list = truth["images"];
  list.push_back(list[0]);
  list[0]["id"] = 2;
  truth["annotations"].erase(1);
  const json results = {
      {{"image_id", 2}, {"category_id", 7}, {"bbox", {0, 0, 5, 5}}, {"score", 0.5}},
      {{"image_id", 1}, {"category_id", 7}, {"bbox", {10, 10, 20, 10}}, {"score", 0.5}}};
  EXPECT_NEAR(score(truth, results).json["box"]["AP"].get<double>(), 1, 1e-12);
}

TEST(ScoreCoco, AgreesWithTheLiteralRuleOnRandomFiles) {
  std::mt19937 random(21);
  const auto below = [&](unsigned end) { return static_cast<int>(random() % end); };
  for (int trial = 0; trial < 60; ++trial) {
    json truth = {{"categories", {{{"id", 1}, {"name", "cup"}}}},
                  {"images", json::array()},
                  {"annotations", json::array()}};
    json results = json::array();
    std::vector<RegionImage> images(3);
    for (int image = 0; image < 3; ++image) {
      truth["images"].push_back({{"id", image}, {"width", 50}, {"height", 40}});
      for (int i = 0; i < 14; ++i) {
        const double x = below(300) / 10.0, y = below(40) / 10.0;
        const double width = 10 + below(60) / 10.0, height = 12 + below(60) / 10.0;
        if (i % 3 == 0) {
          const double area = below(3000);
          const bool crowd = below(4) == 0;
          truth["annotations"].push_back({{"image_id", image},
                                          {"category_id", 1},
                                          {"bbox", {x, y, width, height}},
                                          {"area", area},
                                          {"iscrowd", crowd}});
          images[static_cast<std::size_t>(image)].annotated.push_back(
              {0, {{x, y, width, height}, {}}, area, crowd});
        } else {
          const double confidence = below(1000000) / 1e6;
          results.push_back({{"image_id", image},
                             {"category_id", 1},
                             {"bbox", {x, y, width, height}},
                             {"score", confidence}});
          images[static_cast<std::size_t>(image)].predicted.push_back(
              {0, {{x, y, width, height}, {}}, confidence});
        }
      }
    }
    const auto literal = LiteralRegionEvaluation(RegionKind::kBox, 0, 1e10, 100).score(images, 0);
    const json box = score(truth, results).json["box"];
    ASSERT_EQ(literal.has_value(), !box["AP"].is_null());
    if (!literal) continue;
    ASSERT_NEAR(box["AP"].get<double>(), LiteralRegionEvaluation::mean(literal->precision), 1e-9);
    ASSERT_NEAR(box["AR100"].get<double>(), LiteralRegionEvaluation::mean(literal->recall), 1e-9);
  }
}

// The annotations of real photographs, written as results, must be found; only outlines so small
// that they hold the middle of no pixel have nothing to be found by.
TEST(ScoreCoco, AnnotatedPhotographsFindThemselves) {
  const auto folder = shared_data("data/coco-hoi");
  if (!folder) GTEST_SKIP() << "no ../shared beside the repository";
  const auto dataset = read_dataset_folder(*folder);
  std::vector<ImageResult> results;
  std::map<int, std::pair<double, double>> found_of_all;
  for (const ImageAnnotation& image : dataset.images) {
    ImageResult& result = results.emplace_back();
    result.file = image.file_name;
    for (const InstanceAnnotation& instance : image.instances) {
      const auto mask = instance_mask(instance, image.width, image.height);
      if (instance.crowd) continue;
      result.instances.push_back({instance.category, 0.5F, instance.box, mask});
      if (!mask) continue;
      auto& [found, all] = found_of_all[instance.category];
      found += mask_area(*mask) > 0 ? 1 : 0;
      ++all;
    }
  }
  double recall = 0;
  for (const auto& [category, counts] : found_of_all) recall += counts.first / counts.second;
  recall /= static_cast<double>(found_of_all.size());
  const TemporaryFolder target;
  DatasetFindings findings;
  const auto truth = *folder / kAnnotationFileName;
  write_coco_predictions(results, dataset.vocabulary, read_coco_ids(JsonRecords::read(truth)),
                         target / "results.json", findings);
  EXPECT_EQ(findings.losses(), 0);
  const auto report = score_coco(truth, target / "results.json", {});
  EXPECT_NEAR(report.json["box"]["AP"].get<double>(), 1, 1e-9);
  EXPECT_NEAR(report.json["box"]["AR100"].get<double>(), 1, 1e-9);
  EXPECT_GT(recall, 0.999);
  EXPECT_NEAR(report.json["mask"]["AR100"].get<double>(), recall, 1e-9);
}

}  // namespace
}  // namespace hoi
