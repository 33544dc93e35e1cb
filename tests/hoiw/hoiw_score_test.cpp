#include "hoiw/hoiw_score.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "base/json_file.h"
#include "hoiw/literal_triplet_score.h"
#include "hoiw/random_score_files.h"
#include "support/errors.h"
#include "support/shared_data.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

ScoreReport score(const JsonList& ground_truth, const JsonList& predictions) {
  return score_hoiw_records(JsonRecords(json(ground_truth).dump(), "gt.json"),
                            JsonRecords(json(predictions).dump(), "pred.json"));
}

/// A person and a ball; every triple kicks (8) unless it says otherwise.
json annotated(const std::string& file, const JsonList& triples) {
  return {{"file_name", file},
          {"annotations",
           {{{"bbox", {0, 0, 10, 10}}, {"category_id", "1"}},
            {{"bbox", {20, 0, 30, 10}}, {"category_id", "9"}}}},
          {"hoi_annotation", triples}};
}

json predicted(const std::string& file, const JsonList& triples) {
  json entry = annotated(file, {});
  return {{"file_name", file}, {"predictions", entry["annotations"]}, {"hoi_prediction", triples}};
}

json verb_of(const ScoreReport& report, const std::string& name) {
  for (const auto& verb : report.json.at("verbs")) {
    if (verb.at("verb") == name) return verb;
  }
  return {};
}

TEST(HoiwScore, AgreesWithTheOrganisersScript) {
  const auto file = shared_data("golden/hoiw_expected.json");
  if (!file) GTEST_SKIP() << "no ../shared beside the repository";
  const json expected = read_json_file(*file);
  const auto report =
      score_hoiw(*shared_data("golden/hoiw_gt.json"), *shared_data("golden/hoiw_pred.json"), {});
  EXPECT_NEAR(report.json.at("mAP_rel").get<double>(), expected.at("mAP").get<double>(), 1e-9);
  EXPECT_NEAR(report.json.at("mean_max_recall").get<double>(),
              expected.at("mean_max_recall").get<double>(), 1e-9);
  for (std::size_t i = 0; i < 10; ++i) {
    const json& verb = report.json.at("verbs").at(i);
    EXPECT_NEAR(verb.at("ap").get<double>(), expected.at("ap")[i].get<double>(), 1e-9) << i;
    EXPECT_NEAR(verb.at("max_recall").get<double>(), expected.at("max_recall")[i].get<double>(),
                1e-9);
    EXPECT_EQ(verb.at("ground_truth"), expected.at("num_gt")[i]) << i;
    EXPECT_EQ(verb.at("true_positives"), expected.at("num_tp")[i]) << i;
    EXPECT_EQ(verb.at("predictions"), expected.at("num_pred")[i]) << i;
  }
}

TEST(HoiwScore, MatchesAWorkedExample) {
  const auto report =
      score({annotated("a", {triple(0, 1, 8)})},
            {predicted("a", {triple(0, 0, 8, 0.9), triple(0, 1, 8, 0.8), triple(0, 1, 7, 0.1)})});
  const json kick = verb_of(report, "kick");
  EXPECT_DOUBLE_EQ(kick.at("ap").get<double>(), 0.5) << "a wrong one stands above the right one";
  EXPECT_DOUBLE_EQ(report.json.at("mAP_rel").get<double>(), 0.05) << "over ten verbs";
  EXPECT_DOUBLE_EQ(report.json.at("mean_max_recall").get<double>(), 0.1);
  EXPECT_EQ(kick.at("predictions"), 2);
  EXPECT_THAT(report.table,
              AllOf(HasSubstr("kick            50.00      100.00          1          2      1"),
                    HasSubstr("mAP_rel 5.00 %, mean max recall 10.00 %")));
}

TEST(HoiwScore, ComparesTextsAndNumbersAsIds) {
  const auto report =
      score({annotated("a", {triple(0, 1, "8\n")})}, {predicted("a", {triple(0, 1, "8", 1)})});
  EXPECT_DOUBLE_EQ(verb_of(report, "kick").at("ap").get<double>(), 1);
  EXPECT_THAT(report.notices, Contains(HasSubstr("1 ids are written with white space")));
}

TEST(HoiwScore, ComparesObjectsOutsideTheOfficialList) {
  json image = annotated("a", {triple(0, 1, 8)});
  json entry = predicted("a", {triple(0, 1, 8, 1)});
  image["annotations"][1]["category_id"] = 80;
  entry["predictions"][1]["category_id"] = "81";
  EXPECT_DOUBLE_EQ(verb_of(score({image}, {entry}), "kick").at("ap").get<double>(), 0);
  entry["predictions"][1]["category_id"] = "80";
  EXPECT_DOUBLE_EQ(verb_of(score({image}, {entry}), "kick").at("ap").get<double>(), 1);
}

