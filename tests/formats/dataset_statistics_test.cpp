#include "formats/dataset_statistics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/annotation_parser.h"
#include "support/example_annotations.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

AnnotatedDataset example() { return parse_annotations(example_annotations(), "x.json").dataset; }

TEST(CountStatistics, CountsTheExample) {
  auto dataset = example();
  dataset.images[0].interactions.push_back({0, 1, 1});  // a second verb of the same pair
  const auto statistics = count_statistics(dataset);
  ASSERT_EQ(statistics.splits.size(), 2U);
  const SplitStatistics& train = statistics.splits[0];
  EXPECT_EQ(train.split, "train");
  EXPECT_EQ(train.images, 1);
  EXPECT_EQ(train.images_with_annotated_interactions, 1);
  EXPECT_EQ(train.images_with_exhaustive_boxes, 1);
  EXPECT_EQ(train.instances, 3);
  EXPECT_EQ(train.persons, 2);
  EXPECT_EQ(train.crowds, 1);
  EXPECT_EQ(train.masks, 1);
  EXPECT_EQ(train.faces, 1);
  EXPECT_EQ(train.interactions, 3);
  EXPECT_EQ(train.pairs, 2);
  EXPECT_EQ(train.possible_pairs, 4) << "two persons, each with two other instances";
  EXPECT_EQ(statistics.splits[1].images_with_annotated_interactions, 0);
  EXPECT_EQ(statistics.total.images, 2);
  EXPECT_THAT(statistics.instances_of_category, ElementsAre(1, 2));
  EXPECT_THAT(statistics.object_pairs_of_category, ElementsAre(1, 1));
  EXPECT_THAT(statistics.interactions_of_verb, ElementsAre(1, 2));
  EXPECT_THAT(statistics.images_of_verb, ElementsAre(1, 1));
}

TEST(CountStatistics, PersonsAreNoPossibleObjectsWhereTheDataSetSaysSo) {
  auto dataset = example();
  dataset.vocabulary.person_as_object = false;
  EXPECT_EQ(count_statistics(dataset).total.possible_pairs, 2);
}

TEST(StatisticsTable, ShowsSplitsVerbsAndCategories) {
  const auto dataset = example();
  const std::string table = statistics_table(count_statistics(dataset), dataset.vocabulary);
  EXPECT_THAT(table, HasSubstr("split  images  with verbs  all boxes"));
  EXPECT_THAT(table, HasSubstr("\ntrain       1 "));
  EXPECT_THAT(table, HasSubstr("\ntotal       2 "));
  EXPECT_THAT(table, HasSubstr("\nkick             1       1\n"));
  EXPECT_THAT(table, HasSubstr("\nperson            2                1\n"));
}

TEST(StatisticsTable, HandlesAnEmptyDataSet) {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"person"}, {"kick"}, 0, true};
  const std::string table = statistics_table(count_statistics(dataset), dataset.vocabulary);
  EXPECT_THAT(table, HasSubstr("1 categories have no instance"));
}

}  // namespace
}  // namespace hoi
