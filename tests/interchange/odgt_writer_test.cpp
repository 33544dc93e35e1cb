#include "interchange/odgt_writer.h"

#include <gtest/gtest.h>

#include "interchange/counted_findings.h"
#include "interchange/odgt_reader.h"
#include "interchange/random_named_dataset.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

AnnotatedDataset person_and_ball() {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"person", "ball"}, {"kick"}, 0, true};
  dataset.image_folder = "/pictures";
  ImageAnnotation image;
  image.file_name = "x/a.png";
  image.width = 100;
  image.height = 80;
  image.split = "train";
  image.instances.resize(2);
  image.instances[0].box = {10, 20, 40.5F, 60};
  image.instances[1].category = 1;
  image.instances[1].box = {1, 2, 4, 6};
  image.interactions = {{0, 1, 0}};
  dataset.images = {image};
  return dataset;
}

TEST(OdgtWriter, WritesOneLinePerImage) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  const auto placements = write_odgt(person_and_ball(), folder.path(), findings);
  EXPECT_TRUE(findings.is_empty());
  EXPECT_EQ(
      content_of(folder / "train.odgt"),
      R"({"file_name":"x/a.png","width":100,"height":80,"gtboxes":[)"
      R"({"box":[10.0,20.0,30.5,40.0],"tag":"person"},{"box":[1.0,2.0,3.0,4.0],"tag":"ball"}],)"
      R"("hoi":[{"subject_id":0,"object_id":1,"interaction":"kick"}]})"
      "\n");
  ASSERT_EQ(placements.size(), 1U);
  EXPECT_EQ(placements[0].source, "/pictures/x/a.png");
  EXPECT_EQ(placements[0].target, "images/x/a.png");
}

TEST(OdgtWriter, ReadingGivesTheDatasetBack) {
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    const auto dataset = random_named_dataset(true, random);
    const TemporaryFolder folder;
    DatasetFindings findings;
    write_odgt(dataset, folder.path(), findings);
    EXPECT_EQ(findings.losses(), losses_of(findings, "word without use"));
    const auto back = read_odgt(folder.path(), {{}, {}, findings});
    EXPECT_EQ(findings.repairs(), 0);
    EXPECT_EQ(in_words(back), in_words(dataset));
  }
}

TEST(OdgtWriter, CountsWhatTheFormatCannotSay) {
  auto dataset = person_and_ball();
  dataset.vocabulary.objects.push_back("zebra");
  dataset.vocabulary.verbs.push_back("pet");
  auto& image = dataset.images[0];
  image.instances[0].polygons = {{1, 2, 3, 4, 5, 6}};
  image.instances[1].run_lengths = RunLengthMask{1, 1, {0, 1}};
  image.faces.resize(2);
  image.boxes_exhaustive = false;
  image.split = "my train";
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_odgt(dataset, folder.path(), findings);
  EXPECT_EQ(losses_of(findings, "mask"), 2);
  EXPECT_EQ(losses_of(findings, "face"), 2);
  EXPECT_EQ(losses_of(findings, "boxes not exhaustive"), 1);
  EXPECT_EQ(losses_of(findings, "split"), 1);
  EXPECT_EQ(losses_of(findings, "word without use"), 2);
  EXPECT_EQ(findings.losses(), 8);
}

TEST(OdgtWriter, InteractionsOfAnImageThatIsSaidToHaveNoneAreLost) {
  auto dataset = person_and_ball();
  dataset.images[0].interactions_annotated = false;
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_odgt(dataset, folder.path(), findings);
  EXPECT_EQ(losses_of(findings, "interaction that is said not to be annotated"), 1);
  EXPECT_EQ(content_of(folder / "train.odgt").find("hoi"), std::string::npos);
}

TEST(OdgtWriter, WritesAnEmptyFileForAnEmptyDataset) {
  auto dataset = person_and_ball();
  dataset.images.clear();
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_odgt(dataset, folder.path(), findings);
  EXPECT_TRUE(read_odgt(folder.path(), {{}, {}, findings}).images.empty());
}

TEST(OdgtWriter, RefusesAFolderThatDoesNotExist) {
  DatasetFindings findings;
  EXPECT_THROW(write_odgt(person_and_ball(), "/nowhere/at/all", findings), InputError);
}

}  // namespace
}  // namespace hoi
