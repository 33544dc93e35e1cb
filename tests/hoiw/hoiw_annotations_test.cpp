#include "hoiw/hoiw_annotations.h"

#include <gtest/gtest.h>

#include "hoiw/hoiw_words.h"
#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

/// Every picture is called as in the file and has 100 x 80 pixels.
std::optional<HoiwPicture> any_picture(const std::string& name) {
  return HoiwPicture{name, 100, 80};
}

struct Reading {
  AnnotatedDataset dataset;
  DatasetFindings findings;

  std::int64_t repairs(const std::string& rule) const {
    const auto found = findings.counts().find({DatasetFinding::Kind::kRepair, rule});
    return found == findings.counts().end() ? 0 : found->second;
  }
};

Reading read(const std::string& text, const HoiwPictureFinder& find_picture = any_picture) {
  Reading reading;
  HoiwAnnotations annotations(find_picture, reading.findings);
  annotations.add(JsonRecords(text, "gt.json"), "train", false);
  reading.dataset = annotations.take();
  return reading;
}

/// One image with a person, a ball and these further boxes and triples.
std::string scene(const std::string& boxes, const std::string& triples) {
  return R"([{"file_name": "a.png", "annotations": [
    {"bbox": [10, 10, 50, 70], "category_id": "1"},
    {"bbox": [60, 60, 70, 70], "category_id": "9"})" +
         boxes + R"(], "hoi_annotation": [)" + triples + "]}]";
}

TEST(HoiwAnnotations, MakesADatasetOfCleanEntries) {
  const auto reading = read(scene("", R"({"subject_id": 0, "object_id": 1, "category_id": 8})"));
  EXPECT_TRUE(reading.findings.is_empty());
  EXPECT_EQ(reading.dataset.vocabulary, hoiw_vocabulary());
  ASSERT_EQ(reading.dataset.images.size(), 1U);
  const ImageAnnotation& image = reading.dataset.images[0];
  EXPECT_EQ(image.file_name, "a.png");
  EXPECT_EQ(image.split, "train");
  EXPECT_EQ(image.width, 100);
  EXPECT_EQ(image.height, 80);
  EXPECT_TRUE(image.interactions_annotated);
  ASSERT_EQ(image.instances.size(), 2U);
  EXPECT_EQ(image.instances[1].category, 8) << "the ball has id 9";
  EXPECT_FLOAT_EQ(image.instances[1].box.x1, 60);
  EXPECT_FLOAT_EQ(image.instances[1].box.y2, 70);
  ASSERT_EQ(image.interactions.size(), 1U);
  EXPECT_EQ(image.interactions[0].subject, 0);
  EXPECT_EQ(image.interactions[0].object, 1);
  EXPECT_EQ(image.interactions[0].verb, 7) << "kick has id 8";
}

TEST(HoiwAnnotations, LeavesOutTriplesOutOfRange) {
  for (const char* triple :
       {R"({"subject_id": 0, "object_id": 2, "category_id": 8})",
        R"({"subject_id": 0, "object_id": -1, "category_id": 8})",
        R"({"subject_id": 9223372036854775807, "object_id": 1, "category_id": 8})"}) {
    const auto reading = read(scene("", triple));
    EXPECT_EQ(reading.repairs("triple out of range"), 1);
    EXPECT_TRUE(reading.dataset.images[0].interactions.empty());
    EXPECT_EQ(reading.dataset.images[0].instances.size(), 2U);
  }
}

TEST(HoiwAnnotations, LeavesOutUnknownVerbs) {
  for (const char* verb : {"0", "11", "-9223372036854775808"}) {
    const auto reading = read(scene(
        "", R"({"subject_id": 0, "object_id": 1, "category_id": )" + std::string(verb) + "}"));
    EXPECT_EQ(reading.repairs("unknown verb"), 1) << verb;
    EXPECT_TRUE(reading.dataset.images[0].interactions.empty());
  }
}

