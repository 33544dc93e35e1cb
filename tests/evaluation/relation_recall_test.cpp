#include "evaluation/relation_recall.h"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::ElementsAre;

constexpr int kNever = RecalledRelations::kNeverRecalled;

/// A map of one row.
LabelMap row_of(std::vector<std::uint8_t> values) {
  return {static_cast<int>(values.size()), 1, std::move(values)};
}

/// Instance 1 is a human on four pixels, instance 2 a thing of class 7 on three of the next four.
SegmentedImage two_instances() {
  return {row_of({1, 1, 1, 1, 7, 7, 7, 0}), row_of({1, 1, 1, 1, 2, 2, 2, 0})};
}

RelationRecallOptions small_options() {
  RelationRecallOptions options;
  options.kept = {1, 2, 100};
  options.num_relations = 4;
  options.geometric = {1, 2};
  return options;
}

std::vector<int> ranks_at(const RecalledRelations& match, std::size_t threshold) {
  return match.ranks.at(threshold);
}

TEST(MatchRelations, RecallsATripleWhoseMasksOverlapEnough) {
  // Instance 5 covers two of the four pixels of instance 1: IoU 0.5; instance 6 equals instance 2.
  const SegmentedImage predicted{row_of({1, 1, 0, 0, 7, 7, 7, 0}),
                                 row_of({5, 5, 0, 0, 6, 6, 6, 0})};
  const auto match = match_relations({two_instances(), {{1, 2, 3}}},
                                     {predicted, {{{5, 6, 3}, 0.9}}}, small_options());
  EXPECT_THAT(match.relations, ElementsAre(3));
  EXPECT_THAT(ranks_at(match, 0), ElementsAre(0));  // IoU 0.25
  EXPECT_THAT(ranks_at(match, 1), ElementsAre(0));  // IoU 0.5, reached exactly
  EXPECT_THAT(ranks_at(match, 2), ElementsAre(kNever));
}

TEST(MatchRelations, NeedsTheSameDirectionRelationAndClasses) {
  const AnnotatedRelations truth{two_instances(), {{1, 2, 3}}};
  const auto rank = [&](const SegmentedImage& maps, const RelationTriple& guess) {
    return match_relations(truth, {maps, {{guess, 1}}}, small_options()).ranks[0][0];
  };
  EXPECT_EQ(rank(two_instances(), {1, 2, 3}), 0);
  EXPECT_EQ(rank(two_instances(), {2, 1, 3}), kNever);
  EXPECT_EQ(rank(two_instances(), {1, 2, 4}), kNever);
  SegmentedImage other_class = two_instances();
  for (std::uint8_t& value : other_class.semantic.values) value = value == 7 ? 8 : value;
  EXPECT_EQ(rank(other_class, {1, 2, 3}), kNever);
}

TEST(MatchRelations, TakesTheLargestClassUnderAMaskNotTheMostFrequentOne) {
  SegmentedImage maps = two_instances();
  maps.semantic.values[4] = 9;  // instance 2 is now 9, 7, 7: its class is 9
  const AnnotatedRelations truth{two_instances(), {{1, 2, 3}}};
  EXPECT_EQ(match_relations(truth, {maps, {{{1, 2, 3}, 1}}}, small_options()).ranks[0][0], kNever);
  maps.semantic.values[4] = 2;  // 2, 7, 7: its class is 7
  EXPECT_EQ(match_relations(truth, {maps, {{{1, 2, 3}, 1}}}, small_options()).ranks[0][0], 0);
}

TEST(MatchRelations, SortsByScoreAndKeepsTheOrderOfEqualScores) {
  const AnnotatedRelations truth{two_instances(), {{1, 2, 3}, {1, 2, 4}, {1, 2, 1}}};
  const PredictedRelations predicted{
      two_instances(), {{{1, 2, 1}, 0.5}, {{1, 2, 4}, 0.5}, {{1, 2, 3}, 0.9}, {{1, 2, 3}, 0.1}}};
  const auto match = match_relations(truth, predicted, small_options());
  EXPECT_THAT(ranks_at(match, 0), ElementsAre(0, 2, 1));
}

TEST(MatchRelations, RepeatsUseUpRanksAndOnePredictionRecallsEveryCopy) {
  const AnnotatedRelations truth{two_instances(), {{1, 2, 3}, {1, 2, 3}, {1, 2, 4}}};
  const PredictedRelations predicted{two_instances(),
                                     {{{1, 2, 3}, 0.9}, {{1, 2, 3}, 0.8}, {{1, 2, 4}, 0.7}}};
  EXPECT_THAT(ranks_at(match_relations(truth, predicted, small_options()), 0),
              ElementsAre(0, 0, 2));
}

TEST(MatchRelations, ForgetsWhatTheLargestKDoesNotKeep) {
  RelationRecallOptions options = small_options();
  options.kept = {1};
  const PredictedRelations predicted{two_instances(), {{{1, 2, 4}, 0.9}, {{1, 2, 3}, 0.8}}};
  EXPECT_THAT(ranks_at(match_relations({two_instances(), {{1, 2, 3}}}, predicted, options), 0),
              ElementsAre(kNever));
}

TEST(MatchRelations, AnIdOfZeroIsTheBackground) {
  const auto match = match_relations({two_instances(), {{1, 0, 3}}},
                                     {two_instances(), {{{1, 0, 3}, 1}}}, small_options());
  EXPECT_THAT(ranks_at(match, 2), ElementsAre(0));
}

