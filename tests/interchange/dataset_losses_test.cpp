#include "interchange/dataset_losses.h"

#include <gtest/gtest.h>

#include "interchange/counted_findings.h"

namespace hoi {
namespace {

TEST(DatasetLosses, NameTheImageInOneLine) {
  ImageAnnotation image;
  image.file_name = "a\nb.png";
  EXPECT_EQ(where_in(image), "image 'a?b.png'");
}

TEST(DatasetLosses, CountMasksPerInstanceAndFaces) {
  ImageAnnotation image;
  image.instances.resize(3);
  image.instances[0].polygons = {{0, 0, 1, 0, 1, 1}, {2, 2, 3, 2, 3, 3}};
  image.instances[2].run_lengths = RunLengthMask{1, 1, {0, 1}};
  image.faces.resize(1);
  DatasetFindings findings;
  count_masks_and_faces(image, findings);
  EXPECT_EQ(losses_of(findings, "mask"), 2);
  EXPECT_EQ(losses_of(findings, "face"), 1);
}

TEST(DatasetLosses, CountWordsThatNothingUsesButNeverThePerson) {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"ball", "person", "zebra"}, {"kick", "pet"}, 1, true};
  dataset.images.resize(1);
  dataset.images[0].instances.resize(1);
  dataset.images[0].interactions = {{0, 0, 1}};
  DatasetFindings findings;
  count_unused_words(dataset, findings);
  EXPECT_EQ(losses_of(findings, "word without use"), 2) << "zebra and kick";
}

}  // namespace
}  // namespace hoi
