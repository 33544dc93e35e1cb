#include "interchange/label_studio_task.h"

#include <gtest/gtest.h>

#include "interchange/counted_findings.h"
#include "support/errors.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using Triple = std::tuple<std::int64_t, std::int64_t, std::string>;
using Triples = std::vector<Triple>;

json region(const std::string& id, const std::string& label) {
  return {{"id", id},
          {"type", "rectanglelabels"},
          {"original_width", 200},
          {"original_height", 100},
          {"value",
           {{"x", 10},
            {"y", 20},
            {"width", 30},
            {"height", 40},
            {"rectanglelabels", json::array({label})}}}};
}

json relation(const std::string& from, const std::string& to, const std::string& direction,
              const json& labels) {
  return {{"type", "relation"},
          {"from_id", from},
          {"to_id", to},
          {"direction", direction},
          {"labels", labels}};
}

/// A person p, another one q and a ball b, and these relations.
json task_with(const std::vector<json>& relations) {
  json results = {region("p", "person"), region("b", "ball"), region("q", "person")};
  for (const auto& result : relations) results.push_back(result);
  return {
      {"id", 5},
      {"data", {{"image", "/data/upload/1/0a1b2c3d-a.jpg"}}},
      {"annotations", json::array({{{"id", 1}, {"was_cancelled", false}, {"result", results}}})},
      {"predictions", json::array()}};
}

struct Parsed {
  DatasetFindings findings;
  std::optional<LabelStudioTask> task;

  Triples triples() const {
    Triples triples;
    for (const auto& interaction : task->named.interactions) {
      triples.emplace_back(interaction.subject, interaction.object, interaction.verb);
    }
    return triples;
  }
};

Parsed parse(const json& record) {
  Parsed parsed;
  parsed.task = parse_label_studio_task(record, "tasks.json", "task 0", parsed.findings);
  return parsed;
}

TEST(LabelStudioTask, ReadsRegionsAndRelations) {
  const auto parsed = parse(task_with({relation("p", "b", "right", {"hold", "kick"})}));
  EXPECT_TRUE(parsed.findings.is_empty());
  ASSERT_TRUE(parsed.task);
  EXPECT_EQ(parsed.task->picture_names, (std::vector<std::string>{"a.jpg", "0a1b2c3d-a.jpg"}));
  EXPECT_EQ(parsed.task->named.image.width, 200);
  EXPECT_EQ(parsed.task->named.instances.size(), 3U);
  EXPECT_EQ(parsed.triples(), (Triples{{0, 1, "hold"}, {0, 1, "kick"}}));
}

TEST(LabelStudioTask, RelationsMayStandBeforeTheirRegions) {
  json task = task_with({relation("p", "b", "right", {"hold"})});
  auto& results = task["annotations"][0]["result"];
  std::reverse(results.begin(), results.end());
  EXPECT_EQ(parse(task).triples(), (Triples{{2, 1, "hold"}}));
}

TEST(LabelStudioTask, RelationsToTheLeftSwapTheirEnds) {
  const auto parsed = parse(task_with({relation("b", "p", "left", {"hold"})}));
  EXPECT_EQ(parsed.triples(), (Triples{{0, 1, "hold"}}));
  EXPECT_EQ(repairs_of(parsed.findings, "relation to the left"), 1);
  EXPECT_EQ(parsed.findings.repairs(), 1);
}

TEST(LabelStudioTask, RelationsInBothDirectionsHaveEachPersonAsSubject) {
  const auto persons = parse(task_with({relation("p", "q", "bi", {"talk"})}));
  EXPECT_EQ(persons.triples(), (Triples{{0, 2, "talk"}, {2, 0, "talk"}}));
  EXPECT_EQ(repairs_of(persons.findings, "relation in both directions"), 1);
  EXPECT_EQ(parse(task_with({relation("b", "p", "bi", {"hold"})})).triples(),
            (Triples{{0, 1, "hold"}}));
}

TEST(LabelStudioTask, RelationsFromAnObjectToAPersonAreTurned) {
  const auto parsed = parse(task_with({relation("b", "p", "right", {"hold"})}));
  EXPECT_EQ(parsed.triples(), (Triples{{0, 1, "hold"}}));
  EXPECT_EQ(repairs_of(parsed.findings, "relation from an object to a person"), 1);
}

TEST(LabelStudioTask, RelationsThatMeanNothingAreLeftOut) {
  const auto parsed = parse(
      task_with({relation("p", "b", "right", json::array()), relation("p", "b", "right", nullptr),
                 relation("p", "none", "right", {"hold"}), relation("p", "b", "up", {"kick"})}));
  EXPECT_EQ(repairs_of(parsed.findings, "interaction without verb"), 2);
  EXPECT_EQ(repairs_of(parsed.findings, "relation without its region"), 1);
  EXPECT_EQ(repairs_of(parsed.findings, "unknown direction"), 1);
  EXPECT_EQ(parsed.triples(), (Triples{{0, 1, "kick"}}));
}

