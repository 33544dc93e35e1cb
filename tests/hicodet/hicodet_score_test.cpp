#include "hicodet/hicodet_score.h"

#include <algorithm>
#include <fstream>
#include <random>

#include <gmock/gmock.h>

#include "evaluation/literal_interaction_score.h"
#include "hicodet/hicodet_samples.h"
#include "hicodet/mat_value.h"
#include "support/errors.h"
#include "support/shared_data.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;

constexpr PairBoxes kHere = {{1, 1, 10, 10}, {21, 1, 30, 10}};
constexpr PairBoxes kElsewhere = {{101, 1, 110, 10}, {121, 1, 130, 10}};

/// The first interaction has a pair in image 0, the third one in image 1; both objects are
/// "known" in image 0 only.
HicodetGroundTruth scored_truth() {
  HicodetGroundTruth truth;
  truth.file = "x";
  truth.words = small_hicodet_words();
  truth.file_names = {"a.jpg", "b.jpg"};
  truth.pairs = {{{0, kHere}}, {}, {{1, kHere}}};
  truth.rare = {true, false, false};
  truth.object_images = {{0}, {0}};
  return truth;
}

HicodetDetections detections_of(std::vector<std::vector<ScoredPair>> pairs) {
  return {std::move(pairs), {}};
}

TEST(HicodetScore, CountsWrongPredictionsOfOtherImagesInTheDefaultSettingOnly) {
  const auto score = evaluate_hicodet(
      scored_truth(), detections_of({{{1, kElsewhere, 0.9}, {0, kHere, 0.8}}, {}, {}}));
  EXPECT_NEAR(score.all_images[0].average_precision, 0.5, 1e-15);
  EXPECT_NEAR(score.known_object[0].average_precision, 1, 1e-15);
  EXPECT_EQ(score.known_object[0].predictions, 1);
}

TEST(HicodetReport, HasMeansOverAllRareAndOtherClasses) {
  const auto report = hicodet_report(
      scored_truth(), detections_of({{{0, kHere, 0.5}}, {{0, kHere, 0.5}}, {{1, kHere, 0.5}}}));
  const json& whole = report.json["default"];
  EXPECT_NEAR(whole["full"].get<double>(), 2.0 / 3, 1e-15);
  EXPECT_NEAR(whole["rare"].get<double>(), 1, 1e-15);
  EXPECT_NEAR(whole["non_rare"].get<double>(), 0.5, 1e-15);
  EXPECT_NEAR(whole["mean_recall"].get<double>(), 1, 1e-15);  // two classes have one
  EXPECT_NEAR(report.json["known_object"]["full"].get<double>(), 1.0 / 3, 1e-15);
  const json& classes = report.json["classes"];
  ASSERT_EQ(classes.size(), 3U);
  EXPECT_EQ(classes[1]["id"], 2);
  EXPECT_EQ(classes[1]["object"], "dog");
  EXPECT_EQ(classes[1]["verb"], "walk");
  EXPECT_EQ(classes[1]["ground_truth"], 0);
  EXPECT_EQ(classes[1]["ap_default"], 0);
  EXPECT_TRUE(classes[1]["recall_default"].is_null());
  EXPECT_EQ(classes[0]["rare"], true);
  EXPECT_EQ(report.table,
            "HICO-DET mAP   full    rare  non-rare  mean recall\n"
            "default       66.67  100.00     50.00       100.00\n"
            "known object  33.33  100.00      0.00        50.00\n");
  EXPECT_THAT(report.notices, Contains("1 of 3 interactions have no annotated pair: AP 0, and no "
                                       "recall where something was predicted"));
}

TEST(HicodetReport, HasNullsForMeansOverNothing) {
  HicodetGroundTruth truth = scored_truth();
  truth.rare = {false, false, false};
  truth.notices = {"of the truth"};
  HicodetDetections nothing = detections_of({{}, {}, {}});
  nothing.notices = {"of the detections"};
  const auto report = hicodet_report(truth, nothing);
  EXPECT_TRUE(report.json["default"]["rare"].is_null());
  EXPECT_EQ(report.json["default"]["full"], 0);
  EXPECT_EQ(report.json["default"]["mean_recall"], 0);
  EXPECT_THAT(report.table, HasSubstr(" - "));
  EXPECT_THAT(report.notices,
              ::testing::ElementsAre("of the truth", "of the detections",
                                     HasSubstr("1 of 3 interactions have no annotated pair"),
                                     HasSubstr("3 of 3 interactions were never predicted")));
}

