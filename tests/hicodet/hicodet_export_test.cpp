#include "hicodet/hicodet_export.h"

#include <map>

#include <gmock/gmock.h>

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

/// A person and a dog in one image; the person hugs it.
AnnotatedDataset dog_dataset() {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"human", "dog", "unicorn"}, {"hug", "ride", "juggle"}, 0, true};
  dataset.image_folder = "pictures";
  ImageAnnotation image;
  image.file_name = "a.jpg";
  image.split = "train";
  image.width = 100;
  image.height = 50;
  for (const int category : {0, 1}) {
    InstanceAnnotation instance;
    instance.category = category;
    instance.box = {float(10 * category), 5, 40, 45};
    image.instances.push_back(instance);
  }
  image.interactions.push_back({0, 1, 0});
  dataset.images.push_back(image);
  return dataset;
}

/// How often each rule was reported.
std::map<std::string, std::int64_t> losses_of(const AnnotatedDataset& dataset) {
  DatasetFindings findings;
  export_hicodet(dataset, "x", findings);
  std::map<std::string, std::int64_t> counts;
  for (const auto& [what, count] : findings.counts()) counts[what.second] = count;
  EXPECT_EQ(findings.repairs(), 0);
  return counts;
}

TEST(HicodetExport, ExpressesPairsWithInclusiveCornersFromOne) {
  DatasetFindings findings;
  const HicodetExport data = export_hicodet(dog_dataset(), "x", findings);
  EXPECT_TRUE(findings.is_empty());
  EXPECT_TRUE(data.test.images.empty());
  ASSERT_EQ(data.train.images.size(), 1U);
  ASSERT_EQ(data.train.images[0].pairs.size(), 1U);
  const HicodetPair& pair = data.train.images[0].pairs[0];
  EXPECT_EQ(pair.boxes.human, (std::array<double, 4>{1, 6, 40, 45}));
  EXPECT_EQ(pair.boxes.object, (std::array<double, 4>{11, 6, 40, 45}));
  const HicodetWords& words = data.train.words;
  const auto [object, verb] = words.interactions.at(static_cast<std::size_t>(pair.interaction));
  EXPECT_EQ(words.objects.at(static_cast<std::size_t>(object)), "dog");
  EXPECT_EQ(words.verbs.at(static_cast<std::size_t>(verb)), "hug");
  ASSERT_EQ(data.placements.size(), 1U);
  EXPECT_EQ(data.placements[0].source, "pictures/a.jpg");
  EXPECT_EQ(data.placements[0].target, "images/train2015/a.jpg");
}

TEST(HicodetExport, ReportsInteractionsThatAreNoClassAndTheirInstances) {
  AnnotatedDataset dataset = dog_dataset();
  dataset.images[0].interactions[0].verb = 1;  // nobody rides a dog in HICO-DET
  EXPECT_THAT(losses_of(dataset), ElementsAre(Pair("instance without interaction", 2),
                                              Pair("interaction that is no HICO-DET class", 1)));
  dataset.images[0].interactions[0].verb = 2;  // not a verb of it
  EXPECT_THAT(losses_of(dataset), ElementsAre(Pair("instance without interaction", 2),
                                              Pair("interaction that is no HICO-DET class", 1)));
  dataset.images[0].interactions.push_back({0, 1, 0});
  dataset.images[0].instances.push_back(dataset.images[0].instances[1]);
  dataset.images[0].instances[2].category = 2;
  dataset.images[0].interactions.push_back({0, 2, 0});
  EXPECT_THAT(losses_of(dataset), ElementsAre(Pair("instance without interaction", 1),
                                              Pair("interaction that is no HICO-DET class", 2)));
}

TEST(HicodetExport, ReportsMasksCrowdsAndFaces) {
  AnnotatedDataset dataset = dog_dataset();
  dataset.images[0].instances[0].polygons = {{0, 0, 1, 0, 1, 1}};
  dataset.images[0].instances[1].run_lengths = RunLengthMask{1, 1, {0, 1}};
  dataset.images[0].instances[1].crowd = true;
  dataset.images[0].faces.resize(3);
  EXPECT_THAT(losses_of(dataset),
              ElementsAre(Pair("crowd mark", 1), Pair("face", 3), Pair("mask", 2)));
}

TEST(HicodetExport, ReportsStatementsThatCannotBeMade) {
  AnnotatedDataset dataset = dog_dataset();
  dataset.images[0].boxes_exhaustive = false;
  EXPECT_THAT(losses_of(dataset), ElementsAre(Pair("boxes that are not all there", 1)));
  dataset.images[0].interactions.clear();
  dataset.images[0].instances.clear();
  EXPECT_THAT(losses_of(dataset), ElementsAre(Pair("image without interactions", 1)));
  dataset.images[0].interactions_annotated = false;
  EXPECT_TRUE(losses_of(dataset).empty());
}

TEST(HicodetExport, HasTwoSplits) {
  AnnotatedDataset dataset = dog_dataset();
  for (const char* split : {"trainval", "val", "test", ""}) {
    dataset.images.push_back(dataset.images[0]);
    dataset.images.back().split = split;
    dataset.images.back().file_name = std::string("sub/") + split + ".jpg";
  }
  DatasetFindings findings;
  const HicodetExport data = export_hicodet(dataset, "x", findings);
  EXPECT_EQ(data.train.images.size(), 3U);
  ASSERT_EQ(data.test.images.size(), 2U);
  EXPECT_EQ(data.test.images[1].file_name, "sub_test.jpg");
  EXPECT_EQ(data.placements[3].target, "images/test2015/sub_test.jpg");
  EXPECT_THAT(losses_of(dataset),
              ElementsAre(Pair("name of a picture", 4), Pair("name of a split", 3)));
}

}  // namespace
}  // namespace hoi