TEST(MatchRelations, EmptyMasksNeverOverlap) {
  for (const int missing : {9, -1, 256, 1'000'000}) {
    const auto match =
        match_relations({two_instances(), {{1, missing, 3}}},
                        {two_instances(), {{{1, missing, 3}, 1}, {{1, 9, 3}, 1}}}, small_options());
    EXPECT_THAT(ranks_at(match, 0), ElementsAre(kNever)) << missing;
  }
}

TEST(MatchRelations, RefusesMapsOfDifferentSizesAndUnknownAnnotatedRelations) {
  SegmentedImage larger{row_of({1, 1, 1}), row_of({1, 1, 1})};
  EXPECT_THROW(match_relations({two_instances(), {}}, {larger, {}}, small_options()),
               std::invalid_argument);
  EXPECT_THROW(
      match_relations({two_instances(), {{1, 2, 5}}}, {two_instances(), {}}, small_options()),
      std::invalid_argument);
  EXPECT_THROW(
      match_relations({two_instances(), {{1, 2, 0}}}, {two_instances(), {}}, small_options()),
      std::invalid_argument);
}

TEST(MeanRelationRecall, AveragesOverTheImagesThatHaveTheRelation) {
  RelationRecallOptions options = small_options();
  options.iou_thresholds = {0.5};
  const std::vector<RecalledRelations> images = {
      {{1, 3, 3}, {{0, 1, kNever}}},  // geometric 1 of 1, others 1 of 2
      {{3}, {{5}}},                   // others 1 of 1 from K = 100 on
      {{}, {{}}}};
  const RelationRecall recall = mean_relation_recall(images, options);
  EXPECT_EQ(recall.images, 2);
  EXPECT_EQ(recall.without_truth, 1);
  ASSERT_EQ(recall.kept.size(), 3U);
  const ThresholdRecall& first = recall.kept[0].thresholds[0];  // K = 1
  EXPECT_EQ(first.geometric, 1.0);
  EXPECT_EQ(first.non_geometric, 0.0);
  EXPECT_THAT(first.relations, ElementsAre(1.0, std::nullopt, 0.0, std::nullopt));
  EXPECT_EQ(recall.kept[0].mean(), 0.5);
  EXPECT_EQ(recall.kept[1].thresholds[0].non_geometric, 0.25);  // (1/2 + 0) / 2
  EXPECT_EQ(recall.kept[2].thresholds[0].non_geometric, 0.75);  // (1/2 + 1) / 2
  EXPECT_EQ(recall.kept[2].mean(), 0.875);
}

TEST(MeanRelationRecall, RoundsTheMeansToFourDecimalsBeforeItAveragesThem) {
  RelationRecallOptions options = small_options();
  options.kept = {100};
  options.iou_thresholds = {0.5};
  const RelationRecall recall =
      mean_relation_recall({{{1, 1, 1, 3, 3, 3}, {{0, kNever, kNever, 0, 0, kNever}}}}, options);
  EXPECT_EQ(recall.kept[0].thresholds[0].geometric, 0.3333);
  EXPECT_EQ(recall.kept[0].thresholds[0].non_geometric, 0.6667);
  EXPECT_EQ(recall.kept[0].mean(), (0.3333 + 0.6667) / 2);
}

TEST(MeanRelationRecall, LeavesAGroupOutOfTheMeanThatNobodyAnnotated) {
  RelationRecallOptions options = small_options();
  options.kept = {100};
  options.iou_thresholds = {0.5};
  const RelationRecall recall = mean_relation_recall({{{3, 3}, {{0, kNever}}}}, options);
  EXPECT_EQ(recall.kept[0].thresholds[0].geometric, std::nullopt);
  EXPECT_EQ(recall.kept[0].mean(), 0.5);
}

TEST(MeanRelationRecall, SaysNothingAboutNothing) {
  for (const auto& images : {std::vector<RecalledRelations>{}, {{{}, {{}, {}, {}}}}}) {
    const RelationRecall recall = mean_relation_recall(images);
    ASSERT_EQ(recall.kept.size(), 3U);
    EXPECT_EQ(recall.kept[0].mean(), std::nullopt);
    EXPECT_EQ(recall.images, 0);
  }
}

TEST(MeanRelationRecall, AveragesManyImages) {
  RelationRecallOptions options = small_options();
  options.iou_thresholds = {0.5};
  std::vector<RecalledRelations> images;
  for (int i = 0; i < 1001; ++i) {  // 501 images with 2/3 and 500 with 1/3
    images.push_back({{3, 3, 3}, {{0, i % 2 == 0 ? 0 : kNever, kNever}}});
  }
  EXPECT_EQ(mean_relation_recall(images, options).kept[0].thresholds[0].non_geometric, 0.5002);
}

TEST(MeanRelationRecall, IsOneForTheTruthItselfAndZeroWithoutPredictions) {
  const AnnotatedRelations truth{two_instances(), {{1, 2, 3}, {1, 2, 1}, {2, 1, 2}}};
  PredictedRelations perfect{two_instances(), {}};
  for (const auto& triple : truth.relations) perfect.relations.push_back({triple, 1});
  EXPECT_EQ(mean_relation_recall({match_relations(truth, perfect)}).kept[2].mean(), 1.0);
  EXPECT_EQ(mean_relation_recall({match_relations(truth, {two_instances(), {}})}).kept[2].mean(),
            0.0);
}

}  // namespace
}  // namespace hoi
