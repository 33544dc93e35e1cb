#include "formats/dataset_statistics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/annotation_parser.h"
#include "support/example_annotations.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

AnnotatedDataset example() {
  return parse_annotations(JsonRecords(example_annotations().dump(), "x.json")).dataset;
}

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
  EXPECT_EQ(train.masks, 2);
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

TEST(CountStatistics, CountsMasksOfBothForms) {
  auto dataset = example();
  for (auto& instance : dataset.images[0].instances) {
    instance.polygons.clear();
    instance.run_lengths.reset();
  }
  EXPECT_EQ(count_statistics(dataset).total.masks, 0);
  dataset.images[0].instances[0].polygons = {{0, 0, 1, 0, 1, 1}};
  dataset.images[0].instances[2].run_lengths = RunLengthMask{100, 80, {8000}};
  EXPECT_EQ(count_statistics(dataset).total.masks, 2);
}

TEST(CountStatistics, ListsSplitsInTheOrderOfTheirFirstImage) {
  AnnotatedDataset dataset;
  for (const std::string split : {"b", "a", "b", ""}) dataset.images.emplace_back().split = split;
  const auto splits = count_statistics(dataset).splits;
  ASSERT_EQ(splits.size(), 3U);
  EXPECT_EQ(splits[0].split, "b");
  EXPECT_EQ(splits[0].images, 2);
  EXPECT_EQ(splits[1].split, "a");
  EXPECT_EQ(splits[2].split, "");
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

TEST(StatisticsTable, KeepsControlCharactersOfNamesFromTheTerminal) {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"person"}, {"ki\nck\xff"}, 0, true};
  dataset.images.emplace_back().split = "tr\x1b[2Jain";
  const std::string table = statistics_table(count_statistics(dataset), dataset.vocabulary);
  EXPECT_THAT(table, HasSubstr("ki?ck?"));
  EXPECT_THAT(table, HasSubstr("tr?[2Jain"));
}

TEST(StatisticsTable, HandlesAnEmptyDataSet) {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"person"}, {"kick"}, 0, true};
  const std::string table = statistics_table(count_statistics(dataset), dataset.vocabulary);
  EXPECT_THAT(table, HasSubstr("1 categories have no instance"));
}

}  // namespace
}  // namespace hoi