TEST(HoiwAnnotations, LeavesOutUnknownCategoriesWithTheirTriplesAndKeepsRowsStraight) {
  const auto reading = read(R"([{"file_name": "a.png", "annotations": [
      {"bbox": [0, 0, 5, 5], "category_id": 12},
      {"bbox": [10, 10, 50, 70], "category_id": 1},
      {"bbox": [60, 60, 70, 70], "category_id": 9}],
    "hoi_annotation": [{"subject_id": 1, "object_id": 0, "category_id": 7},
                       {"subject_id": 1, "object_id": 2, "category_id": 8}]}])");
  EXPECT_EQ(reading.repairs("unknown category"), 1);
  EXPECT_EQ(reading.repairs("triple without its box"), 1);
  const ImageAnnotation& image = reading.dataset.images[0];
  EXPECT_EQ(image.instances.size(), 2U);
  ASSERT_EQ(image.interactions.size(), 1U);
  EXPECT_EQ(image.interactions[0].subject, 0);
  EXPECT_EQ(image.interactions[0].object, 1);
}

TEST(HoiwAnnotations, LeavesOutSubjectsThatAreNoPersonsAndPersonsAsObjects) {
  const auto reading = read(scene(R"(, {"bbox": [0, 0, 9, 9], "category_id": "1"})",
                                  R"({"subject_id": 1, "object_id": 0, "category_id": 8},
                                     {"subject_id": 0, "object_id": 2, "category_id": 7},
                                     {"subject_id": 0, "object_id": 0, "category_id": 7})"));
  EXPECT_EQ(reading.repairs("subject is no person"), 1);
  EXPECT_EQ(reading.repairs("object is a person"), 2);
  EXPECT_TRUE(reading.dataset.images[0].interactions.empty());
}

TEST(HoiwAnnotations, ClipsBoxesAndLeavesOutEmptyOnes) {
  const auto reading = read(scene(R"(, {"bbox": [-5, 20, 101.5, 80], "category_id": 2},
                                       {"bbox": [20, 20, 20, 40], "category_id": 2},
                                       {"bbox": [40, 20, 20, 40], "category_id": 2},
                                       {"bbox": [200, 20, 300, 40], "category_id": 2})",
                                  ""));
  EXPECT_EQ(reading.repairs("box outside the picture"), 1);
  EXPECT_EQ(reading.repairs("box without area"), 3);
  const auto& instances = reading.dataset.images[0].instances;
  ASSERT_EQ(instances.size(), 3U);
  EXPECT_FLOAT_EQ(instances[2].box.x1, 0);
  EXPECT_FLOAT_EQ(instances[2].box.y1, 20);
  EXPECT_FLOAT_EQ(instances[2].box.x2, 100);
  EXPECT_FLOAT_EQ(instances[2].box.y2, 80) << "the border itself is inside";
}

TEST(HoiwAnnotations, CountsUntidyIdsAndOtherKeys) {
  const auto reading = read(R"([{"file_name": "a.png",
    "annotation": [{"bbox": [10, 10, 50, 70], "category_id": "1\n"},
                   {"bbox": [10, 10, 50, 70], "category_id": "9\n"}],
    "hoi_annotation": [{"subject_id": 0, "object_id": "1 ", "category_id": "8\n"}]}])");
  EXPECT_EQ(reading.repairs("other spelling of a key"), 1);
  EXPECT_EQ(reading.repairs("untidy id"), 3) << "one per box and triple";
  EXPECT_EQ(reading.dataset.images[0].interactions.size(), 1U);
}

TEST(HoiwAnnotations, LeavesOutRepeatedImagesAndUnsafeNames) {
  std::string text = "[";
  for (const char* name :
       {"a.png", "a.png", "../b.png", "/etc/b.png", "x/../../b.png", "", "d/", "a.png\\u0000b"}) {
    text += std::string(text.size() > 1 ? "," : "") + R"({"file_name": ")" + name +
            R"(", "annotations": [], "hoi_annotation": []})";
  }
  const auto reading = read(text + "]");
  EXPECT_EQ(reading.repairs("repeated image"), 1);
  EXPECT_EQ(reading.repairs("unsafe file name"), 6);
  EXPECT_EQ(reading.dataset.images.size(), 1U);
}

