#include "evaluation/triplet_average_precision.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

constexpr int kHuman = 0, kBall = 1;
constexpr int kKick = 0, kHold = 1;
const Box kLeft = {0, 0, 10, 10}, kRight = {20, 0, 30, 10}, kFar = {50, 50, 60, 60};

/// One image "a.jpg" with a person on the left and a ball on the right.
ImageAnnotation person_and_ball(const std::vector<InteractionAnnotation>& interactions) {
  ImageAnnotation image;
  image.file_name = "a.jpg";
  image.instances = {{1, kHuman, kLeft, false, {}}, {2, kBall, kRight, false, {}}};
  image.interactions = interactions;
  return image;
}

/// Instances 0 person left, 1 ball right, 2 ball far away.
ImageResult result_with(const std::vector<DetectedInteraction>& interactions) {
  ImageResult result;
  result.file = "a.jpg";
  result.instances = {{kHuman, 1, kLeft}, {kBall, 1, kRight}, {kBall, 1, kFar}};
  result.interactions = interactions;
  return result;
}

VerbAveragePrecision kick_of(const std::vector<ImageResult>& results,
                             const std::vector<ImageAnnotation>& images) {
  return evaluate_triplets(results, images, 2).verbs.at(kKick);
}

// A wrong triplet above the right one: precision 1/2 at recall 1.
TEST(TripletAveragePrecision, MatchesAWorkedExample) {
  const auto evaluation =
      evaluate_triplets({result_with({{0, 2, kKick, 0.9F}, {0, 1, kKick, 0.8F}})},
                        {person_and_ball({{0, 1, kKick}})}, 2);
  const auto& kick = evaluation.verbs[kKick];
  EXPECT_DOUBLE_EQ(kick.average_precision, 0.5);
  EXPECT_DOUBLE_EQ(kick.max_recall, 1);
  EXPECT_EQ(kick.ground_truth, 1);
  EXPECT_EQ(kick.predictions, 2);
  EXPECT_EQ(kick.true_positives, 1);
  EXPECT_DOUBLE_EQ(evaluation.mean(), 0.25) << "the verb without ground truth counts as 0";
  EXPECT_DOUBLE_EQ(evaluation.mean_of_annotated_verbs(), 0.5);
  EXPECT_DOUBLE_EQ(evaluation.mean_max_recall(), 0.5);
}

TEST(TripletAveragePrecision, SecondPredictionOfATakenTripletIsWrong) {
  const auto kick = kick_of({result_with({{0, 1, kKick, 0.9F}, {0, 1, kKick, 0.8F}})},
                            {person_and_ball({{0, 1, kKick}})});
  EXPECT_EQ(kick.true_positives, 1);
  EXPECT_EQ(kick.predictions, 2);
}

TEST(TripletAveragePrecision, OnePredictionTakesAllDuplicatesAndCountsOnce) {
  const auto kick = kick_of({result_with({{0, 1, kKick, 0.9F}, {0, 1, kKick, 0.8F}})},
                            {person_and_ball({{0, 1, kKick}, {0, 1, kKick}})});
  EXPECT_EQ(kick.ground_truth, 2);
  EXPECT_EQ(kick.true_positives, 1);
  EXPECT_DOUBLE_EQ(kick.max_recall, 0.5) << "the duplicate can never be found";
}

TEST(TripletAveragePrecision, SubjectObjectAndVerbMustAllFit) {
  const auto image = person_and_ball({{0, 1, kKick}});
  EXPECT_EQ(kick_of({result_with({{0, 1, kHold, 1}})}, {image}).true_positives, 0);
  EXPECT_EQ(kick_of({result_with({{1, 0, kKick, 1}})}, {image}).true_positives, 0);
  auto wrong_class = result_with({{0, 1, kKick, 1}});
  wrong_class.instances[1].category = kHuman;
  EXPECT_EQ(kick_of({wrong_class}, {image}).true_positives, 0);
}

// The ball is [20, 30) x [0, 10). A box of half its height inside it has IoU exactly 1/2.
TEST(TripletAveragePrecision, IouOfExactlyOneHalfIsEnough) {
  const auto image = person_and_ball({{0, 1, kKick}});
  auto result = result_with({{0, 1, kKick, 1}});
  result.instances[1].box = {20, 0, 30, 5};
  EXPECT_EQ(kick_of({result}, {image}).true_positives, 1);
  result.instances[1].box = {20, 0, 30, 4.99F};
  EXPECT_EQ(kick_of({result}, {image}).true_positives, 0);
}

TEST(TripletAveragePrecision, AnnotatedIndicesOutOfRangeStayInTheDenominator) {
  const auto kick = kick_of({result_with({{0, 1, kKick, 0.9F}})},
                            {person_and_ball({{0, 7, kKick}, {-1, 1, kKick}, {0, 1, kKick}})});
  EXPECT_EQ(kick.ground_truth, 3);
  EXPECT_EQ(kick.true_positives, 1);
}

TEST(TripletAveragePrecision, PredictedIndicesOutOfRangeAreWrong) {
  const auto kick = kick_of({result_with({{0, 3, kKick, 0.9F}, {-1, 1, kKick, 0.8F}})},
                            {person_and_ball({{0, 1, kKick}})});
  EXPECT_EQ(kick.predictions, 2);
  EXPECT_EQ(kick.true_positives, 0);
}

