#include "interchange/label_studio_reader.h"

#include <gtest/gtest.h>

#include "interchange/counted_findings.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

/// A task with a person of 20 x 20 pixels in a picture of 100 x 50.
std::string task_of(const std::string& reference) {
  return R"({"data": {"image": ")" + reference + R"("}, "annotations": [{"result": [
    {"id": "p", "type": "rectanglelabels", "original_width": 100, "original_height": 50,
     "value": {"x": 10, "y": 20, "width": 20, "height": 40, "rectanglelabels": ["person"]}}]}]})";
}

const ImageSizeReader kMeasured = [](const auto&) { return std::make_pair(100, 50); };

TEST(LabelStudioReader, ReadsTheOnlyFileOfAFolder) {
  const TemporaryFolder folder;
  folder.write("project-1-at-noon.json", "[" + task_of("/data/upload/1/0a1b2c3d-a.jpg") + "]");
  DatasetFindings findings;
  const auto dataset = read_label_studio(folder.path(), {{}, {}, findings});
  EXPECT_TRUE(findings.is_empty());
  EXPECT_EQ(dataset.image_folder, folder / "images");
  ASSERT_EQ(dataset.images.size(), 1U);
  EXPECT_EQ(dataset.images[0].file_name, "a.jpg");
  EXPECT_EQ(dataset.images[0].split, "");
  EXPECT_EQ(dataset.images[0].width, 100);
  EXPECT_FLOAT_EQ(dataset.images[0].instances.at(0).box.x2, 30);
}

TEST(LabelStudioReader, PrefersTheFileThatTheWriterMakes) {
  const TemporaryFolder folder;
  folder.write("tasks.json", "[" + task_of("a.jpg") + "]");
  folder.write("other.json", "{}");
  DatasetFindings findings;
  EXPECT_EQ(read_label_studio(folder.path(), {{}, {}, findings}).images.size(), 1U);
  EXPECT_THAT(input_error_of([&] {
                read_label_studio(folder / "other.json", {{}, {}, findings});
              }),
              HasSubstr("expected a list of tasks"));
}

TEST(LabelStudioReader, FindsPicturesUnderAnyOfTheirNames) {
  const TemporaryFolder folder;
  folder.write("tasks.json", "[" + task_of("/data/upload/1/0a1b2c3d-a.jpg") + "," +
                                 task_of("/data/local-files/?d=project/x/b.jpg") + "," +
                                 task_of("https://host/deep/c.jpg") + "," + task_of("none.jpg") +
                                 "," + task_of("a.jpg") + "]");
  folder.write("images/0a1b2c3d-a.jpg", "x");
  folder.write("images/x/b.jpg", "x");
  folder.write("images/c.jpg", "x");
  folder.write("a.jpg", "x");
  DatasetFindings findings;
  const auto dataset = read_label_studio(folder.path(), {kMeasured, {}, findings});
  EXPECT_EQ(repairs_of(findings, "no picture"), 1);
  ASSERT_EQ(dataset.images.size(), 3U) << "two tasks found a.jpg";
  EXPECT_EQ(repairs_of(findings, "repeated image"), 1);
  EXPECT_EQ(dataset.images[0].file_name, "a.jpg");
  EXPECT_EQ(dataset.images[1].file_name, "images/x/b.jpg");
  EXPECT_EQ(dataset.images[2].file_name, "images/c.jpg");
}

TEST(LabelStudioReader, AnEmptyTaskHasTheSizeOfItsPicture) {
  const TemporaryFolder folder;
  const std::string task = R"([{"data": {"image": "a.jpg"}, "annotations": [{"result": []}]}])";
  folder.write("tasks.json", task);
  folder.write("images/a.jpg", "x");
  DatasetFindings findings;
  EXPECT_EQ(read_label_studio(folder.path(), {kMeasured, {}, findings}).images.at(0).height, 50);
  EXPECT_TRUE(findings.is_empty());
  EXPECT_TRUE(read_label_studio(folder.path(), {{}, {}, findings}).images.empty());
  EXPECT_EQ(repairs_of(findings, "no size"), 1);
}

TEST(LabelStudioReader, ErrorsNameFileAndTask) {
  const TemporaryFolder folder;
  folder.write("tasks.json", "[" + task_of("a.jpg") + ", {}]");
  DatasetFindings findings;
  EXPECT_THAT(input_error_of([&] {
                read_label_studio(folder.path(), {{}, {}, findings});
              }),
              HasSubstr("tasks.json: task 1: 'data' is missing"));
}

TEST(LabelStudioReader, RefusesAFileThatIsCutAnywhere) {
  const std::string text = "[" + task_of("a.jpg") + "]";
  const ImageSizeReader none;
  const PictureSearch pictures("/nowhere", none);
  for (std::size_t size = 0; size < text.size(); ++size) {
    DatasetFindings findings;
    NamedDataset dataset(findings);
    EXPECT_THROW(
        add_label_studio_tasks(JsonRecords(text.substr(0, size), "f"), pictures, dataset, findings),
        InputError)
        << size;
  }
}

TEST(LabelStudioReader, RefusesFoldersWithoutFiles) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  EXPECT_THAT(input_error_of([&] {
                read_label_studio(folder.path(), {{}, {}, findings});
              }),
              HasSubstr("has no JSON file"));
  EXPECT_THAT(input_error_of([&] {
                read_label_studio(folder / "none", {{}, {}, findings});
              }),
              HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace hoi
