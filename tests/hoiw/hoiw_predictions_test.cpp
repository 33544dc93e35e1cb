#include "hoiw/hoiw_predictions.h"

#include <gtest/gtest.h>

#include "base/json_file.h"
#include "hoiw/hoiw_score.h"
#include "hoiw/hoiw_words.h"
#include "hoiw/hoiw_writer.h"
#include "hoiw/random_hoiw_dataset.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

std::int64_t count(const DatasetFindings& findings, DatasetFinding::Kind kind,
                   const std::string& rule) {
  const auto found = findings.counts().find({kind, rule});
  return found == findings.counts().end() ? 0 : found->second;
}

constexpr auto kRepair = DatasetFinding::Kind::kRepair;
constexpr auto kLoss = DatasetFinding::Kind::kLoss;

std::vector<ImageResult> read_results(const std::string& text, DatasetFindings& findings) {
  return read_hoiw_predictions(JsonRecords(text, "pred.json"), findings);
}

TEST(HoiwPredictions, ReadsResultsSortedByScore) {
  DatasetFindings findings;
  const auto results = read_results(R"([{"file_name": "a.png",
    "predictions": [{"bbox": [1, 2, 3, 4.5], "category_id": "1", "score": 0.5},
                    {"bbox": [5, 6, 7, 8], "category_id": 9}],
    "hoi_prediction": [{"subject_id": 0, "object_id": 1, "category_id": 7, "score": 0.25},
                       {"subject_id": 0, "object_id": 1, "category_id": 8, "score": 0.75}]}])",
                                    findings);
  EXPECT_TRUE(findings.is_empty());
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].file, "a.png");
  ASSERT_EQ(results[0].instances.size(), 2U);
  EXPECT_EQ(results[0].instances[0].category, 0);
  EXPECT_FLOAT_EQ(results[0].instances[0].score, 0.5F);
  EXPECT_FLOAT_EQ(results[0].instances[0].box.y2, 4.5F);
  EXPECT_EQ(results[0].instances[1].category, 8);
  EXPECT_FLOAT_EQ(results[0].instances[1].score, 1);
  ASSERT_EQ(results[0].interactions.size(), 2U);
  EXPECT_EQ(results[0].interactions[0].verb, 7);
  EXPECT_EQ(results[0].interactions[1].verb, 6);
}

TEST(HoiwPredictions, LeavesOutWhatResultsCannotHold) {
  DatasetFindings findings;
  const auto results = read_results(R"([{"file_name": "a.png",
    "prediction": [{"bbox": [1, 2, 3, 4], "category_id": 77},
                   {"bbox": [1, 2, 3, 4], "category_id": "1\n", "score": 1.5},
                   {"bbox": [5, 6, 7, 8], "category_id": 9}],
    "hoi_predictions": [{"subject_id": 1, "object_id": 0, "category_id": 7, "score": 1},
                        {"subject_id": 1, "object_id": 3, "category_id": 7, "score": 1},
                        {"subject_id": -1, "object_id": 2, "category_id": 7, "score": 1},
                        {"subject_id": 1, "object_id": 2, "category_id": 0, "score": 1},
                        {"subject_id": 1, "object_id": 2, "category_id": 8, "score": -2}]}])",
                                    findings);
  EXPECT_EQ(count(findings, kRepair, "other spelling of a key"), 1);
  EXPECT_EQ(count(findings, kRepair, "unknown category"), 1);
  EXPECT_EQ(count(findings, kRepair, "untidy id"), 1);
  EXPECT_EQ(count(findings, kRepair, "score outside 0..1"), 2);
  EXPECT_EQ(count(findings, kRepair, "triple out of range"), 3);
  EXPECT_EQ(count(findings, kRepair, "unknown verb"), 1);
  EXPECT_EQ(findings.repairs(), 9);
  ASSERT_EQ(results[0].instances.size(), 2U);
  EXPECT_FLOAT_EQ(results[0].instances[0].score, 1);
  ASSERT_EQ(results[0].interactions.size(), 1U);
  EXPECT_EQ(results[0].interactions[0].subject, 0);
  EXPECT_EQ(results[0].interactions[0].object, 1);
  EXPECT_FLOAT_EQ(results[0].interactions[0].score, 0);
}

TEST(HoiwPredictions, WritesTheOfficialForm) {
  ImageResult result;
  result.file = "/pictures/park/a.png";
  result.instances = {{1, 0.5F, {1, 2, 3, 4.5F}, std::nullopt}, {0, 1, {5, 6, 7, 8}, std::nullopt}};
  result.interactions = {{0, 1, 0, 0.1F}};
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_hoiw_predictions({result}, {{"cellphone", "human"}, {"hold"}, 1, true}, folder / "p.json",
                         findings);
  EXPECT_TRUE(findings.is_empty());
  EXPECT_EQ(read_json_file(folder / "p.json"), nlohmann::json::parse(R"([{"file_name": "a.png",
    "predictions": [{"bbox": [1, 2, 3, 4.5], "category_id": "1", "score": 0.5},
                    {"bbox": [5, 6, 7, 8], "category_id": "2", "score": 1}],
    "hoi_prediction": [{"subject_id": 0, "object_id": 1, "category_id": 7, "score": 0.1}]}])"));
}

