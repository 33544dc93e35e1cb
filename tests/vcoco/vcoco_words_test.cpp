#include "vcoco/vcoco_words.h"

#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/shared_data.h"

namespace hoi {
namespace {

using nlohmann::json;

TEST(VcocoWords, AreTwentyFourVerbsAndTheObjectsOfCoco) {
  const Vocabulary& words = vcoco_vocabulary();
  EXPECT_EQ(words.objects.size(), 80U);
  EXPECT_EQ(words.verbs.size(), 24U);
  EXPECT_EQ(words.objects[static_cast<std::size_t>(words.person)], "person");
  EXPECT_TRUE(words.person_as_object);
  EXPECT_EQ(words.verbs.front(), "hold_obj");
  EXPECT_EQ(words.verbs.back(), "snowboard_instr");
  EXPECT_EQ(std::set<std::string>(words.verbs.begin(), words.verbs.end()).size(), 24U);
}

TEST(VcocoWords, FourActionsHaveNoRoleAndThreeHaveTwo) {
  int without = 0, with_two = 0;
  for (const VcocoAction& action : vcoco_actions()) {
    if (action.roles.empty()) ++without;
    if (action.roles.size() == 2) ++with_two;
  }
  EXPECT_EQ(vcoco_actions().size(), 26U);
  EXPECT_EQ(without, 4);
  EXPECT_EQ(with_two, 3);
}

TEST(VcocoWords, PointIsAnActionButNoVerb) {
  EXPECT_EQ(vcoco_actions()[23].name, kVcocoPoint);
  EXPECT_FALSE(vcoco_verb_called("point_instr"));
}

TEST(VcocoWords, AreFoundWithSpacesAndUnderscores) {
  EXPECT_EQ(vcoco_verb_called("talk_on_phone instr"), vcoco_verb_called("talk_on_phone_instr"));
  EXPECT_TRUE(vcoco_verb_called("talk_on_phone instr"));
  EXPECT_EQ(vcoco_object_called("tennis_racket"), vcoco_object_called("tennis racket"));
  EXPECT_EQ(vcoco_object_called("human"), 0);
  EXPECT_FALSE(vcoco_object_called("unicorn"));
  EXPECT_FALSE(vcoco_verb_called(""));
}

TEST(VcocoWords, KnowTheIdsOfCoco) {
  EXPECT_EQ(coco_category_id(0), 1);
  EXPECT_EQ(coco_category_id(79), 90);
  EXPECT_EQ(coco_category_id(*vcoco_object_called("stop sign")), 13);
  EXPECT_EQ(coco_category_id(*vcoco_object_called("book")), 84);
  for (int object = 1; object < 80; ++object) {
    EXPECT_LT(coco_category_id(object - 1), coco_category_id(object));
  }
}

TEST(VcocoWords, EqualTheReferenceLists) {
  const auto file = shared_data("reference/categories.json");
  if (!file) GTEST_SKIP() << "no shared data";
  std::ifstream stream(*file);
  const json reference = json::parse(stream).at("vcoco");
  ASSERT_EQ(reference["actions_26"].size(), vcoco_actions().size());
  for (std::size_t i = 0; i < vcoco_actions().size(); ++i) {
    const json& expected = reference["actions_26"][i];
    const VcocoAction& action = vcoco_actions()[i];
    EXPECT_EQ(expected["name"], action.name);
    ASSERT_EQ(expected["roles"].size(), action.roles.size()) << action.name;
    for (std::size_t k = 0; k < action.roles.size(); ++k) {
      EXPECT_EQ(expected["roles"][k], action.roles[k].name);
      EXPECT_EQ(expected["allowed_objects"][k], json(action.roles[k].objects)) << action.name;
    }
  }
  for (std::size_t i = 0; i < 24; ++i) {
    EXPECT_EQ(vcoco_verb_called(reference["role_classes_24"][i].get<std::string>()),
              static_cast<int>(i));
  }
  for (std::size_t i = 0; i < 80; ++i) {
    EXPECT_EQ(reference["coco80_with_background"][i + 1], vcoco_vocabulary().objects[i]);
  }
}

}  // namespace
}  // namespace hoi
