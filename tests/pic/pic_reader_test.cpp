#include "pic/pic_reader.h"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pic/label_map_resize.h"
#include "pic/pic_samples.h"
#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Sizes of pictures by file name; others are missing.
ImageSizeReader sizes_of(std::map<std::string, std::pair<int, int>> sizes) {
  return [sizes = std::move(sizes)](
             const std::filesystem::path& path) -> std::optional<std::pair<int, int>> {
    const auto found = sizes.find(path.filename().string());
    if (found == sizes.end()) return std::nullopt;
    return found->second;
  };
}

/// A data set of one image, "a", with drawn_scene() and the given entries.
void write_one_image(const TemporaryFolder& folder, const std::string& entries) {
  write_maps(folder, "train", "a", drawn_scene());
  folder.write("relations_train.json", entries);
}

constexpr const char* kOneEntry =
    R"([{"name": "a.jpg", "image_id": 7, "relations": [{"subject": 1, "object": 3, "relation": 5}]}])";

AnnotatedDataset read(const TemporaryFolder& folder, DatasetFindings& findings,
                      const ImageSizeReader& sizes = {}) {
  return read_pic(folder.path(), {sizes, {}, findings});
}

TEST(ReadPic, ReadsTheOfficialArrangement) {
  const TemporaryFolder folder;
  write_one_image(folder, kOneEntry);
  write_maps(folder, "val", "b", drawn_scene());
  folder.write("relations_val.json", R"([{"name": "b.jpg", "image_id": 8, "relations": []}])");
  DatasetFindings findings;
  const AnnotatedDataset dataset = read(folder, findings);
  EXPECT_EQ(dataset.vocabulary.objects.size(), 143U);
  EXPECT_EQ(dataset.image_folder, folder.path());
  ASSERT_EQ(dataset.images.size(), 2U);
  const ImageAnnotation& image = dataset.images[0];
  EXPECT_EQ(image.id, 7);
  EXPECT_EQ(image.file_name, "image/train/a.jpg");
  EXPECT_EQ(image.split, "train");
  EXPECT_EQ(image.width, 6);
  EXPECT_EQ(image.height, 3);
  EXPECT_TRUE(image.interactions_annotated);
  EXPECT_EQ(image.instances.size(), 3U);
  EXPECT_EQ(image.interactions.size(), 1U);
  EXPECT_EQ(dataset.images[1].split, "val");
  EXPECT_TRUE(findings.is_empty());
}

TEST(ReadPic, ReadsTheFlatArrangementOfVersion1) {
  const TemporaryFolder folder;
  write_maps(folder, "", "a", drawn_scene());
  folder.write("images/a.jpg", "");
  folder.write("relations.json", kOneEntry);
  folder.write("relation_categories.json", pic_category_text(pic_v1_numbering().relations));
  DatasetFindings findings;
  const AnnotatedDataset dataset = read(folder, findings);
  ASSERT_EQ(dataset.images.size(), 1U);
  EXPECT_EQ(dataset.images[0].file_name, "images/a.jpg");
  EXPECT_EQ(dataset.images[0].split, "");
  const Vocabulary& words = dataset.vocabulary;
  EXPECT_EQ(words.verbs[static_cast<std::size_t>(dataset.images[0].interactions.at(0).verb)],
            "drink");  // 5 in the numbering of 1.0
  const auto food = static_cast<std::size_t>(dataset.images[0].instances.at(2).category);
  EXPECT_EQ(words.objects[food], "door");  // as is class 6
  EXPECT_EQ(read_pic(folder.path(), {{}, {}, findings}, PicVersion::kV2).vocabulary,
            pic_vocabulary(pic_v2_numbering()));
}

TEST(ReadPic, ReadsMapsWithoutEntryAsImagesThatNobodyAnnotated) {
  const TemporaryFolder folder;
  write_one_image(folder, "[]");
  write_maps(folder, "test", "b", drawn_scene());
  DatasetFindings findings;
  const AnnotatedDataset dataset = read(folder, findings);
  ASSERT_EQ(dataset.images.size(), 2U);
  EXPECT_FALSE(dataset.images[0].interactions_annotated);
  EXPECT_EQ(dataset.images[0].instances.size(), 3U);
  EXPECT_EQ(dataset.images[1].split, "test");
  EXPECT_EQ(dataset.images[1].file_name, "image/test/b.jpg");
  EXPECT_TRUE(findings.is_empty());
}

TEST(ReadPic, FindsAPictureWithAnotherEnding) {
  const TemporaryFolder folder;
  write_one_image(folder, kOneEntry);
  folder.write("image/train/a.png", "");
  DatasetFindings findings;
  EXPECT_EQ(read(folder, findings).images.at(0).file_name, "image/train/a.png");
}

TEST(ReadPic, LeavesOutMissingPicturesAndMaps) {
  const TemporaryFolder folder;
  write_one_image(folder,
                  R"([{"name": "a.jpg", "relations": []}, {"name": "b.jpg", "relations": []},
                             {"name": "c.jpg", "relations": []}])");
  write_maps(folder, "train", "c", drawn_scene());
  DatasetFindings findings;
  const auto dataset = read(folder, findings, sizes_of({{"a.jpg", {6, 3}}, {"b.jpg", {6, 3}}}));
  EXPECT_EQ(dataset.images.size(), 1U);
  EXPECT_EQ(count_of(findings, "missing label map"), 1);
  EXPECT_EQ(count_of(findings, "missing picture"), 1);
}

