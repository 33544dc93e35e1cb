#include "report/triplet_examples.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

/// A picture of two people with triplets of person 0 or 1 and itself.
TripletImage picture_with(const std::vector<ScoredTriplet>& triplets) {
  return {"", {{0, 0, 0, 10, 10}, {0, 50, 0, 60, 10}}, triplets};
}

struct Row {
  PictureOutcome outcome;
  std::size_t picture, triplet;
  bool operator==(const Row& other) const {
    return outcome == other.outcome && picture == other.picture && triplet == other.triplet;
  }
};

std::vector<Row> rows_of(const std::vector<TripletExample>& examples) {
  std::vector<Row> rows;
  for (const auto& example : examples) {
    rows.push_back({example.outcome, example.picture, example.triplet});
  }
  return rows;
}

constexpr auto kRight = PictureOutcome::kRight, kWrong = PictureOutcome::kWrong,
               kMissed = PictureOutcome::kMissed;

TEST(TripletExamples, EveryOutcomeIsNamedWithItsRow) {
  // Verb 0 is right, verb 1 is wrong, verb 2 is missed.
  const auto examples = choose_triplet_examples({picture_with({{0, 0, 1, 0.2}, {0, 0, 0, 0.9}})},
                                                {picture_with({{0, 0, 2}, {0, 0, 0}})});
  EXPECT_EQ(rows_of(examples), (std::vector<Row>{{kRight, 0, 1}, {kWrong, 0, 0}, {kMissed, 0, 0}}));
}

TEST(TripletExamples, TheSurestComeFirstAndAPictureComesOnce) {
  const auto examples = choose_triplet_examples(
      {picture_with({{0, 0, 0, 0.3}}), picture_with({{0, 0, 0, 0.8}, {1, 1, 0, 0.7}})},
      {picture_with({}), picture_with({})});
  EXPECT_EQ(rows_of(examples), (std::vector<Row>{{kWrong, 1, 0}, {kWrong, 0, 0}}));
}

TEST(TripletExamples, EveryVerbHasItsTurnBeforeAnotherHasTwo) {
  TripletExampleOptions options;
  options.most_of_each = 2;
  const auto examples =
      choose_triplet_examples({picture_with({{0, 0, 0, 0.9}}), picture_with({{0, 0, 0, 0.8}}),
                               picture_with({{0, 0, 1, 0.1}})},
                              {picture_with({}), picture_with({}), picture_with({})}, options);
  EXPECT_EQ(rows_of(examples), (std::vector<Row>{{kWrong, 0, 0}, {kWrong, 2, 0}}));
}

TEST(TripletExamples, WhatIsFoundFarDownTheListIsMissed) {
  TripletExampleOptions options;
  options.ranked = 1;
  const auto examples = choose_triplet_examples({picture_with({{0, 0, 1, 0.1}, {0, 0, 0, 0.9}})},
                                                {picture_with({{0, 0, 1}})}, options);
  EXPECT_EQ(rows_of(examples), (std::vector<Row>{{kWrong, 0, 1}, {kMissed, 0, 0}}));
}

TEST(TripletExamples, NothingGivesNothing) {
  EXPECT_TRUE(choose_triplet_examples({}, {}).empty());
  EXPECT_TRUE(choose_triplet_examples({picture_with({})}, {picture_with({})}).empty());
}

}  // namespace
}  // namespace hoi