TEST(TripletAveragePrecision, VerbsOutsideTheVocabularyAreIgnoredOnBothSides) {
  const auto evaluation =
      evaluate_triplets({result_with({{0, 1, 2, 0.9F}, {0, 1, -1, 0.8F}, {0, 1, kKick, 0.1F}})},
                        {person_and_ball({{0, 1, kKick}, {0, 1, 2}, {0, 1, -1}})}, 2);
  EXPECT_DOUBLE_EQ(evaluation.verbs[kKick].average_precision, 1);
  EXPECT_DOUBLE_EQ(evaluation.mean(), 0.5);
}

TEST(TripletAveragePrecision, UnknownFilesAreIgnoredAndImagesWithoutResultAreMissed) {
  auto stranger = result_with({{0, 1, kKick, 0.9F}});
  stranger.file = "b.jpg";
  const auto kick = kick_of({stranger}, {person_and_ball({{0, 1, kKick}})});
  EXPECT_EQ(kick.predictions, 0);
  EXPECT_EQ(kick.ground_truth, 1);
  EXPECT_EQ(kick.average_precision, 0);
}

TEST(TripletAveragePrecision, TwoResultsOfOneImageAreScoredIndependently) {
  const auto result = result_with({{0, 1, kKick, 0.9F}});
  EXPECT_EQ(kick_of({result, result}, {person_and_ball({{0, 1, kKick}})}).true_positives, 2);
}

TEST(TripletAveragePrecision, ImagesWithoutAnnotatedInteractionsTakeNoPart) {
  auto unlabelled = person_and_ball({});
  unlabelled.interactions_annotated = false;
  EXPECT_EQ(kick_of({result_with({{0, 1, kKick, 0.9F}})}, {unlabelled}).predictions, 0);
}

TEST(TripletAveragePrecision, ResultDoesNotDependOnTheOrderOfPredictions) {
  const auto image = person_and_ball({{0, 1, kKick}});
  const auto forward = kick_of({result_with({{0, 2, kKick, 0.9F}, {0, 1, kKick, 0.8F}})}, {image});
  const auto backward = kick_of({result_with({{0, 1, kKick, 0.8F}, {0, 2, kKick, 0.9F}})}, {image});
  EXPECT_EQ(forward.average_precision, backward.average_precision);
}

TEST(TripletAveragePrecision, HandlesNothingAtAll) {
  EXPECT_EQ(evaluate_triplets({}, {}, 2).mean(), 0);
  EXPECT_EQ(evaluate_triplets({}, {}, 0).mean(), 0);
  EXPECT_EQ(evaluate_triplets({result_with({})}, {person_and_ball({})}, 2).verbs.size(), 2U);
}

/// The same scene as the metric takes it from files: a person (class 1), a ball (class 900).
TripletImage triplet_scene(const std::string& file, const std::vector<ScoredTriplet>& triplets) {
  return {file, {{1, 0, 0, 10, 10}, {900, 20, 0, 30, 10}}, triplets};
}

TEST(TripletEvaluator, TellsWhichAnnotatedImageAnEntryBelongsTo) {
  TripletEvaluator evaluator({triplet_scene("a", {}), triplet_scene("b", {})}, 2);
  EXPECT_EQ(evaluator.add(triplet_scene("b", {})), 1);
  EXPECT_EQ(evaluator.add(triplet_scene("a", {})), 0);
  EXPECT_EQ(evaluator.add(triplet_scene("c", {})), -1);
}

TEST(TripletEvaluator, ComparesClassesOfAnySize) {
  TripletEvaluator evaluator({triplet_scene("a", {{0, 1, kKick, 0}})}, 2);
  auto predicted = triplet_scene("a", {{0, 1, kKick, 1}});
  predicted.boxes[1].category = 901;
  evaluator.add(predicted);
  EXPECT_EQ(evaluator.result().verbs[kKick].true_positives, 0);
  predicted.boxes[1].category = 900;
  evaluator.add(predicted);
  EXPECT_EQ(evaluator.result().verbs[kKick].true_positives, 1);
}

// In single precision the box would have height 5 and IoU 1/2.
TEST(TripletEvaluator, KeepsTheDigitsOfBoxes) {
  TripletEvaluator evaluator({triplet_scene("a", {{0, 1, kKick, 0}})}, 2);
  auto predicted = triplet_scene("a", {{0, 1, kKick, 1}});
  predicted.boxes[1].y2 = 5 - 1e-9;
  evaluator.add(predicted);
  EXPECT_EQ(evaluator.result().verbs[kKick].true_positives, 0);
}

// In single precision both scores would be 1/2 and the wrong triplet, added first, would come
// first.
TEST(TripletEvaluator, KeepsTheDigitsOfScores) {
  TripletEvaluator evaluator({triplet_scene("a", {{0, 1, kKick, 0}}), triplet_scene("b", {})}, 2);
  evaluator.add(triplet_scene("b", {{0, 1, kKick, 0.5}}));
  evaluator.add(triplet_scene("a", {{0, 1, kKick, 0.5 + 1e-12}}));
  EXPECT_DOUBLE_EQ(evaluator.result().verbs[kKick].average_precision, 1);
}

TEST(TripletEvaluator, ComparesTheFirstOfTwoImagesOfOneNameAndCountsBoth) {
  TripletEvaluator evaluator(
      {triplet_scene("a", {{0, 1, kKick, 0}}), triplet_scene("a", {{0, 1, kHold, 0}})}, 2);
  evaluator.add(triplet_scene("a", {{0, 1, kKick, 1}, {0, 1, kHold, 1}}));
  const auto verbs = evaluator.result().verbs;
  EXPECT_EQ(verbs[kKick].true_positives, 1);
  EXPECT_EQ(verbs[kHold].true_positives, 0);
  EXPECT_EQ(verbs[kHold].ground_truth, 1);
}

}  // namespace
}  // namespace hoi