TEST(HoiwScore, TellsWhatItIgnoredAndWhatIsSpecial) {
  const auto report =
      score({annotated("a", {triple(0, 1, 8), triple(0, 5, 8), triple(0, 1, 11), triple(0, 1, 7)}),
             annotated("b", {triple(0, 1, 8)}), annotated("a", {triple(0, 1, 8)})},
            {predicted("a", {triple(0, 1, 8, 1), triple(0, -1, 8, 0.5), triple(0, 1, 0, 0.5)}),
             predicted("a", {triple(0, 1, 8, 1)}), predicted("folder/b", {}),
             predicted("c", {triple(0, 9, 8, 1)})});
  const auto& notices = report.notices;
  EXPECT_THAT(notices, Contains(HasSubstr("1 annotated images have the file name of an earlier")));
  EXPECT_THAT(notices, Contains(HasSubstr("1 annotated triples point outside")));
  EXPECT_THAT(notices, Contains(HasSubstr("1 annotated triples have a verb outside 1..10")));
  EXPECT_THAT(notices, Contains(AllOf(HasSubstr("2 predicted entries are ignored"),
                                      HasSubstr("'folder/b'"))));
  EXPECT_THAT(notices, Contains(HasSubstr("1 predicted entries repeat an image")));
  EXPECT_THAT(notices, Contains(AllOf(HasSubstr("1 annotated images have no prediction"),
                                      HasSubstr("'b'"))));
  EXPECT_THAT(notices, Contains(HasSubstr("1 predicted triples point outside")));
  EXPECT_THAT(notices, Contains(HasSubstr("1 predicted triples have a verb outside 1..10")));
  EXPECT_THAT(notices, Contains(HasSubstr("'smoke' is never annotated")));
  EXPECT_THAT(notices, Contains(HasSubstr("'hold' is never predicted")));
  EXPECT_THAT(notices, Not(Contains(HasSubstr("'kick'"))));
  const json kick = verb_of(report, "kick");
  EXPECT_EQ(kick.at("ground_truth"), 4);
  EXPECT_EQ(kick.at("predictions"), 3);
  EXPECT_EQ(kick.at("true_positives"), 2) << "both entries of 'a' find it";
}

TEST(HoiwScore, SaysNothingAboutACleanPair) {
  JsonList triples;
  for (int verb = 1; verb <= 10; ++verb) triples.push_back(triple(0, 1, verb, 1));
  EXPECT_THAT(score({annotated("a", triples)}, {predicted("a", triples)}).notices, ElementsAre());
}

TEST(HoiwScore, AgreesWithALiteralImplementation) {
  std::mt19937 random(5);
  double sum = 0;
  for (int round = 0; round < 300; ++round) {
    auto [ground_truth, predictions] = random_score_files(random);
    if (random() % 4 == 0 && !predictions.empty()) predictions.push_back(predictions[0]);
    if (random() % 4 == 0) ground_truth.push_back(ground_truth[0]);
    const auto report = score(ground_truth, predictions);
    LiteralTripletScore literal(ground_truth, predictions);
    double mean = 0;
    for (int verb = 1; verb <= 10; ++verb) {
      const json& ours = report.json.at("verbs").at(static_cast<std::size_t>(verb - 1));
      EXPECT_NEAR(ours.at("ap").get<double>(), literal.average_precision(verb), 1e-12);
      EXPECT_NEAR(ours.at("max_recall").get<double>(), literal.max_recall(verb), 1e-12);
      mean += literal.average_precision(verb) / 10;
    }
    EXPECT_NEAR(report.json.at("mAP_rel").get<double>(), mean, 1e-12);
    sum += mean;
  }
  EXPECT_GT(sum, 5) << "the random files must contain something to find";
}

TEST(HoiwScore, DoesNotDependOnTheOrderOfImagesAndPredictions) {
  std::mt19937 random(6);
  for (int round = 0; round < 100; ++round) {
    auto [ground_truth, predictions] = random_score_files(random);
    const json before = score(ground_truth, predictions).json;
    std::shuffle(ground_truth.begin(), ground_truth.end(), random);
    std::shuffle(predictions.begin(), predictions.end(), random);
    for (auto& entry : predictions) {
      std::shuffle(entry["hoi_prediction"].begin(), entry["hoi_prediction"].end(), random);
    }
    EXPECT_EQ(score(ground_truth, predictions).json, before);
  }
}

TEST(HoiwScore, RepeatedTriplesOfAnEntryAreWrong) {
  const JsonList once = {predicted("a", {triple(0, 1, 8, 0.9)})};
  const JsonList twice = {predicted("a", {triple(0, 1, 8, 0.9), triple(0, 1, 8, 0.8)})};
  const JsonList truth = {annotated("a", {triple(0, 1, 8), triple(0, 0, 8)})};
  EXPECT_EQ(verb_of(score(truth, once), "kick").at("true_positives"), 1);
  EXPECT_EQ(verb_of(score(truth, twice), "kick").at("true_positives"), 1);
  EXPECT_EQ(verb_of(score(truth, twice), "kick").at("predictions"), 2);
}

TEST(HoiwScore, NothingPredictedOrNothingAnnotatedIsZero) {
  const JsonList truth = {annotated("a", {triple(0, 1, 8)})};
  EXPECT_EQ(score(truth, {}).json.at("mAP_rel"), 0);
  EXPECT_EQ(score({}, {predicted("a", {triple(0, 1, 8, 1)})}).json.at("mAP_rel"), 0);
  EXPECT_EQ(score({}, {}).json.at("verbs").size(), 10U);
}

TEST(HoiwScore, ErrorsNameTheFile) {
  const TemporaryFolder folder;
  const auto truth = folder.write("gt.json", "[]");
  const auto broken = folder.write("pred.json", R"([{"file_name": 3}])");
  EXPECT_THAT(input_error_of([&] { score_hoiw(truth, broken, {}); }),
              HasSubstr("pred.json: entry 0: 'file_name' must be a text, found 3"));
  EXPECT_THAT(input_error_of([&] { score_hoiw(folder / "none.json", broken, {}); }),
              HasSubstr("none.json"));
}

}  // namespace
}  // namespace hoi
