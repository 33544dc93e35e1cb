#include "vcoco/vcoco_reader.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/temporary_folder.h"
#include "vcoco/small_vcoco.h"

namespace hoi {
namespace {

TEST(VcocoReader, ReadsTheFilesOfAFolder) {
  const TemporaryFolder folder;
  folder.write("vcoco_train.json", small_labels().dump());
  folder.write("instances_vcoco_all_2014.json", small_coco().dump());
  folder.write("splits/vcoco_train.ids", "1\n2\n");
  folder.write("images/train2014/x.jpg", "");
  DatasetFindings findings;
  std::uint64_t reported = 0;
  const ReadProgress progress = [&](std::uint64_t done, std::uint64_t) { reported = done; };
  const AnnotatedDataset dataset = read_vcoco(folder.path(), {{}, progress, findings});
  ASSERT_EQ(dataset.images.size(), 2U);
  EXPECT_EQ(dataset.images[0].interactions.size(), 2U);
  EXPECT_EQ(dataset.image_folder, folder / "images");
  EXPECT_EQ(findings.repairs(), 0);
  EXPECT_GT(reported, 0U);
}

TEST(VcocoReader, NamesTheFileThatIsBroken) {
  const TemporaryFolder folder;
  folder.write("vcoco_test.json", small_labels().dump());
  folder.write("instances_val2014.json", "{\"images\": [1");
  DatasetFindings findings;
  const auto read = [&] { read_vcoco(folder.path(), {{}, {}, findings}); };
  EXPECT_NE(input_error_of(read).find("instances_val2014.json:1:"), std::string::npos);
  folder.write("instances_val2014.json", small_coco().dump());
  folder.write("vcoco_test.ids", "one\n");
  EXPECT_NE(input_error_of(read).find("vcoco_test.ids:1:"), std::string::npos);
}

TEST(VcocoReader, UnderStrictTheFirstRepairIsAnError) {
  const TemporaryFolder folder;
  auto coco = small_coco();
  coco["annotations"][0]["bbox"] = {10, 10, 0, 0};
  folder.write("vcoco_train.json", small_labels().dump());
  folder.write("instances_vcoco_all_2014.json", coco.dump());
  DatasetFindings findings(true);
  EXPECT_NE(input_error_of([&] {
              read_vcoco(folder.path(), {{}, {}, findings});
            }).find("annotation 10: [10, 10, 10, 10] left out"),
            std::string::npos);
}

}  // namespace
}  // namespace hoi
