// Reads the ten pictures that the organisers of PIC 1.0 published as samples.
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "pic/pic_reader.h"
#include "pic/pic_samples.h"
#include "support/shared_data.h"

namespace hoi {
namespace {

TEST(PicDemo, IsReadWithItsVersion) {
  const auto folder = shared_data("data/pic-demo");
  if (!folder) GTEST_SKIP() << "no ../shared beside the repository";
  DatasetFindings findings;
  const AnnotatedDataset dataset = read_pic(*folder, {{}, {}, findings});
  EXPECT_EQ(dataset.vocabulary, pic_vocabulary(pic_v1_numbering()));
  ASSERT_EQ(dataset.images.size(), 10U);

  std::size_t instances = 0, interactions = 0, humans = 0;
  std::map<std::string, int> classes;
  for (const ImageAnnotation& image : dataset.images) {
    EXPECT_TRUE(std::filesystem::exists(*folder / image.file_name)) << image.file_name;
    instances += image.instances.size();
    interactions += image.interactions.size();
    for (const InstanceAnnotation& instance : image.instances) {
      humans += instance.category == dataset.vocabulary.person ? 1 : 0;
      ++classes[dataset.vocabulary.objects.at(static_cast<std::size_t>(instance.category))];
    }
    for (const InteractionAnnotation& interaction : image.interactions) {
      const auto subject = static_cast<std::size_t>(interaction.subject);
      EXPECT_EQ(image.instances.at(subject).category, dataset.vocabulary.person);
    }
  }
  // The files have 132 relations of 75 instances. One instance, the building of outdoor_04356, has
  // no class: it is left out with its two relations.
  EXPECT_EQ(instances, 74U);
  EXPECT_EQ(interactions, 130U);
  EXPECT_EQ(count_of(findings, "instance without a class"), 1);
  EXPECT_EQ(count_of(findings, "relation of an instance that is not in the maps"), 2);
  EXPECT_EQ(findings.repairs(), 3);

  // What the pictures show: a screen behind children, tables, doors, framed posters, trees, a gun.
  EXPECT_EQ(humans, 41U);
  EXPECT_EQ(classes["display"], 1);
  EXPECT_EQ(classes["door"], 3);
  EXPECT_EQ(classes["painting/poster"], 4);
  EXPECT_EQ(classes["vegetation"], 3);
  EXPECT_EQ(classes["gun"], 1);
}

}  // namespace
}  // namespace hoi
