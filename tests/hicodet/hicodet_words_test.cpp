#include "hicodet/hicodet_words.h"

#include <algorithm>
#include <fstream>
#include <set>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "support/errors.h"
#include "support/shared_data.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

std::string interaction_text(std::size_t id) {
  const HicodetWords& words = official_hicodet_words();
  const auto [object, verb] = words.interactions.at(id);
  return words.verbs.at(static_cast<std::size_t>(verb)) + " " +
         words.objects.at(static_cast<std::size_t>(object));
}

TEST(HicodetWords, AreInTheOrderOfTheOrganisers) {
  EXPECT_EQ(interaction_text(0), "board airplane");
  EXPECT_EQ(interaction_text(9), "no_interaction airplane");
  EXPECT_EQ(interaction_text(10), "carry bicycle");
  EXPECT_EQ(interaction_text(599), "no_interaction zebra");
}

TEST(HicodetWords, HaveOneNoInteractionPerObject) {
  std::set<int> objects;
  std::set<std::pair<int, int>> distinct;
  for (const auto& [object, verb] : official_hicodet_words().interactions) {
    distinct.emplace(object, verb);
    if (official_hicodet_words().verbs.at(static_cast<std::size_t>(verb)) == "no_interaction") {
      EXPECT_TRUE(objects.insert(object).second);
    }
  }
  EXPECT_EQ(objects.size(), 80U);
  EXPECT_EQ(distinct.size(), 600U);
}

TEST(HicodetWords, AreTheReferenceLists) {
  const auto file = shared_data("reference/categories.json");
  if (!file) GTEST_SKIP() << "no reference lists";
  const auto lists = nlohmann::json::parse(std::ifstream(*file))["hico"];
  const HicodetWords& words = official_hicodet_words();
  EXPECT_EQ(words.objects, lists["objects_80"].get<std::vector<std::string>>());
  EXPECT_EQ(words.verbs, lists["verbs_117"].get<std::vector<std::string>>());
  const auto& rows = lists["hoi_600_as_[hoi,obj,verb]"];
  ASSERT_EQ(words.interactions.size(), rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i],
              nlohmann::json({i, words.interactions[i].object, words.interactions[i].verb}));
  }
  std::vector<int> rare;
  for (int i = 0; i < 600; ++i) {
    if (official_hicodet_rare()[static_cast<std::size_t>(i)]) rare.push_back(i);
  }
  EXPECT_EQ(rare, lists["rare_138"].get<std::vector<int>>());
}

TEST(HicodetWords, HaveAPersonOrAreNoVocabulary) {
  const Vocabulary vocabulary = hicodet_vocabulary(official_hicodet_words(), "x");
  EXPECT_EQ(vocabulary.objects.at(static_cast<std::size_t>(vocabulary.person)), "person");
  EXPECT_TRUE(vocabulary.person_as_object);
  EXPECT_EQ(hicodet_vocabulary({{"dog", "human"}, {}, {}}, "x").person, 1);
  EXPECT_THAT(input_error_of([] {
                hicodet_vocabulary({{"dog"}, {}, {}}, "x.json");
              }),
              HasSubstr("x.json: no object class is called \"person\""));
}

TEST(HicodetWords, AreFoundUnderTheirSpellings) {
  const std::vector<std::string> words = {"hot_dog", "person", "cell phone"};
  EXPECT_EQ(find_hicodet_word(words, "hot dog"), 0);
  EXPECT_EQ(find_hicodet_word(words, "hot_dog"), 0);
  EXPECT_EQ(find_hicodet_word(words, "human"), 1);
  EXPECT_EQ(find_hicodet_word(words, "cell_phone"), 2);
  EXPECT_EQ(find_hicodet_word(words, "Hot dog"), std::nullopt);
}

TEST(HicodetInteractionIndex, FindsTheFirstOfEqualInteractions) {
  const HicodetInteractionIndex index({{"a", "b"}, {"v", "w"}, {{1, 0}, {0, 1}, {1, 0}}});
  EXPECT_EQ(index.find(1, 0), 0);
  EXPECT_EQ(index.find(0, 1), 1);
  EXPECT_EQ(index.find(0, 0), std::nullopt);
  EXPECT_EQ(index.find(std::nullopt, 0), std::nullopt);
  EXPECT_EQ(index.find(7, -1), std::nullopt);
}

TEST(HicodetObjectIds, AreThoseOfCoco) {
  const auto& objects = official_hicodet_words().objects;
  const auto name_of = [&](int object) {
    return object < 0 ? "" : objects.at(static_cast<std::size_t>(object));
  };
  const auto of_id = hicodet_object_of_id(objects);
  ASSERT_EQ(of_id.size(), 91U);
  EXPECT_EQ(name_of(of_id[1]), "person");
  EXPECT_EQ(name_of(of_id[12]), "");  // one of the ids that COCO does not use
  EXPECT_EQ(name_of(of_id[67]), "dining_table");
  EXPECT_EQ(name_of(of_id[90]), "toothbrush");
  EXPECT_EQ(std::count(of_id.begin(), of_id.end(), -1), 11);

  const auto of_number = hicodet_object_of_file_number(objects);
  ASSERT_EQ(of_number.size(), 81U);
  EXPECT_EQ(name_of(of_number[1]), "person");
  EXPECT_EQ(name_of(of_number[12]), "stop_sign");
  EXPECT_EQ(name_of(of_number[80]), "toothbrush");
}

TEST(HicodetObjectIds, ArePositionsForOtherWords) {
  const std::vector<std::string> objects = {"person", "unicorn"};
  EXPECT_EQ(hicodet_object_of_id(objects), (std::vector<int>{-1, 0, 1}));
  EXPECT_EQ(hicodet_object_of_file_number(objects), (std::vector<int>{-1, 0, 1}));
}

TEST(HicodetObjectIds, KeepCocoNumbersForAPartOfItsClasses) {
  const std::vector<std::string> objects = {"car", "person"};
  EXPECT_EQ(hicodet_object_of_id(objects)[3], 0);
  EXPECT_EQ(hicodet_object_of_id(objects)[1], 1);
  EXPECT_EQ(hicodet_object_of_file_number(objects)[3], 0);
  EXPECT_EQ(hicodet_object_of_file_number(objects)[80], -1);
}

}  // namespace
}  // namespace hoi
