#include "vcoco/vcoco_labels.h"

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/temporary_folder.h"
#include "vcoco/small_vcoco.h"

namespace hoi {
namespace {

using nlohmann::json;

std::string labels_error_of(const json& labels) {
  return input_error_of([&] { parsed_labels(labels); });
}

TEST(VcocoLabels, CutTheObjectListRoleByRole) {
  const auto actions = parsed_labels(small_labels());
  ASSERT_EQ(actions.size(), 5U);
  const VcocoActionLabels& hit = actions[1];
  EXPECT_EQ(hit.action, "hit");
  EXPECT_EQ(hit.roles, (std::vector<std::string>{"instr", "obj"}));
  EXPECT_EQ(hit.person_ids, (std::vector<std::int64_t>{10, 20}));
  EXPECT_EQ(hit.image_ids, (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(hit.labels, (std::vector<bool>{true, false}));
  ASSERT_EQ(hit.object_ids.size(), 2U);
  EXPECT_EQ(hit.object_ids[0], (std::vector<std::int64_t>{0, 0}));
  EXPECT_EQ(hit.object_ids[1], (std::vector<std::int64_t>{12, 0}));
  EXPECT_TRUE(actions[2].object_ids.empty());
}

TEST(VcocoLabels, MayHaveNoPersons) {
  json labels = json::parse(R"([{"action_name": "run", "role_name": ["agent"], "image_id": [],
                                 "ann_id": [], "label": [], "role_object_id": []}])");
  EXPECT_TRUE(parsed_labels(labels)[0].labels.empty());
}

TEST(VcocoLabels, EveryKeyIsNeededInItsType) {
  for (const char* key :
       {"action_name", "role_name", "image_id", "ann_id", "label", "role_object_id"}) {
    json labels = small_labels();
    labels[1].erase(key);
    EXPECT_EQ(labels_error_of(labels),
              "labels.json: action at position 1: '" + std::string(key) + "' is missing");
    for (const json& wrong : {json(), json(3), json("a"), json::object(), json({"a", nullptr})}) {
      if (std::string(key) == "action_name" && wrong.is_string()) continue;
      labels[1][key] = wrong;
      EXPECT_NE(labels_error_of(labels).find("'" + std::string(key) + "'"), std::string::npos)
          << key << " " << wrong;
    }
  }
}

TEST(VcocoLabels, ListsOfOtherLengthsAreRefused) {
  for (const char* key : {"image_id", "ann_id", "label", "role_object_id"}) {
    json labels = small_labels();
    labels[0][key].push_back(0);
    EXPECT_NE(labels_error_of(labels).find("action at position 0"), std::string::npos) << key;
    labels[0][key] = json::array();
    EXPECT_NE(labels_error_of(labels).find("action at position 0"), std::string::npos) << key;
  }
}

TEST(VcocoLabels, AnObjectListOrderedByPersonIsRefused) {
  json labels = small_labels();
  labels[0]["label"] = {1, 1};
  labels[0]["role_object_id"] = {10, 12, 20, 21};
  EXPECT_NE(labels_error_of(labels).find("ordered by role, not by person"), std::string::npos);
}

TEST(VcocoLabels, WrongWordsAndRepetitionsAreRefused) {
  json labels = small_labels();
  labels[0]["role_name"] = {"obj", "agent"};
  EXPECT_NE(labels_error_of(labels).find("must start with \"agent\""), std::string::npos);
  labels = small_labels();
  labels[1]["role_name"] = {"agent", "obj", "obj"};
  EXPECT_NE(labels_error_of(labels).find("holds \"obj\" twice"), std::string::npos);
  labels = small_labels();
  labels[1]["action_name"] = "kick";
  EXPECT_NE(labels_error_of(labels).find("the action \"kick\" stands here twice"),
            std::string::npos);
  labels = small_labels();
  labels[2] = {{"action_name", "smile"}, {"role_name", {"agent"}}, {"image_id", {1, 1}},
               {"ann_id", {10, 10}},     {"label", {1, 1}},        {"role_object_id", {10, 10}}};
  EXPECT_NE(labels_error_of(labels).find("holds 10 with label 1 twice"), std::string::npos);
  labels = small_labels();
  labels[0]["label"] = {2, 0};
  EXPECT_NE(labels_error_of(labels).find("must hold 0 and 1, found 2"), std::string::npos);
}

TEST(VcocoLabels, OnlyAListOfActionsIsAccepted) {
  EXPECT_NE(labels_error_of(json::object()).find("list of actions"), std::string::npos);
  EXPECT_NE(labels_error_of(json::array()).find("no actions"), std::string::npos);
  EXPECT_NE(labels_error_of(json::array({3})).find("must be an object"), std::string::npos);
}

TEST(VcocoLabels, ATextThatEndsTooEarlyIsRefusedAtEveryByte) {
  const std::string text = small_labels().dump();
  for (std::size_t size = 0; size < text.size(); ++size) {
    input_error_of([&] { parse_vcoco_labels(JsonRecords(text.substr(0, size), "cut")); });
  }
}

TEST(VcocoIds, AreSortedAndOnceEach) {
  EXPECT_EQ(parse_vcoco_ids("5\n3\r\n\n # a comment\n 5 # again\n-1\n7", "ids"),
            (std::vector<std::int64_t>{-1, 3, 5, 7}));
}

TEST(VcocoIds, AreReadFromAFile) {
  const TemporaryFolder folder;
  EXPECT_EQ(read_vcoco_ids(folder.write("a.ids", "2\n1\n")), (std::vector<std::int64_t>{1, 2}));
}

TEST(VcocoIds, NameTheLineOfAnythingElse) {
  EXPECT_EQ(input_error_of([] { parse_vcoco_ids("1\n2.5\n", "ids"); }),
            "ids:2: expected an image id, found \"2.5\"");
  EXPECT_NE(input_error_of([] { parse_vcoco_ids("99999999999999999999", "ids"); }).find("ids:1"),
            std::string::npos);
  EXPECT_EQ(input_error_of([] { parse_vcoco_ids("# none\n", "ids"); }), "ids: holds no image ids");
}

}  // namespace
}  // namespace hoi
