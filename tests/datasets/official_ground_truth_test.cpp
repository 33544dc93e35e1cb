// A perfect result must score 1 under every metric, through the files that `hoi evaluate` uses.
#include "datasets/official_ground_truth.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "datasets/prediction_file.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

/// A person that acts on an object, in words that every data set has in its own spelling.
AnnotatedDataset one_pair(const Vocabulary& words) {
  AnnotatedDataset dataset;
  dataset.vocabulary = words;
  ImageAnnotation image;
  image.id = 7;
  image.file_name = "picture.jpg";
  image.width = 640;
  image.height = 480;
  image.split = "val";
  image.instances.push_back({1, 0, {100, 100, 300, 400}, false, {}, {}});
  image.instances.push_back({2, 1, {350, 300, 450, 400}, false, {}, {}});
  image.instances[0].polygons = {{100, 100, 300, 100, 300, 400, 100, 400}};
  image.instances[1].polygons = {{350, 300, 450, 300, 450, 400, 350, 400}};
  image.interactions.push_back({0, 1, 0});
  dataset.images.push_back(image);
  return dataset;
}

ImageResult perfect_result(const ImageAnnotation& image) {
  ImageResult result{image.file_name, image.width, image.height, {}, {}};
  for (const auto& instance : image.instances) {
    result.instances.push_back({instance.category, 0.9F, instance.box, std::nullopt});
  }
  for (const auto& interaction : image.interactions) {
    result.interactions.push_back(
        {interaction.subject, interaction.object, interaction.verb, 0.8F});
  }
  return result;
}

nlohmann::json score_of_perfect_results(OfficialMetric metric, const Vocabulary& words) {
  const TemporaryFolder scratch;
  DatasetFindings findings;
  const AnnotatedDataset dataset = one_pair(words);
  ScoreFiles files = official_ground_truth(metric, {DatasetLayout::kHoi, "data", {"val"}, dataset},
                                           scratch.path(), findings);
  files.predictions = scratch / "predictions.json";
  write_predictions(metric, {perfect_result(dataset.images[0])}, words, dataset.images,
                    files.predictions, findings);
  return score_files(metric, files, {}).json;
}

TEST(OfficialGroundTruth, ScoresPerfectHoiwResults) {
  const auto json =
      score_of_perfect_results(OfficialMetric::kHoiw, {{"person", "ball"}, {"kick"}, 0, false});
  EXPECT_DOUBLE_EQ(json.at("mAP_rel").get<double>(), 0.1);  // one verb of ten is annotated
}

TEST(OfficialGroundTruth, ScoresPerfectPicResults) {
  const auto json =
      score_of_perfect_results(OfficialMetric::kPic, {{"human", "ball"}, {"kick"}, 0, true});
  EXPECT_DOUBLE_EQ(json.at("recall").at("20").at("mean").get<double>(), 1);
}

TEST(OfficialGroundTruth, ScoresPerfectVcocoResults) {
  const auto json = score_of_perfect_results(OfficialMetric::kVcoco,
                                             {{"person", "sports ball"}, {"kick_obj"}, 0, true});
  for (const auto& entry : json.at("classes")) {
    if (entry.at("action") == "kick") {
      EXPECT_NEAR(entry.at("AP_s1").get<double>(), 1, 1e-6);
    }
  }
}

TEST(OfficialGroundTruth, ScoresPerfectHicodetResults) {
  const auto json = score_of_perfect_results(OfficialMetric::kHico,
                                             {{"person", "sports_ball"}, {"kick"}, 0, true});
  EXPECT_NEAR(json.at("default").at("full").get<double>(), 1.0 / 600, 1e-12);
}

TEST(OfficialGroundTruth, ScoresPerfectCocoResults) {
  const auto json =
      score_of_perfect_results(OfficialMetric::kCoco, {{"person", "ball"}, {"kick"}, 0, true});
  EXPECT_DOUBLE_EQ(json.at("box").at("AP").get<double>(), 1);
}

TEST(OfficialGroundTruth, PrefersTheOrganisersFiles) {
  const TemporaryFolder folder;
  folder.write("vcoco_test.json", "[]");
  folder.write("instances_vcoco_all_2014.json", "{}");
  folder.write("splits/vcoco_test.ids", "1\n");
  DatasetFindings findings;
  const ScoreFiles files = official_ground_truth(
      OfficialMetric::kVcoco, {DatasetLayout::kVcoco, folder.path(), {"test"}, {}}, folder.path(),
      findings);
  EXPECT_EQ(files.ground_truth, folder / "vcoco_test.json");
  EXPECT_EQ(files.coco, folder / "instances_vcoco_all_2014.json");
  EXPECT_EQ(files.split_ids, folder / "splits/vcoco_test.ids");
  const ScoreFiles hico = official_ground_truth(
      OfficialMetric::kHico, {DatasetLayout::kHicodetMat, folder.path(), {"test"}, {}},
      folder.path(), findings);
  EXPECT_EQ(hico.ground_truth, folder.path());
}

}  // namespace
}  // namespace hoi
