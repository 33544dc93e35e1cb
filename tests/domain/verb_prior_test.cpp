#include "domain/verb_prior.h"

#include <gtest/gtest.h>

namespace hoi {
namespace {

const Vocabulary kVocabulary = {{"person", "phone", "horse"}, {"hold", "call", "ride"}, 0, true};

ImageAnnotation image_of(const std::vector<int>& categories,
                         const std::vector<InteractionAnnotation>& interactions) {
  ImageAnnotation image;
  for (const int category : categories) image.instances.push_back({0, category, {}, false, {}});
  image.interactions = interactions;
  return image;
}

// Phone: three pairs, of which three hold and one calls. Person as object: one pair, held.
TEST(VerbPrior, IsTheShareOfPairsOfAClassThatCarryTheVerb) {
  const auto first = image_of({0, 1, 1}, {{0, 1, 0}, {0, 1, 1}, {0, 2, 0}});
  const auto second = image_of({1, 0, 0}, {{1, 0, 0}, {1, 2, 0}});
  const auto prior = count_verb_prior(kVocabulary, {first, second});
  ASSERT_EQ(prior.size(), 3U);
  EXPECT_EQ(prior[0], (std::vector<float>{1, 0, 0}));
  EXPECT_EQ(prior[1], (std::vector<float>{1, 1.0F / 3, 0}));
}

TEST(VerbPrior, ClassNeverSeenAsAnObjectHasRatesOfZero) {
  const auto prior = count_verb_prior(kVocabulary, {image_of({0, 1, 2}, {{0, 1, 0}})});
  EXPECT_EQ(prior[2], (std::vector<float>{0, 0, 0}));
}

TEST(VerbPrior, TripleThatStandsTwiceCountsOnce) {
  const auto prior =
      count_verb_prior(kVocabulary, {image_of({0, 1, 1}, {{0, 1, 0}, {0, 1, 0}, {0, 2, 1}})});
  EXPECT_EQ(prior[1], (std::vector<float>{0.5F, 0.5F, 0}));
}

TEST(VerbPrior, TwoPeopleAtOneObjectAreTwoPairs) {
  const auto prior = count_verb_prior(kVocabulary, {image_of({0, 0, 2}, {{0, 2, 2}, {1, 2, 0}})});
  EXPECT_EQ(prior[2], (std::vector<float>{0.5F, 0, 0.5F}));
}

TEST(VerbPrior, LeavesOutImagesWithoutAnnotatedInteractions) {
  auto unlabelled = image_of({0, 1}, {{0, 1, 1}});
  unlabelled.interactions_annotated = false;
  const auto prior = count_verb_prior(kVocabulary, {unlabelled, image_of({0, 1}, {{0, 1, 0}})});
  EXPECT_EQ(prior[1], (std::vector<float>{1, 0, 0}));
}

TEST(VerbPrior, HasItsShapeWithoutImages) {
  const auto prior = count_verb_prior(kVocabulary, {});
  ASSERT_EQ(prior.size(), 3U);
  EXPECT_EQ(prior[1].size(), 3U);
  EXPECT_TRUE(count_verb_prior({}, {}).empty());
}

}  // namespace
}  // namespace hoi