TEST(HoiwAnnotations, LeavesOutImagesWithoutPicture) {
  const auto reading = read(scene("", ""), [](const std::string&) { return std::nullopt; });
  EXPECT_EQ(reading.repairs("no picture"), 1);
  EXPECT_TRUE(reading.dataset.images.empty());
}

TEST(HoiwAnnotations, UnknownSizesAreTheSmallestThatHoldTheBoxes) {
  const auto unmeasured = [](const std::string& name) { return HoiwPicture{name, 0, 0}; };
  const auto reading =
      read(scene(R"(, {"bbox": [0, 0, 20.25, 90.5], "category_id": 2})", ""), unmeasured);
  EXPECT_TRUE(reading.findings.is_empty());
  EXPECT_EQ(reading.dataset.images[0].width, 70);
  EXPECT_EQ(reading.dataset.images[0].height, 91);
  const auto huge = read(scene(R"(, {"bbox": [0, 0, 1e9, 5], "category_id": 2})", ""), unmeasured);
  EXPECT_EQ(huge.dataset.images[0].width, 1 << 20);
  const auto empty =
      read(R"([{"file_name": "a", "annotations": [], "hoi_annotation": []}])", unmeasured);
  EXPECT_EQ(empty.dataset.images[0].width, 1);
}

TEST(HoiwAnnotations, TrainvalAddsOnlyWhatItsPartsDoNotHave) {
  const std::string a = R"({"file_name": "a", "annotations": [], "hoi_annotation": []})";
  const std::string b = R"({"file_name": "b", "annotations": [], "hoi_annotation": []})";
  DatasetFindings findings;
  HoiwAnnotations annotations(any_picture, findings);
  annotations.add(JsonRecords("[" + a + "]", "train.json"), "train", false);
  annotations.add(JsonRecords("[" + a + "," + b + "]", "trainval.json"), "trainval", true);
  EXPECT_TRUE(findings.is_empty());
  const auto dataset = annotations.take();
  ASSERT_EQ(dataset.images.size(), 2U);
  EXPECT_EQ(dataset.images[0].split, "train");
  EXPECT_EQ(dataset.images[1].split, "trainval");

  HoiwAnnotations twice(any_picture, findings);
  twice.add(JsonRecords("[" + a + "," + a + "]", "trainval.json"), "trainval", true);
  EXPECT_EQ(findings.repairs(), 1);
}

TEST(HoiwAnnotations, IdsAreUniqueOverAllImages) {
  const std::string first = scene("", "");
  std::string second = first;
  second.replace(second.find("a.png"), 5, "b.png");
  DatasetFindings findings;
  HoiwAnnotations annotations(any_picture, findings);
  annotations.add(JsonRecords(first, "train.json"), "train", false);
  annotations.add(JsonRecords(second, "val.json"), "val", false);
  const auto dataset = annotations.take();
  EXPECT_NE(dataset.images[0].id, dataset.images[1].id);
  EXPECT_EQ(dataset.images[1].instances[0].id, 3);
}

TEST(HoiwAnnotations, NamesWithLineBreaksAreTellableInOneLine) {
  DatasetFindings strict(true);
  HoiwAnnotations annotations(any_picture, strict);
  const JsonRecords records(
      R"([{"file_name": "../a\nb", "annotations": [], "hoi_annotation": []}])", "gt.json");
  EXPECT_THAT(input_error_of([&] { annotations.add(records, "", false); }), HasSubstr("../a?b"));
}

TEST(HoiwAnnotations, StrictReadingRefusesTheFirstRepair) {
  DatasetFindings strict(true);
  HoiwAnnotations annotations(any_picture, strict);
  const JsonRecords records(scene("", R"({"subject_id": 0, "object_id": 5, "category_id": 8})"),
                            "gt.json");
  EXPECT_THAT(input_error_of([&] { annotations.add(records, "", false); }),
              HasSubstr("gt.json: image 'a.png', triple 0: subject 0 and object 5 of 2 boxes"));
}

}  // namespace
}  // namespace hoi
