#include "hoiw/hoiw_reader.h"

#include <map>

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/shared_data.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;
using Splits = std::map<std::string, std::string>;

/// Every file that is not empty is a picture of 64 x 48.
std::optional<std::pair<int, int>> size_of(const std::filesystem::path& path) {
  if (std::filesystem::file_size(path) == 0) return std::nullopt;
  return std::make_pair(64, 48);
}

std::string list_of(const std::vector<std::string>& names) {
  std::string text = "[";
  for (const std::string& name : names) {
    text += std::string(text.size() > 1 ? "," : "") + R"({"file_name": ")" + name +
            R"(", "annotations": [{"bbox": [1, 2, 30, 40], "category_id": "1"}],
            "hoi_annotation": []})";
  }
  return text + "]";
}

AnnotatedDataset read_without_pictures(const std::filesystem::path& path) {
  DatasetFindings findings;
  return read_hoiw(path, {{}, {}, findings});
}

Splits splits_of(const AnnotatedDataset& dataset) {
  Splits splits;
  for (const auto& image : dataset.images) splits[image.file_name] = image.split;
  return splits;
}

TEST(HoiwReader, FindsTheOfficialFiles) {
  const TemporaryFolder folder;
  folder.write("trainval.json", list_of({"a.png"}));
  folder.write("test_2019.json", list_of({"b.png"}));
  const auto dataset = read_without_pictures(folder.path());
  EXPECT_EQ(dataset.image_folder, folder.path());
  EXPECT_EQ(splits_of(dataset), (Splits{{"images/a.png", "trainval"}, {"images/b.png", "test"}}));
  EXPECT_EQ(dataset.images[0].width, 30);
}

TEST(HoiwReader, FindsTheFilesOfOtherPrograms) {
  const TemporaryFolder folder;
  folder.write("annotations/train_hoia.json", list_of({"a.png"}));
  folder.write("annotations/test_hoia.json", list_of({"b.png"}));
  EXPECT_EQ(splits_of(read_without_pictures(folder.path())),
            (Splits{{"images/a.png", "train"}, {"images/b.png", "test"}}));
}

TEST(HoiwReader, PartsOfTrainvalGiveTheSplit) {
  const TemporaryFolder folder;
  folder.write("trainval.json", list_of({"a.png", "b.png", "c.png"}));
  folder.write("train.json", list_of({"b.png"}));
  folder.write("val.json", list_of({"c.png"}));
  EXPECT_EQ(
      splits_of(read_without_pictures(folder.path())),
      (Splits{{"images/a.png", "trainval"}, {"images/b.png", "train"}, {"images/c.png", "val"}}));
}

TEST(HoiwReader, TakesTheOnlyListOfASampleFolder) {
  const TemporaryFolder folder;
  folder.write("example.json", list_of({"a.png"}));
  EXPECT_EQ(splits_of(read_without_pictures(folder.path())), (Splits{{"images/a.png", ""}}));
  folder.write("second.json", "[]");
  EXPECT_THAT(input_error_of([&] { read_without_pictures(folder.path()); }),
              HasSubstr("has neither trainval.json"));
}

TEST(HoiwReader, TakesOneFile) {
  const TemporaryFolder folder;
  folder.write("annotations/val_small.json", list_of({"a.png"}));
  const auto dataset = read_without_pictures(folder / "annotations/val_small.json");
  EXPECT_EQ(dataset.image_folder, folder.path());
  EXPECT_EQ(splits_of(dataset), (Splits{{"images/a.png", "val"}}));
}

TEST(HoiwReader, FindsPicturesWhereverProgramsPutThem) {
  const TemporaryFolder folder;
  folder.write("trainval.json",
               list_of({"a.png", "b.png", "c.png", "d.png", "none.png", "broken.png"}));
  folder.write("images/a.png", "x");
  folder.write("images/trainval/b.png", "x");
  folder.write("trainval/c.png", "x");
  folder.write("d.png", "x");
  folder.write("images/broken.png", "");
  DatasetFindings findings;
  const auto dataset = read_hoiw(folder.path(), {size_of, {}, findings});
  EXPECT_EQ(splits_of(dataset), (Splits{{"images/a.png", "trainval"},
                                        {"images/trainval/b.png", "trainval"},
                                        {"trainval/c.png", "trainval"},
                                        {"d.png", "trainval"}}));
  EXPECT_EQ(dataset.images[0].width, 64);
  EXPECT_EQ(dataset.images[0].height, 48);
  const auto& counts = findings.counts();
  EXPECT_EQ(counts.at({DatasetFinding::Kind::kRepair, "no picture"}), 2);
}

TEST(HoiwReader, PicturesOfOneNameAreToldApartByTheSplit) {
  const TemporaryFolder folder;
  folder.write("test_2019.json", list_of({"1.png"}));
  folder.write("images/trainval/1.png", "x");
  folder.write("images/test/1.png", "x");
  DatasetFindings findings;
  EXPECT_EQ(splits_of(read_hoiw(folder.path(), {size_of, {}, findings})),
            (Splits{{"images/test/1.png", "test"}}));
}

TEST(HoiwReader, RefusesAFolderThatDoesNotExist) {
  EXPECT_THAT(input_error_of([] { read_without_pictures("/nowhere/at/all"); }),
              HasSubstr("/nowhere/at/all: cannot be read"));
}

TEST(HoiwReader, ReportsProgress) {
  const TemporaryFolder folder;
  const auto file = folder.write("trainval.json", list_of({"a.png"}));
  DatasetFindings findings;
  std::uint64_t last = 0;
  read_hoiw(folder.path(), {{}, [&](std::uint64_t done, std::uint64_t) { last = done; }, findings});
  EXPECT_EQ(last, std::filesystem::file_size(file));
}

TEST(HoiwReader, ReadsRealSamples) {
  const auto folder = shared_data("data/hoiw-demo");
  if (!folder) GTEST_SKIP() << "no ../shared beside the repository";
  DatasetFindings all_findings;
  const auto dataset = read_hoiw(*folder, {{}, {}, all_findings});
  EXPECT_EQ(dataset.images.size(), 30U);
  std::size_t interactions = 0;
  for (const auto& image : dataset.images) interactions += image.interactions.size();
  EXPECT_EQ(interactions, 78U) << "of 79, one has a piece of food as its subject";
  EXPECT_EQ(all_findings.repairs(), 1);
  DatasetFindings findings;
  const auto seen = read_hoiw(*folder, {size_of, {}, findings});
  EXPECT_EQ(seen.images.size(), 12U) << "only these have a picture";
}

}  // namespace
}  // namespace hoi
