#include "interchange/odgt_reader.h"

#include <gtest/gtest.h>

#include "interchange/counted_findings.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

std::string line_of(const std::string& name, const std::string& size) {
  return R"({"file_name": ")" + name + "\", " + size +
         R"("gtboxes": [{"box": [1, 2, 30, 40], "tag": "person"}], "hoi": []})" + "\n";
}

const std::string kSize = R"("width": 100, "height": 80, )";

TEST(OdgtReader, ReadsEveryFileOfAFolder) {
  const TemporaryFolder folder;
  folder.write("hoia_trainval.odgt", line_of("a.png", kSize) + line_of("b.png", kSize));
  folder.write("hoia_test.odgt", line_of("c.png", kSize));
  folder.write("readme.txt", "no data");
  DatasetFindings findings;
  const auto dataset = read_odgt(folder.path(), {{}, {}, findings});
  EXPECT_TRUE(findings.is_empty());
  EXPECT_EQ(dataset.image_folder, folder / "images");
  ASSERT_EQ(dataset.images.size(), 3U);
  EXPECT_EQ(dataset.images[0].file_name, "c.png");
  EXPECT_EQ(dataset.images[0].split, "test");
  EXPECT_EQ(dataset.images[2].split, "trainval");
  EXPECT_EQ(dataset.images[2].width, 100);
}

TEST(OdgtReader, ReadsOneFile) {
  const TemporaryFolder folder;
  const auto file = folder.write("val.odgt", line_of("a.png", kSize));
  folder.write("train.odgt", line_of("b.png", kSize));
  DatasetFindings findings;
  const auto dataset = read_odgt(file, {{}, {}, findings});
  ASSERT_EQ(dataset.images.size(), 1U);
  EXPECT_EQ(dataset.images[0].split, "val");
}

TEST(OdgtReader, LeavesOutImagesWithoutPictureWhenItLooks) {
  const TemporaryFolder folder;
  folder.write("train.odgt",
               line_of("a.png", "") + line_of("b.png", kSize) + line_of("../c", kSize));
  folder.write("images/train/a.png", "x");
  DatasetFindings findings;
  const ImageSizeReader sizes = [](const auto&) { return std::make_pair(64, 48); };
  const auto dataset = read_odgt(folder.path(), {sizes, {}, findings});
  EXPECT_EQ(repairs_of(findings, "no picture"), 1);
  EXPECT_EQ(repairs_of(findings, "unsafe file name"), 1);
  ASSERT_EQ(dataset.images.size(), 1U);
  EXPECT_EQ(dataset.images[0].file_name, "train/a.png");
  EXPECT_EQ(dataset.images[0].width, 64) << "the file does not state it";
}

TEST(OdgtReader, MakesSizesOfBoxesWhenNothingStatesThem) {
  const TemporaryFolder folder;
  folder.write("train.odgt", line_of("a.png", ""));
  DatasetFindings findings;
  const auto dataset = read_odgt(folder.path(), {{}, {}, findings});
  EXPECT_EQ(repairs_of(findings, "no size"), 1);
  EXPECT_EQ(dataset.images[0].width, 31);
  EXPECT_EQ(dataset.images[0].height, 42);
}

TEST(OdgtReader, TellsProgressAfterEachFile) {
  const TemporaryFolder folder;
  const std::string line = line_of("a.png", kSize);
  folder.write("train.odgt", line);
  folder.write("val.odgt", line_of("b.png", kSize));
  DatasetFindings findings;
  std::vector<std::uint64_t> told;
  const ReadProgress progress = [&](std::uint64_t done, std::uint64_t total) {
    told.push_back(done);
    EXPECT_EQ(total, 2 * line.size());
  };
  read_odgt(folder.path(), {{}, progress, findings});
  EXPECT_EQ(told, (std::vector<std::uint64_t>{line.size(), 2 * line.size()}));
}

TEST(OdgtReader, ErrorsNameTheLine) {
  const TemporaryFolder folder;
  folder.write("train.odgt", line_of("a.png", kSize) + "\n{\"file_name\": 3}\n");
  DatasetFindings findings;
  EXPECT_THAT(input_error_of([&] {
                read_odgt(folder.path(), {{}, {}, findings});
              }),
              HasSubstr("train.odgt:3: 'file_name' must be a text"));
}

TEST(OdgtReader, RefusesFoldersWithoutFiles) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  EXPECT_THAT(input_error_of([&] {
                read_odgt(folder.path(), {{}, {}, findings});
              }),
              HasSubstr("has no .odgt file"));
  EXPECT_THAT(input_error_of([&] {
                read_odgt(folder / "none", {{}, {}, findings});
              }),
              HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace hoi
