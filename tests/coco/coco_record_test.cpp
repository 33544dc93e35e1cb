#include "coco/coco_record.h"

#include "support/errors.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kFile = "x.json";

/// What `read` complains about in a record with this text.
template <class Read>
std::string record_complaint(const std::string& text, Read read) {
  const json value = json::parse(text);
  return input_error_of([&] { read(CocoRecord(value, kFile, "annotations", 7)); });
}

TEST(CocoRecord, ReadsMembers) {
  const json value = json::parse(R"({"id": -3, "score": 0.25, "name": "cup", "iscrowd": 1,
      "other": true, "bbox": [1, 2.5, 3, 4], "none": null, "empty": [],
      "segmentation": {"size": [2, 3], "counts": [1, 4, 1]}, "polygons": [[0, 1, 2, 3, 4, 5.5], []]})");
  const CocoRecord record(value, kFile, "annotations", 0);
  EXPECT_EQ(record.integer("id"), -3);
  EXPECT_EQ(record.number("score"), 0.25);
  EXPECT_EQ(record.number("id"), -3);
  EXPECT_EQ(record.text("name"), "cup");
  EXPECT_TRUE(record.flag("iscrowd") && record.flag("other"));
  EXPECT_FALSE(record.flag("missing") || record.flag("none"));
  EXPECT_THAT(record.box("bbox").value(), ElementsAre(1, 2.5, 3, 4));
  EXPECT_FALSE(record.box("missing") || record.box("none") || record.box("empty"));
  EXPECT_EQ(record.find("none"), nullptr);
  EXPECT_TRUE(record.run_lengths("segmentation", 3, 2) == (RunLengthMask{3, 2, {1, 4, 1}}));
  EXPECT_TRUE(record.run_lengths("segmentation", 0, 0) == (RunLengthMask{3, 2, {1, 4, 1}}));
  EXPECT_THAT(record.polygons("polygons"),
              ElementsAre(ElementsAre(0, 1, 2, 3, 4, 5.5), ElementsAre()));
}

TEST(CocoRecord, NamesFileListAndPosition) {
  EXPECT_EQ(record_complaint("[1]", [](const CocoRecord&) {}),
            "x.json: annotations[7]: must be an object, found [1]");
  EXPECT_EQ(record_complaint("{}", [](const auto& record) { record.integer("id"); }),
            "x.json: annotations[7]: 'id' is missing");
}

TEST(CocoRecord, RefusesOtherTypes) {
  for (const std::string text : {"1.5", "\"1\"", "9223372036854775808", "true"}) {
    EXPECT_THAT(record_complaint("{\"id\": " + text + "}", [](const auto& r) { r.integer("id"); }),
                HasSubstr("'id' must be an integer, found " + text));
  }
  EXPECT_THAT(record_complaint(R"({"score": "1"})", [](const auto& r) { r.number("score"); }),
              HasSubstr("'score' must be a finite number"));
  EXPECT_THAT(record_complaint(R"({"score": 1e301})", [](const auto& r) { r.number("score"); }),
              HasSubstr("'score' must be a finite number"));
  EXPECT_THAT(record_complaint(R"({"name": 1})", [](const auto& r) { r.text("name"); }),
              HasSubstr("'name' must be a text"));
  EXPECT_THAT(record_complaint(R"({"iscrowd": 2})", [](const auto& r) { r.flag("iscrowd"); }),
              HasSubstr("'iscrowd' must be 0 or 1"));
  EXPECT_THAT(record_complaint(R"({"iscrowd": 0.0})", [](const auto& r) { r.flag("iscrowd"); }),
              HasSubstr("'iscrowd' must be 0 or 1"));
  for (const std::string box : {"[1, 2, 3]", "[1, 2, 3, 1e10]", "\"a\""}) {
    EXPECT_THAT(record_complaint("{\"bbox\": " + box + "}", [](const auto& r) { r.box("bbox"); }),
                HasSubstr("'bbox' must be [x, y, width, height]"));
  }
}

TEST(CocoRecord, RefusesBrokenMasks) {
  const auto run_lengths = [](const CocoRecord& record) { record.run_lengths("mask", 3, 2); };
  EXPECT_THAT(record_complaint(R"({"mask": 5})", run_lengths),
              HasSubstr("annotations[7]: 'mask': run-length codes must be"));
  EXPECT_THAT(record_complaint(R"({"mask": {"size": [3, 2], "counts": [6]}})", run_lengths),
              HasSubstr("'mask' is a mask of 2 x 3 pixels, its image has 3 x 2"));
  for (const std::string polygons : {"5", "[5]", "[[1]]", "[[1, 2, 3]]", "[[1, null]]"}) {
    EXPECT_THAT(
        record_complaint("{\"mask\": " + polygons + "}", [](const auto& r) { r.polygons("mask"); }),
        HasSubstr("'mask' must be run-length codes or a list of polygons"))
        << polygons;
  }
}

}  // namespace
}  // namespace hoi
