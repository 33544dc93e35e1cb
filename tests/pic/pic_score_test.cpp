#include "pic/pic_score.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "pic/label_map_resize.h"
#include "pic/pic_categories.h"
#include "pic/pic_samples.h"
#include "support/errors.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A folder of one side: images with drawn_scene() and a relation file.
void write_scored(const TemporaryFolder& folder, const std::vector<std::string>& stems,
                  const std::string& entries) {
  for (const std::string& stem : stems) write_maps(folder, "", stem, drawn_scene());
  folder.write("relations.json", entries);
}

constexpr const char* kTruth = R"([
  {"name": "a.jpg", "relations": [{"subject": 1, "object": 3, "relation": 5},
                                  {"subject": 1, "object": 2, "relation": 4}]},
  {"name": "B.jpg", "relations": [{"subject": 2, "object": 3, "relation": 5}]}])";

constexpr const char* kPredicted = R"([
  {"name": "B.jpg", "relations": []},
  {"name": "a.jpg", "relations": [{"subject": 1, "object": 2, "relation": 31, "score": 0.95},
                                  {"subject": 1, "object": 3, "relation": 5, "score": 0.9},
                                  {"subject": 1, "object": 900, "relation": 4, "score": 0.8}]}])";

std::string score_error(const TemporaryFolder& truth, const TemporaryFolder& predictions) {
  return input_error_of([&] { score_pic(truth.path(), predictions.path(), {}); });
}

TEST(ScorePic, ReportsRecallsAndWhatWasSpecial) {
  const TemporaryFolder truth, predictions;
  write_scored(truth, {"a", "B"}, kTruth);
  write_scored(predictions, {"a", "B"}, kPredicted);
  std::vector<std::uint64_t> progress;
  const ScoreReport report = score_pic(truth.path(), predictions.path(),
                                       [&](auto done, auto) { progress.push_back(done); });
  EXPECT_THAT(progress, ElementsAre(1, 2));
  EXPECT_EQ(report.json.at("images"), 2);
  const json& best = report.json.at("recall").at("100");
  EXPECT_EQ(best.at("0.5").at("geometric"), 0.0);
  EXPECT_EQ(best.at("0.5").at("non_geometric"), 0.5);  // (1 + 0) / 2
  EXPECT_EQ(best.at("0.5").at("mean"), 0.25);
  EXPECT_EQ(best.at("mean"), 0.25);
  EXPECT_EQ(best.at("relations").at("hold").at("0.75"), 0.5);
  EXPECT_EQ(best.at("relations").at("feed").at("0.75"), nullptr);
  EXPECT_THAT(report.notices, ElementsAre(HasSubstr("1 predicted relations are not in the list")));
  EXPECT_THAT(report.table, HasSubstr("R@100 non-geometric"));
  EXPECT_THAT(report.table, HasSubstr("25.00"));
  EXPECT_THAT(report.table, HasSubstr("hold"));
  EXPECT_EQ(report.table.find("feed"), std::string::npos);
}

TEST(ScorePic, ResizesMapsOfAnySize) {
  const TemporaryFolder truth, predictions;
  write_scored(truth, {"a", "B"}, kTruth);
  write_scored(predictions, {"a", "B"}, kPredicted);
  write_maps(predictions, "", "a",
             {resize_label_map(drawn_scene().semantic, 640, 480),
              resize_label_map(drawn_scene().instance, 1280, 960)});
  const auto report = score_pic(truth.path(), predictions.path(), {});
  EXPECT_EQ(report.json.at("recall").at("20").at("0.75").at("non_geometric"), 0.5);
}

TEST(ScorePic, LeavesOutWhatTheScriptSkipsOrStopsAt) {
  const TemporaryFolder truth, predictions;
  write_scored(truth, {"a", "b", "20136"}, R"([
    {"name": "a.jpg", "relations": [{"subject": 1, "object": 3, "relation": 5}]},
    {"name": "b.jpg", "relations": []},
    {"name": "20136.jpg", "relations": [{"subject": 1, "object": 3, "relation": 5}]}])");
  write_scored(predictions, {"a", "b", "20136"}, R"([
    {"name": "a.jpg", "relations": [{"subject": 1, "object": 3, "relation": 5, "score": 1}]},
    {"name": "b.jpg", "relations": []}, {"name": "20136.jpg", "relations": []},
    {"name": "c.jpg", "relations": []}])");
  const ScoreReport report = score_pic(truth.path(), predictions.path(), {});
  EXPECT_EQ(report.json.at("images"), 1);
  EXPECT_EQ(report.json.at("recall").at("20").at("mean"), 1.0);
  EXPECT_EQ(report.json.at("recall").at("20").at("0.5").at("geometric"), nullptr);
  EXPECT_THAT(report.notices,
              ElementsAre(HasSubstr("1 images skipped"), HasSubstr("1 images left out"),
                          HasSubstr("1 relation entries ignored"),
                          HasSubstr("no geometric relation is annotated")));
}