TEST(ReadPic, LeavesOutImagesKnownToBeBadAndSecondEntries) {
  const TemporaryFolder folder;
  write_one_image(folder,
                  R"([{"name": "a.jpg", "relations": []}, {"name": "a.jpg", "relations": []},
                             {"name": "23382.jpg", "relations": []}])");
  DatasetFindings findings;
  EXPECT_EQ(read(folder, findings).images.size(), 1U);
  EXPECT_EQ(count_of(findings, "second entry of an image"), 1);
  EXPECT_EQ(count_of(findings, "image known to be bad"), 1);
  EXPECT_EQ(findings.repairs(), 2);
}

TEST(ReadPic, ResizesMapsToTheirPicture) {
  const TemporaryFolder folder;
  write_one_image(folder, kOneEntry);
  DatasetFindings findings;
  const auto dataset = read(folder, findings, sizes_of({{"a.jpg", {12, 6}}}));
  ASSERT_EQ(dataset.images.size(), 1U);
  EXPECT_EQ(dataset.images[0].width, 12);
  EXPECT_EQ(mask_area(*dataset.images[0].instances.at(0).run_lengths), 16);
  EXPECT_EQ(count_of(findings, "label map of another size"), 2);
}

TEST(ReadPic, ResizesASemanticMapToItsInstanceMap) {
  const TemporaryFolder folder;
  write_one_image(folder, kOneEntry);
  folder.write("semantic/train/a.png",
               encode_label_map(resize_label_map(drawn_scene().semantic, 60, 30)));
  DatasetFindings findings;
  EXPECT_EQ(read(folder, findings).images.at(0).interactions.size(), 1U);
  EXPECT_EQ(count_of(findings, "label map of another size"), 1);
}

TEST(ReadPic, LeavesOutMapsOfAnotherShape) {
  const TemporaryFolder folder;
  write_one_image(folder, kOneEntry);
  for (const auto& size : {std::pair(3, 6), std::pair(60'000, 30'000)}) {
    DatasetFindings findings;
    EXPECT_THAT(read(folder, findings, sizes_of({{"a.jpg", size}})).images, IsEmpty());
    EXPECT_EQ(count_of(findings, "label map of another shape"), 1);
  }
}

TEST(ReadPic, StopsAtDamagedFilesWithTheirName) {
  const TemporaryFolder folder;
  write_one_image(folder, kOneEntry);
  const std::string png = content_of(folder / "instance/train/a.png");
  folder.write("instance/train/a.png", png.substr(0, png.size() - 20));
  DatasetFindings findings;
  EXPECT_THAT(input_error_of([&] { read(folder, findings); }),
              HasSubstr((folder / "instance/train/a.png").string() + ": found a truncated PNG"));
  folder.write("relations_train.json", "[{]");
  EXPECT_THAT(input_error_of([&] { read(folder, findings); }), HasSubstr("relations_train.json"));
}

TEST(ReadPic, IsStrictWhenAsked) {
  const TemporaryFolder folder;
  write_one_image(folder, R"([{"name": "a.jpg", "relations":
                              [{"subject": 1, "object": 1, "relation": 5}]}])");
  DatasetFindings strict(true);
  EXPECT_THAT(input_error_of([&] { read(folder, strict); }),
              HasSubstr("relations_train.json: image 'image/train/a.jpg', relation 0"));
}

TEST(ReadPic, ReportsProgressToTheEnd) {
  const TemporaryFolder folder;
  write_one_image(folder, kOneEntry);
  DatasetFindings findings;
  std::vector<std::uint64_t> done;
  read_pic(folder.path(), {{}, [&](auto part, auto) { done.push_back(part); }, findings});
  EXPECT_THAT(done, ElementsAre(1));
}

TEST(ReadPic, DependsOnNothingButTheFiles) {
  const TemporaryFolder folder;
  std::string entries = "[";
  for (int i = 0; i < 40; ++i) {
    const std::string stem = "i" + std::to_string(i);
    write_maps(folder, "train", stem, drawn_scene());
    entries += (i == 0 ? "" : ",") + (R"({"name": ")" + stem) +
               R"(.jpg", "relations": [{"subject": 1, "object": 1, "relation": 1}]})";
  }
  folder.write("relations_train.json", entries + "]");
  DatasetFindings first, second;
  const auto a = read(folder, first), b = read(folder, second);
  ASSERT_EQ(a.images.size(), 40U);
  for (std::size_t i = 0; i < 40; ++i) EXPECT_EQ(a.images[i].file_name, b.images[i].file_name);
  ASSERT_EQ(first.list().size(), 40U);
  for (std::size_t i = 0; i < 40; ++i) EXPECT_EQ(first.list()[i].where, second.list()[i].where);
}

}  // namespace
}  // namespace hoi