TEST(HicodetReport, TakesAnEmptyDataSet) {
  HicodetGroundTruth truth;
  const auto report = hicodet_report(truth, {});
  EXPECT_TRUE(report.json["default"]["full"].is_null());
  EXPECT_TRUE(report.json["classes"].empty());
}

TEST(HicodetScore, AgreesWithTheLiteralRulesInBothSettings) {
  std::mt19937 random(9);
  const auto number = [&](int below) { return static_cast<int>(random() % unsigned(below)); };
  const auto boxes = [&] {
    const double x = 3 * number(5), y = 3 * number(3);
    return PairBoxes{{x, y, x + 9, y + 9}, {x + 5, y, x + 12, y + 9}};
  };
  for (int round = 0; round < 300; ++round) {
    HicodetGroundTruth truth = scored_truth();
    truth.file_names = {"a", "b", "c"};
    truth.object_images = {number(2) == 0 ? std::vector<int>{0, 1} : std::vector<int>{0}, {1, 2}};
    HicodetDetections detections;
    for (std::size_t i = 0; i < 3; ++i) {
      truth.pairs[i].clear();
      for (int n = 10 * number(2); n > 0; --n) truth.pairs[i].push_back({number(3), boxes()});
      detections.pairs.emplace_back();
      for (int n = number(20); n > 0; --n) {
        detections.pairs[i].push_back({number(3), boxes(), number(9) * 0.125});
      }
    }
    const auto score = evaluate_hicodet(truth, detections);
    for (std::size_t i = 0; i < 3; ++i) {
      const auto object = static_cast<std::size_t>(truth.words.interactions[i].object);
      std::vector<ScoredPair> kept;
      for (const auto& pair : detections.pairs[i]) {
        const auto& images = truth.object_images[object];
        if (std::count(images.begin(), images.end(), pair.image) > 0) kept.push_back(pair);
      }
      const auto all = literal_interaction_score(truth.pairs[i], detections.pairs[i]);
      const auto known = literal_interaction_score(truth.pairs[i], kept);
      ASSERT_NEAR(score.all_images[i].average_precision, all.first, 1e-12);
      ASSERT_NEAR(score.known_object[i].average_precision, known.first, 1e-12);
    }
  }
}

// The golden case, as files of both forms.

json golden(const char* name) {
  return json::parse(std::ifstream(*shared_data(std::string("golden/") + name)));
}

/// Words for the golden classes: the verbs are the numbers of the classes.
HicodetWords golden_words(const json& input) {
  HicodetWords words;
  for (const int object : input["obj_of_class"].get<std::vector<int>>()) {
    const int verb = static_cast<int>(words.verbs.size());
    words.verbs.push_back("v" + std::to_string(verb));
    words.interactions.push_back({object, verb});
  }
  words.objects = {"apple", "bear", "car"};
  return words;
}

std::vector<std::string> golden_names(const json& input) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < input["gt_one_based"][0].size(); ++i) {
    names.push_back(std::to_string(i) + ".jpg");
  }
  return names;
}

void write_golden_json(const json& input, const TemporaryFolder& folder) {
  const HicodetWords words = golden_words(input);
  json file = {
      {"filenames", golden_names(input)}, {"objects", words.objects}, {"verbs", words.verbs}};
  file["annotation"] = json::array();
  for (std::size_t image = 0; image < file["filenames"].size(); ++image) {
    json humans = json::array(), objects = json::array(), ids = json::array();
    for (std::size_t i = 0; i < words.interactions.size(); ++i) {
      for (const json& row : input["gt_one_based"][i][image]) {
        humans.push_back({row[0], row[1], row[2], row[3]});
        objects.push_back({row[4], row[5], row[6], row[7]});
        ids.push_back(i);
      }
    }
    file["annotation"].push_back({{"boxes_h", humans}, {"boxes_o", objects}, {"hoi", ids}});
  }
  for (std::size_t i = 0; i < words.interactions.size(); ++i) {
    file["correspondence"].push_back({i, words.interactions[i].object, words.interactions[i].verb});
  }
  folder.write("instances_test2015.json", file.dump());
  folder.write("detections.json", input["det_zero_based_score_last"].dump());
}

MatValue mat_golden_boxes(const json& rows, std::size_t first) {
  std::vector<MatValue> corners;
  for (const json& row : rows) {
    for (const std::size_t i : {0U, 1U, 2U, 3U})
      corners.push_back(MatValue::number(row[first + i]));
  }
  return MatValue::structs({"x1", "y1", "x2", "y2"}, std::move(corners));
}

