#include "interchange/named_dataset.h"

#include <gtest/gtest.h>

#include "interchange/counted_findings.h"

namespace hoi {
namespace {

using Words = std::vector<std::string>;

/// An image of 100 x 80.
NamedImage image_with(std::vector<NamedInstance> instances,
                      std::vector<NamedInteraction> interactions, const std::string& name = "a") {
  NamedImage named;
  named.image.file_name = name;
  named.image.width = 100;
  named.image.height = 80;
  named.instances = std::move(instances);
  named.interactions = std::move(interactions);
  return named;
}

NamedInstance thing(const std::string& name) { return {name, {10, 10, 20, 20}, false, {}}; }

AnnotatedDataset dataset_of(const std::vector<NamedImage>& images, DatasetFindings& findings) {
  NamedDataset dataset(findings);
  for (const auto& image : images) dataset.add(image, "file", "where");
  return dataset.take();
}

TEST(NamedDataset, SortsWordsWithThePersonFirst) {
  DatasetFindings findings;
  const auto dataset = dataset_of({image_with({thing("zebra"), thing("person")}, {{1, 0, "pet"}}),
                                   image_with({thing("ball"), thing("person"), thing("zebra")},
                                              {{1, 0, "kick"}, {1, 2, "pet"}}, "b")},
                                  findings);
  EXPECT_TRUE(findings.is_empty());
  EXPECT_EQ(dataset.vocabulary.objects, (Words{"person", "ball", "zebra"}));
  EXPECT_EQ(dataset.vocabulary.verbs, (Words{"kick", "pet"}));
  EXPECT_EQ(dataset.vocabulary.person, 0);
  EXPECT_FALSE(dataset.vocabulary.person_as_object);
  EXPECT_EQ(dataset.images[0].instances[0].category, 2);
  EXPECT_EQ(dataset.images[0].instances[1].category, 0);
  EXPECT_EQ(dataset.images[0].interactions[0].verb, 1);
  EXPECT_EQ(dataset.images[1].instances[0].category, 1);
  EXPECT_EQ(dataset.images[1].interactions[0].verb, 0);
  EXPECT_NE(dataset.images[0].instances[1].id, dataset.images[1].instances[0].id);
}

TEST(NamedDataset, PersonsAreObjectsWhereOneIsOrNothingTells) {
  DatasetFindings findings;
  EXPECT_TRUE(
      dataset_of({image_with({thing("person"), thing("person")}, {{0, 1, "talk"}})}, findings)
          .vocabulary.person_as_object);
  EXPECT_TRUE(dataset_of({}, findings).vocabulary.person_as_object);
}

TEST(NamedDataset, KnowsThePersonByOtherNames) {
  DatasetFindings human;
  EXPECT_EQ(dataset_of({image_with({thing("human")}, {})}, human).vocabulary.objects,
            (Words{"human"}));
  EXPECT_TRUE(human.is_empty());
  DatasetFindings mixed;
  const auto dataset =
      dataset_of({image_with({thing("human"), thing("Person"), thing("person")}, {})}, mixed);
  EXPECT_EQ(dataset.vocabulary.objects, (Words{"person"}));
  EXPECT_EQ(repairs_of(mixed, "name of the person"), 2);
  DatasetFindings nobody;
  EXPECT_EQ(dataset_of({image_with({thing("ball")}, {})}, nobody).vocabulary.objects,
            (Words{"person", "ball"}));
}

TEST(NamedDataset, ClipsBoxesAndLeavesOutEmptyOnes) {
  DatasetFindings findings;
  const auto dataset = dataset_of(
      {image_with({{"person", {-1, 5, 101, 80}, false, {}},
                   {"ball", {5, 5, 5, 9}, false, {}},
                   {"ball", {9, 5, 5, 9}, false, {}},
                   {"ball", {100, 5, 120, 9}, false, {}},
                   {"ball", {0.1, 0.2, 99.99999999, 80.000000001}, true, {{1, 2, 3, 4, 5, 6}}}},
                  {{0, 1, "kick"}, {0, 4, "kick"}})},
      findings);
  EXPECT_EQ(repairs_of(findings, "box outside the picture"), 1)
      << "what single precision cannot tell from the border is inside";
  EXPECT_EQ(repairs_of(findings, "box without area"), 3);
  EXPECT_EQ(repairs_of(findings, "interaction without its box"), 1);
  const auto& image = dataset.images[0];
  ASSERT_EQ(image.instances.size(), 2U);
  EXPECT_FLOAT_EQ(image.instances[0].box.x1, 0);
  EXPECT_FLOAT_EQ(image.instances[0].box.x2, 100);
  EXPECT_FLOAT_EQ(image.instances[1].box.x1, 0.1F);
  EXPECT_TRUE(image.instances[1].crowd);
  EXPECT_EQ(image.instances[1].polygons.size(), 1U);
  ASSERT_EQ(image.interactions.size(), 1U);
  EXPECT_EQ(image.interactions[0].object, 1);
}

TEST(NamedDataset, LeavesOutInteractionsThatMeanNothing) {
  DatasetFindings findings;
  const auto dataset =
      dataset_of({image_with({thing("person"), thing("ball"), thing("")}, {{0, 3, "kick"},
                                                                           {-1, 1, "kick"},
                                                                           {INT64_MAX, 1, "kick"},
                                                                           {1, 0, "kick"},
                                                                           {0, 0, "kick"},
                                                                           {0, 1, ""},
                                                                           {0, 2, "kick"}})},
                 findings);
  EXPECT_EQ(repairs_of(findings, "interaction out of range"), 3);
  EXPECT_EQ(repairs_of(findings, "subject is no person"), 1);
  EXPECT_EQ(repairs_of(findings, "interaction with itself"), 1);
  EXPECT_EQ(repairs_of(findings, "interaction without verb"), 1);
  EXPECT_EQ(repairs_of(findings, "box without class"), 1);
  EXPECT_EQ(repairs_of(findings, "interaction without its box"), 1);
  EXPECT_TRUE(dataset.images[0].interactions.empty());
  EXPECT_TRUE(dataset.vocabulary.verbs.empty()) << "words of what was left out do not count";
}

TEST(NamedDataset, LeavesOutRepeatedImagesAndUnsafeNames) {
  DatasetFindings findings;
  const auto dataset =
      dataset_of({image_with({}, {}, "a"), image_with({}, {}, "a"), image_with({}, {}, "../a"),
                  image_with({}, {}, "/a"), image_with({}, {}, "")},
                 findings);
  EXPECT_EQ(repairs_of(findings, "repeated image"), 1);
  EXPECT_EQ(repairs_of(findings, "unsafe file name"), 3);
  EXPECT_EQ(dataset.images.size(), 1U);
}

TEST(NamedDataset, KnowsWhichNamesStayInTheirFolder) {
  for (const char* name : {"a", "a/b.png", "..a", "a..b/c"}) EXPECT_TRUE(is_safe_file_name(name));
  for (const char* name : {"", "/", "/a", "..", "a/../b", "a/..", "a/"}) {
    EXPECT_FALSE(is_safe_file_name(name)) << name;
  }
  EXPECT_FALSE(is_safe_file_name(std::string("a\0b", 3)));
}

}  // namespace
}  // namespace hoi
