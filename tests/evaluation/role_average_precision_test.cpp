#include "evaluation/role_average_precision.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

namespace hoi {
namespace {

constexpr float kOpen = std::numeric_limits<float>::quiet_NaN();
constexpr InclusiveBox kNowhere = {900, 900, 950, 950};
constexpr InclusiveBox kPerson = {10, 10, 29, 49};
constexpr InclusiveBox kBallBox = {40, 40, 49, 49};

/// Action 0 has role 0, action 1 has none.
RoleTask kicking_and_standing() { return {2, {0}}; }

/// A person who kicks (or not) a ball (or nothing annotated).
RolePerson kicker(const InclusiveBox& box, bool kicks = true,
                  std::optional<InclusiveBox> ball = kBallBox) {
  return {box, true, {kicks, false}, {kicks ? ball : std::nullopt}};
}

RolePerson stranger(const InclusiveBox& box) { return {box, false, {}, {}}; }

void predict(RoleImage& image, const InclusiveBox& person, float score,
             const InclusiveBox& object = kBallBox) {
  image.predictions.persons.push_back(person);
  image.predictions.agent_scores.insert(image.predictions.agent_scores.end(), {score, score});
  image.predictions.objects.push_back({object, score});
}

RoleAveragePrecision evaluate(const std::vector<RoleImage>& images) {
  return evaluate_roles(kicking_and_standing(), images);
}

double first_role(const RoleAveragePrecision& scores) {
  return scores.scenario_1[0].average_precision;
}

TEST(InclusiveIou, CountsTheLastPixelAsInside) {
  // 4 x 2 and 4 x 2 pixels share 2 x 2: 4 / 12.
  EXPECT_FLOAT_EQ(inclusive_iou({0, 0, 3, 1}, {2, 0, 5, 1}), 1.F / 3);
  // Boxes that meet at one pixel share it.
  EXPECT_FLOAT_EQ(inclusive_iou({0, 0, 1, 1}, {1, 1, 2, 2}), 1.F / 7);
  EXPECT_EQ(inclusive_iou({0, 0, 1, 1}, {3, 3, 4, 4}), 0);
  EXPECT_TRUE(std::isnan(inclusive_iou({0, 0, 1, 1}, {0, kOpen, 1, 1})));
}

TEST(InclusiveIou, HasDefinedValuesForHugeAndTurnedBoxes) {
  constexpr float kHuge = std::numeric_limits<float>::max();
  EXPECT_GE(inclusive_iou({0, 0, 9, 9}, {0, 0, 1e19F, 1e19F}), 0);
  EXPECT_FALSE(inclusive_iou({0, 0, 9, 9}, {-kHuge, -kHuge, kHuge, kHuge}) >= 0.5F);
  EXPECT_FALSE(inclusive_iou({0, 0, 9, 9}, {9, 9, 0, 0}) >= 0.5F);
}

TEST(RoleAveragePrecision, IsOneForARightPrediction) {
  RoleImage image;
  image.persons = {kicker(kPerson)};
  predict(image, kPerson, 0.5F);
  const auto scores = evaluate({image});
  EXPECT_DOUBLE_EQ(scores.agents[0].average_precision, 1);
  EXPECT_DOUBLE_EQ(first_role(scores), 1);
  EXPECT_DOUBLE_EQ(scores.scenario_2[0].average_precision, 1);
  EXPECT_EQ(scores.scenario_1[0].positives, 1);
  EXPECT_EQ(scores.scenario_1[0].predictions, 1);
  EXPECT_EQ(scores.scenario_1[0].true_positives, 1);
}

TEST(RoleAveragePrecision, ASecondPredictionForTheSamePersonIsWrong) {
  RoleImage image;
  image.persons = {kicker(kPerson), kicker({100, 10, 119, 49})};
  predict(image, kPerson, 0.9F);
  predict(image, kPerson, 0.8F);
  predict(image, {100, 10, 119, 49}, 0.7F);
  // Right, wrong, right of 2: recall 0.5 at precision 1, recall 1 at precision 2/3.
  EXPECT_NEAR(first_role(evaluate({image})), 0.5 + 0.5 * 2 / 3, 1e-7);
}

TEST(RoleAveragePrecision, AnIouOfOneHalfIsEnough) {
  RoleImage image;
  image.persons = {kicker({0, 0, 9, 9})};
  predict(image, {0, 0, 9, 4}, 0.9F);  // 10 x 5 of 10 x 10 pixels
  EXPECT_DOUBLE_EQ(first_role(evaluate({image})), 1);
  image.predictions.persons[0].y2 = 3.99F;
  EXPECT_DOUBLE_EQ(first_role(evaluate({image})), 0);
}

TEST(RoleAveragePrecision, TheObjectMustFitOrBeMissingOnBothSides) {
  const auto score = [](std::optional<InclusiveBox> annotated, const InclusiveBox& predicted) {
    RoleImage image;
    image.persons = {kicker(kPerson, true, annotated)};
    predict(image, kPerson, 0.9F, predicted);
    const auto scores = evaluate({image});
    return std::pair(first_role(scores), scores.scenario_2[0].average_precision);
  };
  const InclusiveBox zeros = {}, open = {kOpen, kOpen, kOpen, kOpen};
  EXPECT_EQ(score(kBallBox, kBallBox), std::pair(1.0, 1.0));
  EXPECT_EQ(score(kBallBox, kNowhere), std::pair(0.0, 0.0));
  EXPECT_EQ(score(kBallBox, open), std::pair(0.0, 0.0));
  EXPECT_EQ(score(std::nullopt, zeros), std::pair(1.0, 1.0));
  EXPECT_EQ(score(std::nullopt, open), std::pair(1.0, 1.0));
  EXPECT_EQ(score(std::nullopt, kBallBox), std::pair(0.0, 1.0));
  EXPECT_EQ(score(std::nullopt, {kOpen, 1, 2, 3}), std::pair(0.0, 1.0));
}

TEST(RoleAveragePrecision, APredictionThatFitsAnUnannotatedPersonBestIsLeftOut) {
  RoleImage image;
  image.persons = {stranger(kPerson), kicker({100, 10, 119, 49})};
  predict(image, kPerson, 0.9F);
  predict(image, kNowhere, 0.8F);  // IoU 0 with both: belongs to the first, who is a stranger
  predict(image, {100, 10, 119, 49}, 0.7F);
  const auto scores = evaluate({image});
  EXPECT_EQ(scores.scenario_1[0].predictions, 1);
  EXPECT_DOUBLE_EQ(first_role(scores), 1);
}

TEST(RoleAveragePrecision, APredictionWithoutOverlapBelongsToTheFirstPerson) {
  RoleImage image;
  image.persons = {kicker(kPerson), stranger({100, 10, 119, 49})};
  predict(image, kNowhere, 0.8F);
  EXPECT_EQ(evaluate({image}).scenario_1[0].predictions, 1);
}

TEST(RoleAveragePrecision, ANanScoreRemovesThePredictionFromOneClassOnly) {
  RoleImage image;
  image.persons = {kicker(kPerson)};
  predict(image, kPerson, 0.5F);
  image.predictions.objects[0].score = kOpen;
  const auto scores = evaluate({image});
  EXPECT_EQ(scores.scenario_1[0].predictions, 0);
  EXPECT_DOUBLE_EQ(first_role(scores), 0) << "no prediction, but a positive";
  EXPECT_DOUBLE_EQ(scores.agents[0].average_precision, 1);
}

TEST(RoleAveragePrecision, APersonWithoutAnnotatedObjectIsAPositiveOfTheRole) {
  RoleImage image;
  image.persons = {kicker(kPerson), kicker({100, 10, 119, 49}, true, std::nullopt)};
  predict(image, kPerson, 0.9F);
  const auto scores = evaluate({image});
  EXPECT_EQ(scores.scenario_1[0].positives, 2);
  EXPECT_DOUBLE_EQ(first_role(scores), 0.5);
}

TEST(RoleAveragePrecision, AnActionThatNobodyDoesHasNoPrecision) {
  RoleImage image;
  image.persons = {kicker(kPerson)};
  predict(image, kPerson, 0.9F);
  const auto scores = evaluate({image});
  EXPECT_TRUE(std::isnan(scores.agents[1].average_precision));
  EXPECT_DOUBLE_EQ(mean_agent_precision(scores.agents), 0.5) << "divided by all actions";
}

TEST(RoleAveragePrecision, TheMeanOverRolesLeavesOutWhatHasNoPrecision) {
  std::vector<RoleClassPrecision> roles(3);
  roles[0].average_precision = 0.5;
  roles[1].average_precision = std::nan("");
  roles[2].average_precision = 0.25;
  EXPECT_DOUBLE_EQ(mean_role_precision(roles), 0.375);
  EXPECT_TRUE(std::isnan(mean_role_precision({})));
  EXPECT_EQ(mean_agent_precision({}), 0);
}

TEST(RoleAveragePrecision, TakesNoImagesNoPersonsAndNoPredictions) {
  EXPECT_TRUE(std::isnan(first_role(evaluate({}))));
  RoleImage nobody;
  predict(nobody, kPerson, 0.9F);
  RoleImage silent;
  silent.persons = {kicker(kPerson)};
  EXPECT_DOUBLE_EQ(first_role(evaluate({silent})), 0);
  const auto scores = evaluate({nobody, silent});
  EXPECT_EQ(scores.scenario_1[0].predictions, 1) << "counts as wrong";
  EXPECT_EQ(scores.scenario_1[0].true_positives, 0);
}

TEST(RoleAveragePrecision, EqualScoresKeepTheOrderOfThePredictions) {
  RoleImage image;
  image.persons = {kicker(kPerson)};
  predict(image, kPerson, 0.5F);
  predict(image, kNowhere, 0.5F);
  EXPECT_DOUBLE_EQ(first_role(evaluate({image})), 1);
}

TEST(RoleAveragePrecision, RefusesListsOfAnotherLength) {
  RoleImage image;
  image.persons = {kicker(kPerson)};
  image.persons[0].actions.pop_back();
  EXPECT_THROW(evaluate({image}), std::invalid_argument);
  RoleImage other;
  predict(other, kPerson, 0.5F);
  other.predictions.objects.pop_back();
  EXPECT_THROW(evaluate({other}), std::invalid_argument);
  EXPECT_THROW(evaluate_roles({1, {1}}, {}), std::invalid_argument);
}

}  // namespace
}  // namespace hoi
