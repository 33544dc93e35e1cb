#include "evaluation/triplet_matching.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

using Flags = std::vector<bool>;

/// Boxes 0 and 1 of one person, nearly the same; 2 a ball.
const TripletImage kImage{"a.jpg", {{0, 0, 0, 10, 10}, {0, 0, 0, 10, 9}, {1, 20, 0, 30, 10}}, {}};

TripletImage with(const std::vector<ScoredTriplet>& triplets) {
  TripletImage image = kImage;
  image.triplets = triplets;
  return image;
}

TEST(TripletMatching, TheHigherScoreTakesTheAnnotatedTripletWhateverTheOrder) {
  const auto matches = match_triplets(with({{0, 2, 3, 0.1}, {1, 2, 3, 0.9}}), with({{0, 2, 3}}));
  EXPECT_EQ(matches.right, (Flags{false, true}));
  EXPECT_EQ(matches.found, Flags{true});
}

TEST(TripletMatching, EqualScoresKeepTheirOrder) {
  const auto matches = match_triplets(with({{0, 2, 3, 0.5}, {1, 2, 3, 0.5}}), with({{1, 2, 3}}));
  EXPECT_EQ(matches.right, (Flags{true, false}));
}

TEST(TripletMatching, OnePredictionFindsAllThatItFits) {
  const auto matches =
      match_triplets(with({{0, 2, 3, 1}}), with({{0, 2, 3}, {1, 2, 3}, {0, 2, 4}}));
  EXPECT_EQ(matches.right, Flags{true});
  EXPECT_EQ(matches.found, (Flags{true, true, false}));
}

TEST(TripletMatching, AnOverlapOfExactlyOneHalfFits) {
  const TripletImage half{"a.jpg", {{0, 0, 0, 10, 5}, {0, 0, 0, 10, 4.999}}, {{0, 0, 1, 1}}};
  EXPECT_EQ(match_triplets(half, with({{0, 0, 1}})).right, Flags{true});
  TripletImage less = half;
  less.triplets = {{1, 1, 1, 1}};
  EXPECT_EQ(match_triplets(less, with({{0, 0, 1}})).right, Flags{false});
}

TEST(TripletMatching, RowsThatDoNotExistFitNothing) {
  const auto matches =
      match_triplets(with({{-1, 2, 3, 1}, {0, 9, 3, 1}}), with({{0, 2, 3}, {7, 2, 3}}));
  EXPECT_EQ(matches.right, (Flags{false, false}));
  EXPECT_EQ(matches.found, (Flags{false, false}));
  EXPECT_TRUE(match_triplets({}, {}).right.empty());
}

TEST(TripletMatching, ResultsAndAnnotationsKeepTheirRows) {
  ImageResult result;
  result.file = "b.jpg";
  result.instances = {{4, 0.5F, {1, 2, 3, 4}}};
  result.interactions = {{0, 1, 2, 0.25F}};
  const TripletImage predicted = predicted_triplets(result);
  EXPECT_EQ(predicted.file, "b.jpg");
  EXPECT_EQ(predicted.boxes.at(0).category, 4);
  EXPECT_EQ(predicted.boxes.at(0).y2, 4);
  EXPECT_EQ(predicted.triplets.at(0).object, 1);
  EXPECT_EQ(predicted.triplets.at(0).verb, 2);
  EXPECT_EQ(predicted.triplets.at(0).score, 0.25);
  ImageAnnotation annotation;
  annotation.instances.resize(2);
  annotation.instances[1].category = 5;
  annotation.interactions = {{1, 0, 6}};
  EXPECT_EQ(annotated_triplets(annotation).boxes.at(1).category, 5);
  EXPECT_EQ(annotated_triplets(annotation).triplets.at(0).subject, 1);
  EXPECT_EQ(annotated_triplets(annotation).triplets.at(0).verb, 6);
}

}  // namespace
}  // namespace hoi
