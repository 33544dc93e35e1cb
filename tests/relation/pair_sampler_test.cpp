#include "relation/pair_sampler.h"

#include <set>

#include <gmock/gmock.h>

#include "relation/sampling_scene.h"
#include "support/tensors.h"

namespace hoi {
namespace {

using ::testing::Pair;
using ::testing::UnorderedElementsAre;

using Scene = SamplingScene;

TEST(SamplePairs, TakesEveryAnnotatedPairThroughItsGroundTruthRows) {
  const auto sample = Scene().sample();
  EXPECT_THAT(rows_of(sample),
              UnorderedElementsAre(Pair(0, 2), Pair(1, 3), Pair(0, 3), Pair(1, 2)));
  EXPECT_TRUE(is_close(sample.boxes, Scene().truth.boxes, 0));
  EXPECT_TRUE(is_close(sample.parent_boxes, Scene().truth.boxes, 0));
  for (int64_t p = 0; p < 4; ++p) {
    const auto human = sample.pairs.human[p].item<int64_t>(),
               object = sample.pairs.object[p].item<int64_t>();
    const bool positive = object == human + 2;
    EXPECT_EQ(positive, p < 2) << "positives come first";
    EXPECT_EQ(sample.is_annotated[p].item<bool>(), positive);
    const auto verbs = positive ? Scene().truth.pair_verbs[human] : torch::zeros({3});
    EXPECT_TRUE(is_close(sample.targets[p], verbs, 0));
  }
}

// Box shifted by a tenth of its width: IoU 0.9 / 1.1 = 0.82.
TEST(SamplePairs, TreatsARefinedRegionLikeTheGroundTruthItOverlaps) {
  Scene scene;
  scene.iou_threshold = 0.8;
  scene.add(torch::tensor({10., 0., 110., 200.}), 0, Scene::kBall);  // the detector is wrong
  const auto sample = scene.sample();
  ASSERT_EQ(sample.labels[4].item<int64_t>(), Scene::kPerson);
  EXPECT_TRUE(is_close(sample.parent_boxes[4], torch::tensor({9., -1., 109., 199.}), 0));
  const auto rows = rows_of(sample);
  const auto refined = std::find(rows.begin(), rows.end(), std::make_pair<int64_t, int64_t>(4, 2));
  ASSERT_NE(refined, rows.end());
  EXPECT_TRUE(is_close(sample.targets[refined - rows.begin()], torch::tensor({1., 0., 1.}), 0));

  scene.iou_threshold = 0.85;
  EXPECT_EQ(num_annotated(scene.sample()), 2);
}

TEST(SamplePairs, NeedsTheClassOfTheObjectToAgree) {
  Scene scene;
  scene.add(scene.truth.boxes[2], -1, Scene::kBall);  // on the cup, but taken for a ball
  EXPECT_EQ(num_annotated(scene.sample()), 2);
  scene.candidates.labels[0] = Scene::kCup;
  EXPECT_EQ(num_annotated(scene.sample()), 3);
}

TEST(SamplePairs, UnitesTheVerbsOfAllAnnotatedPairsThatMatch) {
  Scene scene;  // a second cup in nearly the same place, used with verb 1
  scene.truth.boxes = torch::cat({scene.truth.boxes, torch::tensor({{51., 50., 81., 80.}})});
  scene.truth.labels =
      torch::cat({scene.truth.labels, torch::full({1}, Scene::kCup, torch::kInt64)});
  scene.truth.pair_subject = torch::tensor({0, 1, 0}, torch::kInt64);
  scene.truth.pair_object = torch::tensor({2, 3, 4}, torch::kInt64);
  scene.truth.pair_verbs = torch::tensor({{1., 0., 1.}, {0., 1., 0.}, {0., 1., 1.}});
  const auto sample = scene.sample();
  const auto rows = rows_of(sample);
  for (std::size_t p = 0; p < rows.size(); ++p) {
    if (rows[p].first == 0 && rows[p].second != 3) {
      EXPECT_TRUE(
          is_close(sample.targets[static_cast<int64_t>(p)], torch::tensor({1., 1., 1.}), 0));
    }
  }
}

TEST(SamplePairs, PairsPersonsOnlyWhenAskedAndNeverTwoRowsOfOneInstance) {
  Scene scene;
  scene.add_jitter(3);
  scene.options.pairs_per_image = 4000;
  for (const bool person_as_object : {false, true}) {
    scene.person_as_object = person_as_object;
    const auto sample = scene.sample();
    // Rows 4..6 are refined from ground truth 0, 7..9 from 1, and so on.
    const auto instance = [](int64_t row) { return row < 4 ? row : (row - 4) / 3; };
    bool person_object = false;
    for (const auto& [human, object] : rows_of(sample)) {
      EXPECT_EQ(sample.labels[human].item<int64_t>(), Scene::kPerson);
      EXPECT_NE(instance(human), instance(object));
      person_object |= sample.labels[object].item<int64_t>() == Scene::kPerson;
    }
    EXPECT_EQ(person_object, person_as_object);
  }
}

TEST(SamplePairs, PairsUnmatchedRegionsWithEachOther) {
  Scene scene;
  scene.truth.labels.fill_(Scene::kCup);  // nobody is annotated
  const auto box = torch::tensor({500., 500., 520., 520.});
  scene.add(box, -1, Scene::kPerson);
  scene.add(box + 9, -1, Scene::kBall);
  EXPECT_THAT(rows_of(scene.sample()),
              UnorderedElementsAre(Pair(4, 0), Pair(4, 1), Pair(4, 2), Pair(4, 3), Pair(4, 5)));
}

TEST(SamplePairs, DrawsOnePositiveToThreeNegatives) {
  Scene scene;
  scene.add_background(32);
  const auto sample = scene.sample();
  EXPECT_EQ(num_annotated(sample), 2);
  EXPECT_EQ(sample.pairs.size(), 8);
}

TEST(SamplePairs, DrawsAtMostAQuarterPositivesAndGroundTruthPairsFirst) {
  Scene scene;
  scene.add_jitter(16);
  scene.add_background(32);
  const auto sample = scene.sample();
  EXPECT_EQ(sample.pairs.size(), 128);
  EXPECT_EQ(num_annotated(sample), 32);
  EXPECT_TRUE(sample.is_annotated.slice(0, 0, 32).all().item<bool>());
  const auto rows = rows_of(sample);
  EXPECT_THAT((PairRows{rows[0], rows[1]}), UnorderedElementsAre(Pair(0, 2), Pair(1, 3)));
  const std::set<PairRows::value_type> distinct(rows.begin(), rows.end());
  EXPECT_EQ(distinct.size(), 128U);
}

// Only person 0 takes part in an interaction: a negative is hard when it shares person 0 or the
// cup. The other persons are unmatched regions.
TEST(SamplePairs, DrawsHalfOfTheNegativesAmongThoseThatShareAnInstanceWithAPositive) {
  Scene scene;
  scene.truth.pair_subject = torch::tensor({0}, torch::kInt64);
  scene.truth.pair_object = torch::tensor({2}, torch::kInt64);
  scene.truth.pair_verbs = torch::tensor({{1., 0., 0.}});
  scene.add_background(20);
  scene.add_jitter(3);
  scene.options.pairs_per_image = 16;  // 4 positives, 12 negatives
  const auto positive_instance = [&](int64_t row, int64_t instance) {
    return row == instance || (row >= 4 && row < 16 && (row - 4) / 3 == instance);
  };
  for (uint64_t seed = 0; seed < 5; ++seed) {
    const auto sample = scene.sample(seed);
    ASSERT_EQ(sample.pairs.size(), 16);
    int64_t hard = 0;
    const auto rows = rows_of(sample);
    for (std::size_t p = 4; p < 16; ++p) {
      hard += positive_instance(rows[p].first, 0) || positive_instance(rows[p].second, 2);
    }
    EXPECT_EQ(hard, 6);
  }
}

TEST(SamplePairs, FillsUpWithHardNegativesWhereThereAreNoOthers) {
  Scene scene;  // all pairs share person 0
  scene.truth.boxes = scene.truth.boxes.index_select(0, torch::tensor({0, 2}, torch::kInt64));
  scene.truth.labels = torch::tensor({Scene::kPerson, Scene::kCup}, torch::kInt64);
  scene.truth.pair_subject = torch::tensor({0}, torch::kInt64);
  scene.truth.pair_object = torch::tensor({1}, torch::kInt64);
  scene.truth.pair_verbs = torch::tensor({{1., 0., 0.}});
  scene.add_background(10);
  EXPECT_EQ(scene.sample().pairs.size(), 4);
}

TEST(SamplePairs, DrawsEightNegativesFromAnImageWithoutPositives) {
  Scene scene;
  scene.truth.pair_subject = scene.truth.pair_object = torch::zeros({0}, torch::kInt64);
  scene.truth.pair_verbs = torch::zeros({0, 3});
  scene.add_background(20);
  const auto sample = scene.sample();
  EXPECT_EQ(sample.pairs.size(), 8);
  EXPECT_EQ(num_annotated(sample), 0);
  EXPECT_TRUE(is_close(sample.targets, torch::zeros({8, 3}), 0));
}

TEST(SamplePairs, KeepsTheBestMatchesOfEachGroundTruth) {
  Scene scene;
  for (int64_t shift = 20; shift > 0; --shift) {  // the later, the better
    scene.add(scene.truth.boxes[0] + static_cast<double>(shift), 0, Scene::kPerson);
  }
  scene.add(scene.truth.boxes[2] + 1, 2, Scene::kCup);
  scene.options.regions_per_truth = 2;
  const auto sample = scene.sample();
  ASSERT_EQ(sample.boxes.size(0), 4 + 2 + 1);
  EXPECT_TRUE(is_close(sample.boxes[4], scene.truth.boxes[0] + 1, 0));
  EXPECT_TRUE(is_close(sample.boxes[5], scene.truth.boxes[0] + 2, 0));
  EXPECT_TRUE(is_close(sample.boxes[6], scene.truth.boxes[2] + 1, 0));
}

TEST(SamplePairs, KeepsTheMostConfidentBackgroundWithTheDetectorsClass) {
  Scene scene;
  const auto box = torch::tensor({500., 500., 520., 520.});
  scene.add(box, -1, Scene::kBall, 0.3);
  scene.add(box + 1, -1, Scene::kPerson, 0.8);
  scene.add(box + 2, -1, Scene::kCup, 0.05);  // below background_min_score
  scene.add(box + 3, -1, Scene::kCup, 0.5);
  scene.options.background_regions = 2;
  auto sample = scene.sample();
  EXPECT_TRUE(is_close(sample.boxes.slice(0, 4), torch::stack({box + 1, box + 3}), 0));
  EXPECT_TRUE(is_close(sample.labels.slice(0, 4),
                       torch::tensor({Scene::kPerson, Scene::kCup}, torch::kInt64), 0));
  scene.options.background_regions = 32;
  EXPECT_EQ(scene.sample().boxes.size(0), 4 + 3);
}

TEST(SamplePairs, TrustsNoBackgroundWhereObjectsMayLackABox) {
  Scene scene;
  scene.add_background(5);
  scene.truth.boxes_exhaustive = false;
  EXPECT_EQ(scene.sample().boxes.size(0), 4);
}

TEST(SamplePairs, KeepsAnAnnotatedPairWhoseBoxHasNoArea) {
  Scene scene;
  scene.truth.boxes[2] = torch::tensor({50., 50., 50., 80.});
  EXPECT_EQ(num_annotated(scene.sample()), 2);
}

TEST(SamplePairs, DependsOnTheSeedOnly) {
  Scene scene;
  scene.add_jitter(16);
  scene.add_background(32);
  const auto first = scene.sample(7), again = scene.sample(7);
  EXPECT_EQ(rows_of(first), rows_of(again));
  EXPECT_TRUE(is_close(first.targets, again.targets, 0));
  EXPECT_NE(rows_of(first), rows_of(scene.sample(8)));
}

TEST(SamplePairs, TakesAnImageWithoutAnything) {
  Scene scene;
  scene.truth.boxes = torch::zeros({0, 4});
  scene.truth.labels = scene.truth.pair_subject = scene.truth.pair_object =
      torch::zeros({0}, torch::kInt64);
  scene.truth.pair_verbs = torch::zeros({0, 3});
  const auto sample = scene.sample();
  EXPECT_EQ(sample.pairs.size(), 0);
  EXPECT_EQ(sample.targets.sizes(), torch::IntArrayRef({0, 3}));
  EXPECT_EQ(sample.is_annotated.size(0), 0);
}

TEST(SamplePairs, RejectsVerbsOfOtherPairs) {
  Scene scene;
  scene.truth.pair_verbs = torch::zeros({3, 3});
  EXPECT_THROW(scene.sample(), c10::Error);
}

}  // namespace
}  // namespace hoi
