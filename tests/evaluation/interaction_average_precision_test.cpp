#include "evaluation/interaction_average_precision.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <random>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "evaluation/literal_interaction_score.h"
#include "support/shared_data.h"

namespace hoi {
namespace {

constexpr double kPoint = 1.0 / 11;

PairBoxes pair_at(double x, double y) { return {{x, y, x + 9, y + 9}, {x + 20, y, x + 29, y + 9}}; }

AnnotatedPair annotated_at(int image, double x) { return {image, pair_at(x, 0)}; }

ScoredPair scored_at(int image, double x, double score) { return {image, pair_at(x, 0), score}; }

/// The 11-point mean when `right` of `positives` are found without any mistake.
double mean_without_mistakes(int right, int positives) {
  PrecisionRecallCurve curve;
  for (int i = 1; i <= right; ++i) {
    curve.precision.push_back(1);
    curve.recall.push_back(static_cast<double>(i) / positives);
  }
  return mean_of_11_points(curve);
}

TEST(MeanOf11Points, IsZeroForAnEmptyCurve) { EXPECT_EQ(mean_of_11_points({}), 0); }

TEST(MeanOf11Points, IsOneForAPerfectCurve) { EXPECT_EQ(mean_without_mistakes(10, 10), 1); }

TEST(MeanOf11Points, LetsExactTenthsMissThePointsThatDoublesRoundUp) {
  const auto points = [](int right) { return std::lround(mean_without_mistakes(right, 10) * 11); };
  EXPECT_EQ(points(1), 2);  // recalls 0 and 0.1
  EXPECT_EQ(points(2), 3);
  EXPECT_EQ(points(3), 3);  // 3 / 10 < 3 * 0.1
  EXPECT_EQ(points(4), 5);
  EXPECT_EQ(points(5), 6);
  EXPECT_EQ(points(6), 6);  // 6 / 10 < 6 * 0.1
  EXPECT_EQ(points(7), 7);  // 7 / 10 < 7 * 0.1
  EXPECT_EQ(points(8), 9);
  EXPECT_EQ(points(9), 10);
}

TEST(MeanOf11Points, TakesTheBestPrecisionAtAHigherRecall) {
  // Recall 0.5 with precision 1/2, then recall 1 with precision 2/3.
  EXPECT_NEAR(mean_of_11_points({{0, 0.5, 2.0 / 3}, {0, 0.5, 1}}), 2.0 / 3, 1e-15);
  EXPECT_NEAR(mean_of_11_points({{1, 0.5, 2.0 / 3}, {0.5, 0.5, 1}}), (6 + 5 * 2.0 / 3) * kPoint,
              1e-15);
}

TEST(PairOverlap, IsTheSmallerOneAndCountsInclusivePixels) {
  const PairBoxes a = {{0, 0, 9, 9}, {0, 0, 9, 9}};
  EXPECT_EQ(pair_overlap(a, a), 1);
  // 10 x 10 against 5 x 10 pixels: 0.5; and 10 x 10 against 8 x 10: 0.8.
  EXPECT_EQ(pair_overlap(a, {{0, 0, 4, 9}, {0, 0, 7, 9}}), 0.5);
  EXPECT_EQ(pair_overlap(a, {{0, 0, 7, 9}, {0, 0, 4, 9}}), 0.5);
  // Boxes that share one column of pixels: 10 of 190; neighbours share none.
  EXPECT_EQ(pair_overlap(a, {{9, 0, 18, 9}, {0, 0, 9, 9}}), 10.0 / 190);
  EXPECT_EQ(pair_overlap(a, {{10, 0, 19, 9}, {0, 0, 9, 9}}), 0);
}

TEST(EvaluateInteraction, FindsPairsOfTheirOwnImageOnly) {
  const auto result = evaluate_interaction({annotated_at(0, 0), annotated_at(1, 50)},
                                           {scored_at(1, 0, 0.9), scored_at(1, 50, 0.8)});
  EXPECT_EQ(result.true_positives, 1);
  EXPECT_EQ(result.max_recall, 0.5);
  // Precision 1/2 at recall 0.5: the points 0 to 0.5.
  EXPECT_NEAR(result.average_precision, 6 * 0.5 * kPoint, 1e-15);
}

TEST(EvaluateInteraction, CountsASecondPredictionOfAPairAsWrong) {
  const auto result =
      evaluate_interaction({annotated_at(0, 0)}, {scored_at(0, 1, 0.2), scored_at(0, 0, 0.1)});
  EXPECT_EQ(result.true_positives, 1);
  EXPECT_NEAR(result.average_precision, 1, 1e-15);
}

TEST(EvaluateInteraction, AcceptsAnOverlapOfExactlyOneHalf) {
  const PairBoxes half = {{0, 0, 4, 9}, {20, 0, 29, 9}};
  EXPECT_EQ(evaluate_interaction({annotated_at(0, 0)}, {{0, half, 1}}).true_positives, 1);
  const PairBoxes less = {{0, 0, 4, 8}, {20, 0, 29, 9}};
  EXPECT_EQ(evaluate_interaction({annotated_at(0, 0)}, {{0, less, 1}}).true_positives, 0);
}

TEST(EvaluateInteraction, NeverFindsTheSecondOfTwoIdenticalPairs) {
  const auto result = evaluate_interaction({annotated_at(0, 0), annotated_at(0, 0)},
                                           {scored_at(0, 0, 0.9), scored_at(0, 0, 0.8)});
  EXPECT_EQ(result.true_positives, 1);
  EXPECT_EQ(result.max_recall, 0.5);
}

TEST(EvaluateInteraction, ComparesWithTheBestPairEvenWhenItIsTaken) {
  // The second prediction would also do for the pair at 4, but fits the taken one at 0 better.
  const auto result = evaluate_interaction({annotated_at(0, 0), annotated_at(0, 3)},
                                           {scored_at(0, 0, 0.9), scored_at(0, 1, 0.8)});
  EXPECT_EQ(result.true_positives, 1);
}

TEST(EvaluateInteraction, KeepsTheOrderOfEqualScores) {
  const std::vector<AnnotatedPair> annotated = {annotated_at(0, 0)};
  const auto right_first =
      evaluate_interaction(annotated, {scored_at(0, 0, 0.5), scored_at(0, 90, 0.5)});
  const auto wrong_first =
      evaluate_interaction(annotated, {scored_at(0, 90, 0.5), scored_at(0, 0, 0.5)});
  EXPECT_NEAR(right_first.average_precision, 1, 1e-15);
  EXPECT_NEAR(wrong_first.average_precision, 0.5, 1e-15);
}

TEST(EvaluateInteraction, HasNoRecallWithoutGroundTruth) {
  const auto result = evaluate_interaction({}, {scored_at(0, 0, 0.5)});
  EXPECT_EQ(result.average_precision, 0);
  EXPECT_TRUE(std::isnan(result.max_recall));
  EXPECT_EQ(evaluate_interaction({}, {}).max_recall, 0);
  EXPECT_EQ(evaluate_interaction({annotated_at(0, 0)}, {}).max_recall, 0);
  EXPECT_EQ(evaluate_interaction({annotated_at(0, 0)}, {}).ground_truth, 1);
}

struct RandomClass {
  std::vector<AnnotatedPair> annotated;
  std::vector<ScoredPair> predicted;
};

/// Boxes on a coarse grid, so that overlaps tie, and some predictions exactly on annotated pairs.
RandomClass random_class(std::mt19937& random, std::size_t pairs, bool distinct_scores) {
  const auto number = [&](unsigned below) { return static_cast<int>(random() % below); };
  RandomClass made;
  const auto random_pair = [&] { return pair_at(number(8) * 3, number(3) * 2); };
  for (std::size_t i = 0; i < pairs; ++i) made.annotated.push_back({number(5), random_pair()});
  const int predictions = number(40);
  for (int i = 0; i < predictions; ++i) {
    ScoredPair pair = {number(5), random_pair(), distinct_scores ? 0 : number(6) * 0.1};
    if (!made.annotated.empty() && number(2) == 0) {
      const AnnotatedPair& same = made.annotated[random() % made.annotated.size()];
      pair.image = same.image;
      pair.boxes = same.boxes;
    }
    if (distinct_scores) pair.score = i * 0.01;
    made.predicted.push_back(pair);
  }
  std::shuffle(made.predicted.begin(), made.predicted.end(), random);
  return made;
}

TEST(EvaluateInteraction, AgreesWithTheLiteralRulesOnRandomClasses) {
  std::mt19937 random(20);
  for (int round = 0; round < 3000; ++round) {
    // Every other time ten pairs, so that recalls are exact tenths.
    const std::size_t pairs = round % 2 == 0 ? 10 : 1 + random() % 12;
    const RandomClass made = random_class(random, pairs, round % 3 == 0);
    const auto result = evaluate_interaction(made.annotated, made.predicted);
    const auto [average, recall] = literal_interaction_score(made.annotated, made.predicted);
    ASSERT_NEAR(result.average_precision, average, 1e-12) << "round " << round;
    ASSERT_EQ(result.max_recall, recall) << "round " << round;
  }
}

TEST(EvaluateInteraction, DoesNotDependOnTheOrderOfDistinctScoresNorOnTheNumbersOfImages) {
  std::mt19937 random(21);
  for (int round = 0; round < 300; ++round) {
    RandomClass made = random_class(random, 8, true);
    const auto before = evaluate_interaction(made.annotated, made.predicted);
    std::shuffle(made.predicted.begin(), made.predicted.end(), random);
    for (auto& pair : made.annotated) pair.image = 7 - pair.image;
    for (auto& pair : made.predicted) pair.image = 7 - pair.image;
    const auto after = evaluate_interaction(made.annotated, made.predicted);
    ASSERT_EQ(before.average_precision, after.average_precision);
    ASSERT_EQ(before.max_recall, after.max_recall);
  }
}

TEST(EvaluateInteraction, EqualsTheOrganisersCodeOnTheGoldenClasses) {
  const auto input_file = shared_data("golden/hico_input.json");
  if (!input_file) GTEST_SKIP() << "no golden vectors";
  const auto input = nlohmann::json::parse(std::ifstream(*input_file));
  const auto expected =
      nlohmann::json::parse(std::ifstream(*shared_data("golden/hico_expected.json")));
  const auto boxes = [](const nlohmann::json& row, double shift) {
    PairBoxes made;
    for (std::size_t i = 0; i < 4; ++i) made.human[i] = row[i].get<double>() + shift;
    for (std::size_t i = 0; i < 4; ++i) made.object[i] = row[i + 4].get<double>() + shift;
    return made;
  };
  for (std::size_t i = 0; i < input["gt_one_based"].size(); ++i) {
    RandomClass golden;
    int image = 0;
    for (const auto& rows : input["gt_one_based"][i]) {
      for (const auto& row : rows) golden.annotated.push_back({image, boxes(row, 0)});
      ++image;
    }
    image = 0;
    for (const auto& rows : input["det_zero_based_score_last"][i]) {
      for (const auto& row : rows) golden.predicted.push_back({image, boxes(row, 1), row[8]});
      ++image;
    }
    const auto result = evaluate_interaction(golden.annotated, golden.predicted);
    EXPECT_NEAR(result.average_precision, expected["def"]["ap"][i].get<double>(), 1e-12);
    EXPECT_NEAR(result.max_recall, expected["def"]["rec"][i].get<double>(), 1e-12);
  }
}

}  // namespace
}  // namespace hoi
