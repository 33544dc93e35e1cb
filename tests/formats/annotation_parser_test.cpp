#include "formats/annotation_parser.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/example_annotations.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ParsedAnnotations parse_document(const json& document) {
  return parse_annotations(JsonRecords(document.dump(), "x.json"));
}

ParsedAnnotations parse_changed(const std::function<void(json&)>& change) {
  json document = example_annotations();
  change(document);
  return parse_document(document);
}

/// The defects of the example after a change, as texts.
std::vector<std::string> defects_after(const std::function<void(json&)>& change) {
  std::vector<std::string> texts;
  const auto parsed = parse_changed(change);
  for (const auto& defect : parsed.defects.list()) texts.push_back(describe(defect));
  return texts;
}

TEST(ParseAnnotations, ReadsEveryFieldOfTheExample) {
  const auto parsed = parse_document(example_annotations());
  EXPECT_THAT(parsed.defects.list(), IsEmpty());
  const auto& [vocabulary, folder, images] = parsed.dataset;
  EXPECT_EQ(vocabulary.person, 1);
  ASSERT_EQ(images.size(), 2U);
  const ImageAnnotation& image = images[0];
  EXPECT_EQ(image.id, 1);
  EXPECT_EQ(image.file_name, "a.jpg");
  EXPECT_EQ(image.width, 100);
  EXPECT_EQ(image.height, 80);
  EXPECT_EQ(image.split, "train");
  EXPECT_TRUE(image.interactions_annotated);
  EXPECT_TRUE(image.boxes_exhaustive);
  EXPECT_FALSE(images[1].interactions_annotated);
  EXPECT_FALSE(images[1].boxes_exhaustive);
  ASSERT_EQ(image.instances.size(), 3U);
  EXPECT_EQ(image.instances[0].id, 10);
  EXPECT_EQ(image.instances[0].category, 1);
  EXPECT_EQ(image.instances[1].category, 0);
  EXPECT_FLOAT_EQ(image.instances[1].box.x1, 30.5F);
  EXPECT_FLOAT_EQ(image.instances[1].box.x2, 40.5F);
  EXPECT_FLOAT_EQ(image.instances[1].box.y2, 70);
  EXPECT_FALSE(image.instances[0].crowd);
  EXPECT_TRUE(image.instances[2].crowd);
  EXPECT_THAT(image.instances[0].polygons, ElementsAre(ElementsAre(5, 10, 25, 10, 15, 70)));
  EXPECT_FALSE(image.instances[0].run_lengths);
  EXPECT_TRUE(image.instances[2].polygons.empty());
  EXPECT_TRUE(image.instances[2].run_lengths == (RunLengthMask{100, 80, {4800, 3200}}));
  ASSERT_EQ(image.interactions.size(), 2U);
  EXPECT_EQ(image.interactions[0].subject, 0);
  EXPECT_EQ(image.interactions[0].object, 1);
  EXPECT_EQ(image.interactions[0].verb, 0);
  EXPECT_EQ(image.interactions[1].verb, 1);
  ASSERT_EQ(image.faces.size(), 1U);
  EXPECT_FLOAT_EQ(image.faces[0].box.y2, 26);
  EXPECT_FLOAT_EQ(image.faces[0].score, 0.5F);
}

TEST(ParseAnnotations, PlainCocoFileHasNoAnnotatedInteractions) {
  const auto parsed = parse_changed([](json& document) {
    document.erase("verbs");
    document.erase("interactions");
  });
  EXPECT_THAT(parsed.defects.list(), IsEmpty());
  EXPECT_FALSE(parsed.dataset.images[0].interactions_annotated);
}

TEST(ParseAnnotations, DocumentMustBeAnObjectWithLists) {
  EXPECT_THAT(parse_document(json::array()).defects.list().at(0).text,
              HasSubstr("must hold one JSON object (docs/formats.md), found a list"));
  EXPECT_THAT(defects_after([](json& d) {
                d.erase("images");
                d.erase("annotations");
                d["interactions"] = 3;
              }),
              ElementsAre("x.json: 'images' must be a list, found nothing",
                          "x.json: 'annotations' must be a list, found nothing",
                          "x.json: 'interactions' must be a list, found 3"));
}

TEST(ParseAnnotations, ImagesAreChecked) {
  EXPECT_THAT(defects_after([](json& d) { d["images"][1]["width"] = 0; }),
              ElementsAre("x.json: image 2: width and height must be from 1 to 1048576, found 0"));
  EXPECT_THAT(defects_after([](json& d) { d["images"][1].erase("height"); }),
              ElementsAre("x.json: image 2: 'height' is missing"));
  EXPECT_THAT(defects_after([](json& d) { d["images"][1]["id"] = 1; }),
              ElementsAre("x.json: image 1: this id is used twice"));
  EXPECT_THAT(defects_after([](json& d) { d["images"][1]["file_name"] = "a.jpg"; }),
              ElementsAre("x.json: image 2: 'file_name' \"a.jpg\" is used twice"));
  EXPECT_THAT(defects_after([](json& d) { d["images"][1].erase("id"); }),
              ElementsAre("x.json: image at position 1: 'id' is missing"));
}