TEST(HoiwPredictions, CountsWhatTheFileCannotSay) {
  ImageResult result;
  result.file = "x/a.png";
  result.instances = {{2, 1, {}, std::nullopt},
                      {0, 1, {1, 2, 3, 4}, RunLengthMask{1, 1, {0, 1}}},
                      {1, 1, {5, 6, 7, 8}, std::nullopt}};
  result.interactions = {{1, 2, 0, 1}, {1, 2, 1, 1}, {1, 0, 0, 1}};
  ImageResult other = result;
  other.file = "y/a.png";
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_hoiw_predictions({result, other},
                         {{"person", "ball", "zebra"}, {"hold", "ride on"}, 0, true},
                         folder / "p.json", findings);
  EXPECT_EQ(count(findings, kLoss, "object without a HOIW word"), 2);
  EXPECT_EQ(count(findings, kLoss, "verb without a HOIW word"), 2);
  EXPECT_EQ(count(findings, kLoss, "interaction without its box"), 2);
  EXPECT_EQ(count(findings, kLoss, "mask"), 2);
  EXPECT_EQ(count(findings, kLoss, "file name"), 2);
  EXPECT_EQ(findings.losses(), 10);
  const auto entry = read_json_file(folder / "p.json").at(0);
  EXPECT_EQ(entry.at("hoi_prediction"),
            nlohmann::json::parse(
                R"([{"subject_id": 0, "object_id": 1, "category_id": 7, "score": 1}])"));
}

/// Results that say exactly what is annotated, with falling scores.
std::vector<ImageResult> perfect_results(const AnnotatedDataset& dataset) {
  std::vector<ImageResult> results;
  float score = 1;
  for (const auto& image : dataset.images) {
    ImageResult result;
    result.file = image.file_name;
    for (const auto& instance : image.instances) {
      result.instances.push_back({instance.category, 0.5F, instance.box, std::nullopt});
    }
    for (const auto& interaction : image.interactions) {
      result.interactions.push_back(
          {interaction.subject, interaction.object, interaction.verb, score *= 0.99F});
    }
    results.push_back(std::move(result));
  }
  return results;
}

TEST(HoiwPredictions, WrittenResultsAreReadBackAndFoundByTheMetric) {
  std::mt19937 random(11);
  auto dataset = random_hoiw_dataset(20, random);
  for (auto& image : dataset.images) {
    image.split = "test";
    // One pair each: boxes of one class may overlap, and then one prediction takes two triples.
    if (image.interactions.size() > 1) image.interactions.resize(1);
  }
  const auto results = perfect_results(dataset);
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_hoiw(dataset, folder.path(), findings);
  write_hoiw_predictions(results, dataset.vocabulary, folder / "p.json", findings);
  const auto back = read_hoiw_predictions(JsonRecords::read(folder / "p.json"), findings);
  EXPECT_TRUE(findings.is_empty());
  ASSERT_EQ(back.size(), results.size());
  for (std::size_t i = 0; i < back.size(); ++i) {
    EXPECT_EQ(back[i].instances.size(), results[i].instances.size());
    ASSERT_EQ(back[i].interactions.size(), results[i].interactions.size());
    for (std::size_t k = 0; k < back[i].interactions.size(); ++k) {
      EXPECT_EQ(back[i].interactions[k].score, results[i].interactions[k].score);
      EXPECT_EQ(back[i].interactions[k].verb, results[i].interactions[k].verb);
    }
  }
  const auto score = score_hoiw(folder / "test_2019.json", folder / "p.json", {});
  for (const auto& verb : score.json.at("verbs")) {
    EXPECT_EQ(verb.at("true_positives"), verb.at("ground_truth"));
    EXPECT_DOUBLE_EQ(verb.at("ap").get<double>(), verb.at("ground_truth") > 0 ? 1 : 0);
  }
}

TEST(HoiwPredictions, RefusesAnObject) {
  DatasetFindings findings;
  EXPECT_THAT(input_error_of([&] { read_results("{}", findings); }),
              ::testing::HasSubstr("expected a list"));
}

TEST(HoiwPredictions, NothingIsAnEmptyList) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_hoiw_predictions({}, hoiw_vocabulary(), folder / "p.json", findings);
  EXPECT_TRUE(read_hoiw_predictions(JsonRecords::read(folder / "p.json"), findings).empty());
}

}  // namespace
}  // namespace hoi