TEST(ScorePic, KnowsVersion1ByItsRelationList) {
  const TemporaryFolder truth, predictions;
  const std::string entry =
      R"([{"name": "a.jpg", "relations": [{"subject": 1, "object": 2, "relation": 20, "score": 1}]}])";
  write_scored(truth, {"a"}, entry);
  write_scored(predictions, {"a"}, entry);
  EXPECT_EQ(score_pic(truth.path(), predictions.path(), {})
                .json["recall"]["100"]["relations"]["drive"]["0.5"],
            1.0);
  truth.write("relation_categories.json", pic_category_text(pic_v1_numbering().relations));
  const ScoreReport report = score_pic(truth.path(), predictions.path(), {});
  EXPECT_EQ(report.json["recall"]["100"]["relations"]["next to"]["0.5"], 1.0);
  EXPECT_EQ(report.json["recall"]["100"]["0.5"]["geometric"], 1.0);
  EXPECT_THAT(report.notices.at(0), HasSubstr("PIC 1.0"));
}

TEST(ScorePic, SaysNothingAboutAnEmptyTruth) {
  const TemporaryFolder truth, predictions;
  write_scored(truth, {"a"}, R"([{"name": "a.jpg", "relations": []}])");
  write_scored(predictions, {"a"}, R"([{"name": "a.jpg", "relations": []}])");
  const ScoreReport report = score_pic(truth.path(), predictions.path(), {});
  EXPECT_EQ(report.json.at("recall").at("100").at("mean"), nullptr);
  EXPECT_EQ(report.json.at("images"), 0);
  EXPECT_THAT(report.table, HasSubstr("-"));
}

TEST(ScorePic, NeedsOneEntryForEachImage) {
  const TemporaryFolder truth, predictions;
  write_scored(truth, {"a", "B"}, kTruth);
  write_scored(predictions, {"a", "B"}, R"([{"name": "a.jpg", "relations": []}])");
  EXPECT_EQ(score_error(truth, predictions),
            (predictions / "relations.json").string() +
                ": has no entry for 'B.jpg', which has label maps; expected one, with an empty "
                "list when there are no relations");
  predictions.write("relations.json", R"([{"name": "a.jpg", "relations": []},
                                          {"name": "a.jpg", "relations": []}])");
  EXPECT_THAT(score_error(truth, predictions), HasSubstr("image 'a.jpg' has a second entry"));
}

TEST(ScorePic, RefusesAnnotatedRelationsOutsideTheList) {
  const TemporaryFolder truth, predictions;
  write_scored(truth, {"a"}, R"([{"name": "a.jpg", "relations":
                                 [{"subject": 1, "object": 2, "relation": 31}]}])");
  write_scored(predictions, {"a"}, R"([{"name": "a.jpg", "relations": []}])");
  EXPECT_EQ(score_error(truth, predictions),
            (truth / "relations.json").string() +
                ": image 'a.jpg', relation 0: found relation 31, which is not in the list of 30");
}

TEST(ScorePic, NamesADamagedMap) {
  const TemporaryFolder truth, predictions;
  write_scored(truth, {"a", "B"}, kTruth);
  write_scored(predictions, {"a", "B"}, kPredicted);
  predictions.write("semantic/a.png", "no PNG at all, but long enough to be one");
  EXPECT_THAT(score_error(truth, predictions),
              HasSubstr((predictions / "semantic/a.png").string() + ": found"));
}

TEST(ScorePic, KeepsTheBestHundredAndTheOrderOfEqualScores) {
  const TemporaryFolder truth, predictions;
  write_scored(truth, {"a"}, R"([{"name": "a.jpg", "relations":
                                 [{"subject": 1, "object": 3, "relation": 5}]}])");
  json list = json::array();
  for (int i = 0; i < 100; ++i) {
    list.push_back({{"subject", 1}, {"object", 2}, {"relation", 5}, {"score", 0.5}});
  }
  list.push_back({{"subject", 1}, {"object", 3}, {"relation", 5}, {"score", 0.5}});
  const auto recall = [&] {
    write_scored(predictions, {"a"}, json{{{"name", "a.jpg"}, {"relations", list}}}.dump());
    const auto report = score_pic(truth.path(), predictions.path(), {});
    return report.json["recall"]["100"]["mean"].get<double>();
  };
  EXPECT_EQ(recall(), 0);  // it comes last and is the 101st
  list[0]["score"] = 0.25;
  EXPECT_EQ(recall(), 1);
}

}  // namespace
}  // namespace hoi