TEST(ParseAnnotations, FileNamesCannotLeaveTheFolder) {
  for (const std::string name : {"/etc/passwd", "../a.jpg", "b/../../a.jpg", "..", "", "b/.."}) {
    EXPECT_THAT(defects_after([&](json& d) { d["images"][1]["file_name"] = name; }),
                ElementsAre(HasSubstr("must stay inside the image folder")))
        << name;
  }
  EXPECT_THAT(defects_after([](json& d) { d["images"][1]["file_name"] = "b..c/..d.jpg"; }),
              IsEmpty());
}

TEST(ParseAnnotations, AnnotationsAreChecked) {
  EXPECT_THAT(defects_after([](json& d) { d["annotations"][1]["image_id"] = 9; }),
              ElementsAre("x.json: annotation 11: there is no image 9"));
  EXPECT_THAT(defects_after([](json& d) { d["annotations"][1]["category_id"] = 9; }),
              ElementsAre("x.json: annotation 11: there is no category 9"));
  EXPECT_THAT(defects_after([](json& d) { d["annotations"][1]["id"] = 10; }),
              ElementsAre("x.json: annotation 10: this id is used twice",
                          "x.json: interaction 1: 'object_id': there is no annotation 11"));
  EXPECT_THAT(defects_after([](json& d) {
                d["annotations"][1]["bbox"] = {1, 2, 3};
              }),
              ElementsAre("x.json: annotation 11: 'bbox' must be 4 finite numbers, found [1,2,3]"));
  EXPECT_THAT(defects_after([](json& d) { d["annotations"][1]["iscrowd"] = 2; }),
              ElementsAre("x.json: annotation 11: 'iscrowd' must be true or false, found 2"));
}

TEST(ParseAnnotations, InteractionsAreChecked) {
  const auto change = [](const std::string& key, int value) {
    return defects_after([&](json& d) { d["interactions"][0][key] = value; });
  };
  EXPECT_THAT(change("subject_id", 99),
              ElementsAre("x.json: interaction 1: 'subject_id': there is no annotation 99"));
  EXPECT_THAT(change("object_id", 99),
              ElementsAre("x.json: interaction 1: 'object_id': there is no annotation 99"));
  EXPECT_THAT(change("verb_id", 99), ElementsAre("x.json: interaction 1: there is no verb 99"));
  EXPECT_THAT(change("image_id", 99), ElementsAre("x.json: interaction 1: there is no image 99"));
  EXPECT_THAT(change("subject_id", 11),
              ElementsAre("x.json: interaction 1: the subject must be a person, found \"ball\"",
                          "x.json: interaction 1: subject and object are the same annotation"));
  EXPECT_THAT(change("object_id", 10),
              ElementsAre("x.json: interaction 1: subject and object are the same annotation"));
  EXPECT_THAT(change("id", 2), ElementsAre("x.json: interaction 2: this id is used twice"));
}

TEST(ParseAnnotations, InteractionsStayInsideOneImage) {
  EXPECT_THAT(defects_after([](json& d) { d["interactions"][0]["image_id"] = 2; }),
              ElementsAre(HasSubstr("interaction 1: subject and object must belong to its image 2, "
                                    "found images 1 and 1")));
  EXPECT_THAT(defects_after([](json& d) { d["annotations"][1]["image_id"] = 2; }),
              ElementsAre(HasSubstr("leaves image 2"), HasSubstr("found images 1 and 2")));
}

TEST(ParseAnnotations, PersonAsObjectCanBeForbidden) {
  EXPECT_THAT(
      defects_after([](json& d) { d["person_as_object"] = false; }),
      ElementsAre("x.json: interaction 2: the object is a person, but 'person_as_object' is "
                  "false"));
}

TEST(ParseAnnotations, OneDefectIsNotReportedAgainByWhatPointsAtIt) {
  const auto parsed = parse_changed([](json& d) { d["images"][0]["width"] = "wide"; });
  ASSERT_EQ(parsed.defects.list().size(), 1U);
  EXPECT_EQ(parsed.dataset.images.size(), 1U);
}

TEST(ParseAnnotations, QuestionableDataAreKeptAndReported) {
  const auto parsed = parse_changed([](json& d) {
    d["annotations"][1]["bbox"] = {30, 60, 10, 0};
    d["images"][0]["interactions_annotated"] = false;
    auto twice = d["interactions"][0];
    twice["id"] = 3;
    d["interactions"].push_back(twice);
  });
  std::vector<std::string> texts;
  for (const auto& defect : parsed.defects.list()) {
    EXPECT_FALSE(defect.unreadable) << defect.text;
    texts.push_back(describe(defect));
  }
  EXPECT_THAT(texts, ElementsAre(HasSubstr("annotation 11: 'bbox' has no area"),
                                 HasSubstr("interaction 1: image 1 says"),
                                 HasSubstr("interaction 2: image 1 says"),
                                 HasSubstr("interaction 3: image 1 says"),
                                 HasSubstr("interaction 3: another interaction has the same")));
  EXPECT_EQ(parsed.dataset.images[0].interactions.size(), 3U);
}

TEST(ParseAnnotations, EntriesThatAreNoObjectsAreDefects) {
  for (const std::string list : {"images", "annotations", "interactions", "categories", "verbs"}) {
    EXPECT_THAT(defects_after([&](json& d) { d[list].push_back(7); }),
                ElementsAre(HasSubstr("must be an object, found 7")))
        << list;
  }
}

}  // namespace
}  // namespace hoi
