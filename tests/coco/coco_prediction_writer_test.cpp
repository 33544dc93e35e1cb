#include "coco/coco_prediction_writer.h"

#include "coco/coco_predictions.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Vocabulary kWords = {{"human", "sports_ball", "cup"}, {"kick"}, 0, true};

ImageResult result_of(const std::string& file) {
  ImageResult result;
  result.file = file;
  result.instances.push_back({0, 0.9F, {30.1F, 60.2F, 40.3F, 70.4F}, std::nullopt});
  result.instances.push_back({1, 0.5F, {0, 0, 3, 2}, RunLengthMask{3, 2, {1, 4, 1}}});
  return result;
}

/// ids under which images and categories of kWords are known
CocoIds example_ids() { return {{{"a.jpg", 42}}, {{"person", 1}, {"sports ball", 37}}}; }

TEST(WriteCocoPredictions, WritesOneEntryALine) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_coco_predictions({result_of("a.jpg")}, kWords, example_ids(), folder / "r.json", findings);
  EXPECT_EQ(content_of(folder / "r.json"),
            "[\n"
            R"({"image_id":42,"category_id":1,"bbox":[30.1,60.2,10.2,10.2],"score":0.9},)"
            "\n"
            R"({"image_id":42,"category_id":37,"bbox":[0.0,0.0,3.0,2.0],"score":0.5,)"
            R"("segmentation":{"size":[2,3],"counts":"141"}})"
            "\n]\n");
  EXPECT_TRUE(findings.is_empty());
}

TEST(WriteCocoPredictions, IsReadBack) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  const auto written = result_of("a.jpg");
  write_coco_predictions({written}, kWords, example_ids(), folder / "r.json", findings);
  const auto read = read_coco_predictions(JsonRecords::read(folder / "r.json"));
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(static_cast<float>(read[0].score), written.instances[0].score);
  EXPECT_TRUE(read[1].region.mask == written.instances[1].mask.value());
  write_coco_predictions({}, kWords, example_ids(), folder / "none.json", findings);
  EXPECT_TRUE(read_coco_predictions(JsonRecords::read(folder / "none.json")).empty());
}

TEST(WriteCocoPredictions, TellsWhatIsLost) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  auto known = result_of("a.jpg");
  known.instances.push_back({2, 0.5F, {0, 0, 3, 2}, std::nullopt});
  known.interactions.push_back({0, 1, 0, 0.5F});
  known.interactions.push_back({0, 2, 0, 0.5F});
  write_coco_predictions({known, result_of("b.jpg")}, kWords, example_ids(), folder / "r.json",
                         findings);
  const auto lost = [&](const char* rule) {
    return findings.counts().at({DatasetFinding::Kind::kLoss, rule});
  };
  EXPECT_EQ(lost("category without id"), 1);
  EXPECT_EQ(lost("image without id"), 2);
  EXPECT_EQ(lost("interaction"), 2);
  EXPECT_EQ(findings.losses(), 5);
}

TEST(CocoIdsOf, AreThoseOfTheAnnotationWriter) {
  ImageAnnotation a, b;
  a.file_name = "a.jpg";
  a.id = 70;
  b.file_name = "b.jpg";
  b.id = 60;
  auto ids = coco_ids_of(kWords, {a, b});
  EXPECT_EQ(ids.image_of_file.at("b.jpg"), 60);
  EXPECT_EQ(ids.category_of_name.at("person"), 1);
  EXPECT_EQ(ids.category_of_name.at("sports ball"), 2);
  EXPECT_EQ(ids.category_of_name.at("cup"), 3);
  b.id = 70;
  ids = coco_ids_of(kWords, {a, b});
  EXPECT_EQ(ids.image_of_file.at("a.jpg"), 1);
  EXPECT_EQ(ids.image_of_file.at("b.jpg"), 2);
}

TEST(ReadCocoIds, TakesThemFromAnInstancesFile) {
  const auto ids = read_coco_ids(JsonRecords(
      R"({"images": [{"id": 9, "file_name": "x/y.jpg"}], "categories": [{"id": 4, "name": "ice_cream"}]})",
      "gt.json"));
  EXPECT_EQ(ids.image_of_file.at("x/y.jpg"), 9);
  EXPECT_EQ(ids.category_of_name.at("ice cream"), 4);
  EXPECT_THAT(input_error_of([] { read_coco_ids(JsonRecords(R"({"images": []})", "gt.json")); }),
              HasSubstr("gt.json: must be a COCO instances file; there is no list 'categories'"));
}

}  // namespace
}  // namespace hoi