MatValue mat_golden_image(const json& input, std::size_t image) {
  std::vector<MatValue> entries;
  for (std::size_t i = 0; i < input["gt_one_based"].size(); ++i) {
    const json& rows = input["gt_one_based"][i][image];
    if (rows.empty()) continue;
    std::vector<double> connection;
    for (int side = 0; side < 2; ++side) {
      for (std::size_t row = 0; row < rows.size(); ++row) connection.push_back(double(row + 1));
    }
    entries.push_back(MatValue::number(double(i + 1)));
    entries.push_back(mat_golden_boxes(rows, 0));
    entries.push_back(mat_golden_boxes(rows, 4));
    entries.push_back(MatValue::numbers(rows.size(), 2, connection));
    entries.push_back(MatValue::number(0));
  }
  return MatValue::structs({"id", "bboxhuman", "bboxobject", "connection", "invis"},
                           std::move(entries));
}

void write_golden_mat(const json& input, const TemporaryFolder& folder) {
  const auto names = golden_names(input);
  const HicodetWords words = golden_words(input);
  std::vector<MatValue> images, name_list, actions;
  std::vector<double> labels;
  for (std::size_t image = 0; image < names.size(); ++image) {
    images.push_back(MatValue::text(names[image]));
    images.push_back(mat_golden_image(input, image));
    name_list.push_back(MatValue::text(names[image]));
    for (const json& rows : input["gt_one_based"]) labels.push_back(rows[image].empty() ? -1 : 1);
  }
  for (const auto& [object, verb] : words.interactions) {
    actions.push_back(MatValue::text(words.objects[static_cast<std::size_t>(object)]));
    actions.push_back(MatValue::text(words.verbs[static_cast<std::size_t>(verb)]));
  }
  std::vector<std::pair<std::string, MatValue>> boxes, anno, detections;
  boxes.emplace_back("bbox_test", MatValue::structs({"filename", "hoi"}, std::move(images)));
  write_mat_file(folder / "anno_bbox.mat", std::move(boxes));
  anno.emplace_back("anno_test",
                    MatValue::numbers(words.interactions.size(), names.size(), labels));
  anno.emplace_back("list_test", MatValue::cell(names.size(), 1, std::move(name_list)));
  anno.emplace_back("list_action", MatValue::structs({"nname", "vname"}, std::move(actions)));
  write_mat_file(folder / "anno.mat", std::move(anno));
  std::vector<MatValue> cells;
  for (std::size_t image = 0; image < names.size(); ++image) {
    for (const json& rows : input["det_zero_based_score_last"]) {
      std::vector<double> numbers;
      for (std::size_t column = 0; column < 9; ++column) {
        for (const json& row : rows[image]) numbers.push_back(row[column]);
      }
      cells.push_back(MatValue::numbers(rows[image].size(), 9, numbers));
    }
  }
  detections.emplace_back(
      "all_boxes", MatValue::cell(words.interactions.size(), names.size(), std::move(cells)));
  write_mat_file(folder / "detections.mat", std::move(detections));
}

void expect_golden(const json& scores, const json& expected, const std::string& setting,
                   const std::string& golden_setting) {
  const json& golden_scores = expected[golden_setting];
  EXPECT_NEAR(scores[setting]["full"].get<double>(), golden_scores["mAP"].get<double>(), 1e-12);
  for (std::size_t i = 0; i < scores["classes"].size(); ++i) {
    const json& scored = scores["classes"][i];
    EXPECT_NEAR(scored["ap_" + setting].get<double>(), golden_scores["ap"][i].get<double>(), 1e-12);
    EXPECT_NEAR(scored["recall_" + setting].get<double>(), golden_scores["rec"][i].get<double>(),
                1e-12);
  }
}

TEST(HicodetScore, EqualsTheOrganisersCodeOnFilesOfBothForms) {
  if (!shared_data("golden/hico_input.json")) GTEST_SKIP() << "no golden vectors";
  const json input = golden("hico_input.json"), expected = golden("hico_expected.json");
  for (const bool mat : {false, true}) {
    const TemporaryFolder folder;
    mat ? write_golden_mat(input, folder) : write_golden_json(input, folder);
    const auto report =
        score_hicodet(folder.path(), folder / (mat ? "detections.mat" : "detections.json"), {});
    ASSERT_EQ(report.json["classes"].size(), 5U);
    expect_golden(report.json, expected, "default", "def");
    expect_golden(report.json, expected, "known_object", "ko");
  }
}

}  // namespace
}  // namespace hoi
