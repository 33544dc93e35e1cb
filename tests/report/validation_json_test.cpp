#include "report/validation_json.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

ValidationReport read_text(const char* text, std::vector<NamedPicture>& pictures) {
  return validation_from_json(nlohmann::json::parse(text), pictures);
}

TEST(ValidationJson, ReadsBackWhatItWrote) {
  ValidationReport report;
  report.step = 1600;
  report.epoch = 5;
  report.score = 0.75;
  report.best = true;
  report.verbs = {{"ride", 0.5, 0.75, 4, 9, 3}, {"feed", std::nullopt, std::nullopt, 0, 2, 0}};
  report.categories = {{"person", 0.5, 0.75, 0.25, 10, 20}};
  JudgedPicture picture;
  picture.outcome = PictureOutcome::kMissed;
  picture.verb = "ride";
  picture.object = "horse";
  picture.source = "a.jpg";
  picture.caption = "two \"words\"";
  report.pictures = {picture};

  std::vector<NamedPicture> pictures;
  const auto json = validation_json(report, {"0.png"});
  const ValidationReport read = validation_from_json(nlohmann::json::parse(json.dump()), pictures);
  EXPECT_EQ(read.step, 1600);
  EXPECT_EQ(read.epoch, 5);
  EXPECT_EQ(read.score, 0.75);
  EXPECT_TRUE(read.best);
  ASSERT_EQ(read.verbs.size(), 2u);
  EXPECT_EQ(read.verbs[0].verb, "ride");
  EXPECT_EQ(read.verbs[0].average_precision, 0.5);
  EXPECT_EQ(read.verbs[0].max_recall, 0.75);
  EXPECT_EQ(read.verbs[0].right, 3);
  EXPECT_EQ(read.verbs[1].average_precision, std::nullopt);
  EXPECT_EQ(read.verbs[1].predicted, 2);
  ASSERT_EQ(read.categories.size(), 1u);
  EXPECT_EQ(read.categories[0].average_precision_75, 0.25);
  EXPECT_TRUE(read.pictures.empty());
  ASSERT_EQ(pictures.size(), 1u);
  EXPECT_EQ(pictures[0].first, "0.png");
  EXPECT_EQ(pictures[0].second.outcome, PictureOutcome::kMissed);
  EXPECT_EQ(pictures[0].second.caption, "two \"words\"");
  EXPECT_EQ(pictures[0].second.score, std::nullopt);
}

TEST(ValidationJson, TakesTheOutcomeFromAWordOrATruth) {
  std::vector<NamedPicture> pictures;
  read_text(R"({"pictures": [{"file": "a", "outcome": "right"}, {"file": "b", "outcome": "missed"},
                {"file": "c", "right": true}, {"file": "d", "right": false}, {"file": "e"}]})",
            pictures);
  ASSERT_EQ(pictures.size(), 5u);
  const PictureOutcome expected[] = {PictureOutcome::kRight, PictureOutcome::kMissed,
                                     PictureOutcome::kRight, PictureOutcome::kWrong,
                                     PictureOutcome::kWrong};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(pictures[i].second.outcome, expected[i]) << i;
}

TEST(ValidationJson, PassesOverWhatMakesNoSense) {
  std::vector<NamedPicture> pictures;
  EXPECT_TRUE(read_text("[1, 2]", pictures).verbs.empty());
  const auto report = read_text(
      R"({"step": -3, "epoch": "x", "score": 7, "best": 1, "categories": {"a": 1}, "pictures": 3,
          "verbs": [5, {"ap": 0.5}, {"verb": 3}, {"verb": "ride", "ap": 1.5, "max_recall": "x",
                    "ground_truth": 1e300, "predictions": -1}]})",
      pictures);
  EXPECT_EQ(report.step, 0);
  EXPECT_EQ(report.score, 0);
  EXPECT_FALSE(report.best);
  ASSERT_EQ(report.verbs.size(), 1u);
  EXPECT_EQ(report.verbs[0].average_precision, std::nullopt);
  EXPECT_EQ(report.verbs[0].annotated, 0);
  EXPECT_EQ(report.verbs[0].predicted, 0);
  EXPECT_TRUE(pictures.empty());
}

TEST(ValidationJson, TakesNoMoreEntriesThanAPageCanShow) {
  nlohmann::json value;
  for (int i = 0; i < 3000; ++i) {
    value["verbs"].push_back({{"verb", "v" + std::to_string(i)}});
    value["pictures"].push_back({{"file", "p"}});
  }
  std::vector<NamedPicture> pictures;
  EXPECT_EQ(validation_from_json(value, pictures).verbs.size(), 2000u);
  EXPECT_EQ(pictures.size(), 200u);
}

TEST(ValidationJson, MendsWordsThatAreNoText) {
  ValidationReport report;
  report.verbs = {{"\xff"}};
  report.categories = {{"\xfe"}};
  EXPECT_NE(validation_json(report, {}).dump().find("\"?\""), std::string::npos);
}

}  // namespace
}  // namespace hoi
