#include "formats/vocabulary_parser.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

ParsedVocabulary parse_words(const std::string& text, std::vector<std::string>& defects) {
  DefectList found;
  auto parsed = parse_vocabulary(JsonRecords(text, "x.json"), found);
  for (const auto& defect : found.list()) defects.push_back(describe(defect));
  return parsed;
}

TEST(ParseVocabulary, IndicesFollowTheFileWhateverTheIds) {
  std::vector<std::string> defects;
  const auto parsed = parse_words(R"({"categories": [{"id": 90, "name": "toothbrush"},
      {"id": 1, "name": "person"}], "verbs": [{"id": 7, "name": "brush"}]})",
                                  defects);
  EXPECT_THAT(defects, IsEmpty());
  EXPECT_THAT(parsed.vocabulary.objects, ElementsAre("toothbrush", "person"));
  EXPECT_THAT(parsed.vocabulary.verbs, ElementsAre("brush"));
  EXPECT_EQ(parsed.vocabulary.person, 1);
  EXPECT_TRUE(parsed.vocabulary.person_as_object);
  EXPECT_THAT(parsed.category_of_id, ElementsAre(Pair(1, 1), Pair(90, 0)));
  EXPECT_THAT(parsed.verb_of_id, ElementsAre(Pair(7, 0)));
}

TEST(ParseVocabulary, HumanIsAPersonToo) {
  std::vector<std::string> defects;
  const auto parsed = parse_words(R"({"categories": [{"id": 1, "name": "ball"},
      {"id": 2, "name": "human"}], "person_as_object": false})",
                                  defects);
  EXPECT_THAT(defects, IsEmpty());
  EXPECT_EQ(parsed.vocabulary.person, 1);
  EXPECT_FALSE(parsed.vocabulary.person_as_object);
}

TEST(ParseVocabulary, ReportsWhatIsWrong) {
  std::vector<std::string> defects;
  parse_words(R"({"categories": [{"id": 1, "name": "ball"}, {"id": 1, "name": "bat"},
      {"id": 2, "name": "ball"}, {"id": 3, "name": ""}, {"id": 4}], "person_as_object": 1})",
              defects);
  EXPECT_THAT(defects, ElementsAre("x.json: category 1: this id is used twice",
                                   "x.json: category 2: the name \"ball\" is used twice",
                                   "x.json: category 3: 'name' is empty",
                                   "x.json: category 4: 'name' is missing",
                                   HasSubstr("no category is called 'person' or 'human'"),
                                   HasSubstr("'person_as_object' must be true or false, found 1")));
}

}  // namespace
}  // namespace hoi
