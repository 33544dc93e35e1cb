// Compares with what the PIC organisers' script printed for synthetic label maps and relations.
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "evaluation/relation_recall.h"
#include "support/shared_data.h"

namespace hoi {
namespace {

using nlohmann::json;

json golden_pic(const std::string& name) {
  std::ifstream stream(*shared_data("golden/" + name));
  return json::parse(stream);
}

LabelMap map_of(const json& rows) {
  LabelMap map{static_cast<int>(rows.at(0).size()), static_cast<int>(rows.size()), {}};
  for (const json& row : rows) {
    for (const json& value : row) map.values.push_back(value.get<std::uint8_t>());
  }
  return map;
}

RelationTriple triple_of(const json& entry) {
  return {entry.at("subject"), entry.at("object"), entry.at("relation")};
}

RecalledRelations match_of(const json& image, const RelationRecallOptions& options) {
  AnnotatedRelations annotated{{map_of(image.at("gt_semantic")), map_of(image.at("gt_instance"))},
                               {}};
  for (const json& entry : image.at("gt_relations")) {
    annotated.relations.push_back(triple_of(entry));
  }
  PredictedRelations predicted{
      {map_of(image.at("pred_semantic")), map_of(image.at("pred_instance"))}, {}};
  for (const json& entry : image.at("pred_relations")) {
    predicted.relations.push_back({triple_of(entry), entry.at("score")});
  }
  return match_relations(annotated, predicted, options);
}

void expect_recall(const std::optional<double>& actual, const json& expected,
                   const std::string& what) {
  if (expected.is_null()) {
    EXPECT_FALSE(actual) << what;
  } else {
    ASSERT_TRUE(actual) << what;
    EXPECT_EQ(*actual, expected.get<double>()) << what;
  }
}

TEST(RelationRecallGolden, AgreesWithTheOrganisersScriptToTheLastDigit) {
  if (!shared_data("golden/pic_input.json")) GTEST_SKIP() << "no ../shared beside the repository";
  RelationRecallOptions options;
  options.kept = {3, 5, 100};
  std::vector<RecalledRelations> images;
  const json input = golden_pic("pic_input.json");
  for (const json& image : input.at("images")) images.push_back(match_of(image, options));
  const RelationRecall recall = mean_relation_recall(images, options);

  const json all = golden_pic("pic_expected.json");
  ASSERT_EQ(recall.kept.size(), 3U);
  for (const KeptRecall& kept : recall.kept) {
    const std::string name = "R@" + std::to_string(kept.kept);
    const json& expected = all.at(name);
    expect_recall(kept.mean(), expected.at("average"), name);
    ASSERT_EQ(kept.thresholds.size(), 3U);
    for (std::size_t t = 0; t < 3; ++t) {
      const std::string threshold = std::vector<std::string>{"0.25", "0.5", "0.75"}[t];
      const json& row = expected.at(threshold);
      const ThresholdRecall& actual = kept.thresholds[t];
      expect_recall(actual.geometric, row.at("geometric_rel"), name + threshold);
      expect_recall(actual.non_geometric, row.at("non_geometric_rel"), name + threshold);
      expect_recall(actual.mean(), row.at("final"), name + threshold);
      ASSERT_EQ(actual.relations.size(), 30U);
      for (std::size_t r = 0; r < 30; ++r) {
        const std::string relation = "r" + std::to_string(r + 1);
        expect_recall(actual.relations[r], row.at(relation), name + threshold + relation);
      }
    }
  }
}

}  // namespace
}  // namespace hoi
