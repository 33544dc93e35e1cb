#include "formats/dataset_validation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/example_annotations.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

/// Stands for an image library: knows the sizes of the example.
std::optional<std::pair<int, int>> example_size(const std::filesystem::path& path) {
  if (path.filename() == "a.jpg") return std::pair(100, 80);
  if (path.filename() == "c.jpg") return std::pair(50, 40);
  return std::nullopt;
}

class DatasetValidation : public ::testing::Test {
 protected:
  DatasetValidation() {
    folder_.write("images/a.jpg", "");
    folder_.write("images/b/c.jpg", "");
  }

  std::vector<std::string> defects_of(const std::string& text,
                                      const ImageSizeReader& size = example_size) {
    folder_.write("annotations.json", text);
    std::vector<std::string> texts;
    for (const auto& defect : validate_dataset_folder(folder_.path(), size)) {
      texts.push_back(describe(defect));
    }
    return texts;
  }

  TemporaryFolder folder_;
};

TEST_F(DatasetValidation, FindsNothingWrongInTheExample) {
  EXPECT_THAT(defects_of(example_annotations().dump()), IsEmpty());
}

TEST_F(DatasetValidation, CollectsEveryDefectWithFileAndId) {
  json document = example_annotations();
  document["images"][1]["width"] = 51;
  document["annotations"][1]["bbox"] = {95, 60, 10, 10};
  document["interactions"][1]["verb_id"] = 4;
  document["interactions"][0]["subject_id"] = 77;
  document["verbs"].push_back({{"id", 9}, {"name", "throw"}});
  EXPECT_THAT(
      defects_of(document.dump()),
      ElementsAre(EndsWith("annotations.json: annotation 11: 'bbox' [x 95, y 60, width 10, height "
                           "10] leaves image 1 of 100 x 80 pixels"),
                  EndsWith("interaction 1: 'subject_id': there is no annotation 77"),
                  EndsWith("interaction 2: there is no verb 4"),
                  EndsWith("verb 'kick': no interaction uses it"),
                  EndsWith("verb 'look': no interaction uses it"),
                  EndsWith("verb 'throw': no interaction uses it"),
                  MatchesRegex(".*image 2: .*b/c.jpg has 50 x 40 pixels, annotated are 51 x 40")));
}

TEST_F(DatasetValidation, BoxMayTouchTheBorderAndLeaveItByAPixel) {
  json document = example_annotations();
  document["annotations"][1]["bbox"] = {-1, -1, 102, 82};
  EXPECT_THAT(defects_of(document.dump()), IsEmpty());
  document["annotations"][1]["bbox"] = {-1.1, 0, 10, 10};
  EXPECT_THAT(defects_of(document.dump()), ElementsAre(HasSubstr("leaves image 1")));
}

TEST_F(DatasetValidation, MissingAndUnreadableImagesAreDefects) {
  std::filesystem::remove(folder_ / "images/a.jpg");
  const auto unreadable = [](const std::filesystem::path&) { return std::nullopt; };
  EXPECT_THAT(defects_of(example_annotations().dump(), unreadable),
              ElementsAre(HasSubstr("image 1: there is no file"),
                          MatchesRegex(".*image 2: .*c.jpg is no image that can be read")));
}

TEST_F(DatasetValidation, WithoutSizeReaderOnlyTheExistenceOfImagesIsChecked) {
  json document = example_annotations();
  document["images"][0]["width"] = 200;
  document["annotations"][2].erase("segmentation");  // of the old size
  EXPECT_THAT(defects_of(document.dump(), nullptr), IsEmpty());
}

TEST_F(DatasetValidation, FolderInPlaceOfAnImageIsMissing) {
  std::filesystem::remove(folder_ / "images/a.jpg");
  std::filesystem::create_directory(folder_ / "images/a.jpg");
  EXPECT_THAT(defects_of(example_annotations().dump()), ElementsAre(HasSubstr("there is no file")));
}

TEST_F(DatasetValidation, TextThatIsNoJsonIsOneDefect) {
  EXPECT_THAT(defects_of("{"),
              ElementsAre(MatchesRegex(".*annotations.json: 1:2: no valid JSON.*")));
}

TEST_F(DatasetValidation, NamesAreShownOnOneLine) {
  json document = example_annotations();
  document["images"][0]["file_name"] = "a\n.jpg";
  document["verbs"].push_back({{"id", 9}, {"name", "th\trow"}});
  EXPECT_THAT(defects_of(document.dump()),
              ElementsAre(HasSubstr("verb 'th?row'"), HasSubstr("/a?.jpg")));
}

TEST_F(DatasetValidation, OfVeryManyDefectsTheLastOneSaysHowManyAreNotListed) {
  std::string text = R"({"categories": [{"id": 1, "name": "person"}], "images": [],
      "verbs": [{"id": 1, "name": "kick"}], "annotations": [0)";
  for (std::int64_t i = 1; i < DefectList::kMostListed + 7; ++i) text += ",0";
  const auto defects = defects_of(text + "]}");
  ASSERT_EQ(static_cast<std::int64_t>(defects.size()), DefectList::kMostListed + 2);
  EXPECT_THAT(defects[defects.size() - 2], HasSubstr("verb 'kick': no interaction uses it"));
  EXPECT_THAT(defects.back(), EndsWith("annotations.json: 7 more defects are not listed"));
}

TEST_F(DatasetValidation, FolderWithoutAnnotationsIsOneDefect) {
  const TemporaryFolder empty;
  const auto defects = validate_dataset_folder(empty.path(), example_size);
  ASSERT_EQ(defects.size(), 1U);
  EXPECT_THAT(describe(defects[0]), HasSubstr("annotations.json: cannot open: No such file"));
}

}  // namespace
}  // namespace hoi