TEST(LabelStudioTask, TheLastAnnotationThatWasNotCancelledCounts) {
  json task = task_with({relation("p", "b", "right", {"hold"})});
  json second = task["annotations"][0], cancelled = task["annotations"][0];
  second["result"].erase(3);
  cancelled["was_cancelled"] = true;
  task["annotations"].push_back(second);
  task["annotations"].push_back(cancelled);
  const auto parsed = parse(task);
  EXPECT_EQ(repairs_of(parsed.findings, "several annotations"), 1);
  EXPECT_EQ(repairs_of(parsed.findings, "cancelled annotation"), 1);
  EXPECT_TRUE(parsed.triples().empty());
}

TEST(LabelStudioTask, PredictionsAreNoAnnotations) {
  json task = task_with({});
  task["predictions"] = task["annotations"];
  task["annotations"] = json::array();
  const auto parsed = parse(task);
  EXPECT_FALSE(parsed.task);
  EXPECT_EQ(repairs_of(parsed.findings, "task without annotation"), 1);
  task.erase("annotations");
  EXPECT_FALSE(parse(task).task);
}

TEST(LabelStudioTask, DataMayStateMoreThanThePicture) {
  json task = task_with({});
  task["data"] = {{"photo", "a.jpg"},
                  {"split", "val"},
                  {"width", 30},
                  {"height", 20},
                  {"interactions_annotated", false},
                  {"boxes_exhaustive", 0}};
  task["annotations"][0]["result"] = json::array();
  const auto parsed = parse(task);
  ASSERT_TRUE(parsed.task);
  const ImageAnnotation& image = parsed.task->named.image;
  EXPECT_EQ(parsed.task->picture_names, (std::vector<std::string>{"a.jpg"}));
  EXPECT_EQ(image.split, "val");
  EXPECT_EQ(image.width, 30);
  EXPECT_EQ(image.height, 20);
  EXPECT_FALSE(image.interactions_annotated);
  EXPECT_FALSE(image.boxes_exhaustive);
}

TEST(LabelStudioTask, TasksWithoutPictureAreLeftOut) {
  json task = task_with({});
  task["data"] = {{"image", "data:image/png;base64,AAAA"}};
  EXPECT_FALSE(parse(task).task);
  task["data"] = {{"first", "a.jpg"}, {"second", "b.jpg"}};
  const auto parsed = parse(task);
  EXPECT_FALSE(parsed.task) << "two texts, and nothing tells which one is the picture";
  EXPECT_EQ(repairs_of(parsed.findings, "no picture"), 1);
  task["file_upload"] = "0a1b2c3d-a.jpg";
  EXPECT_EQ(parse(task).task->picture_names.at(0), "a.jpg");
}

TEST(LabelStudioTask, PicturesThatWereTurnedAreLeftOut) {
  json task = task_with({});
  task["annotations"][0]["result"][1]["image_rotation"] = 270;
  EXPECT_FALSE(parse(task).task);
}

TEST(LabelStudioTask, OtherExportFormatsGetAHint) {
  EXPECT_THAT(input_error_of([] { parse(json::parse(R"({"image": "a.jpg", "label": []})")); }),
              HasSubstr("tasks.json: task 0: 'data' is missing; export as JSON, not as JSON-MIN"));
}

TEST(LabelStudioTask, RefusesTheWrongTypeForEveryKey) {
  const json good = task_with({relation("p", "b", "right", {"hold"})});
  for (const char* key : {"data", "annotations", "file_upload"}) {
    json task = good;
    task[key] = 3;
    EXPECT_THROW(parse(task), InputError) << key;
  }
  for (const char* key : {"result", "was_cancelled"}) {
    json task = good;
    task["annotations"][0][key] = "x";
    EXPECT_THROW(parse(task), InputError) << key;
  }
  for (const char* key : {"type", "from_id", "to_id", "direction", "labels"}) {
    json task = good;
    task["annotations"][0]["result"][3][key] = json::array({3});
    EXPECT_THROW(parse(task), InputError) << key;
  }
  for (const char* key : {"split", "width", "interactions_annotated"}) {
    json task = good;
    task["data"]["height"] = 3;
    task["data"]["width"] = 3;
    task["data"][key] = json::array();
    EXPECT_THROW(parse(task), InputError) << key;
  }
  EXPECT_THROW(parse(json::array()), InputError);
}

}  // namespace
}  // namespace hoi
