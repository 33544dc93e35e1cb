#include "hicodet/hicodet_json_reader.h"

#include <functional>
#include <string>

#include <gmock/gmock.h>

#include "base/error.h"
#include "hicodet/hicodet_samples.h"
#include "support/errors.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

HicodetSplit parsed(const std::string& text) {
  return parse_hicodet_json(JsonRecords(text, "x.json"));
}

/// The message for the small file after a change.
std::string changed_error(const std::function<void(json&)>& change) {
  json document = json::parse(small_hicodet_json());
  change(document);
  return input_error_of([&] { parsed(document.dump()); });
}

TEST(HicodetJsonReader, ReadsImagesPairsAndWords) {
  const HicodetSplit split = parsed(small_hicodet_json());
  EXPECT_EQ(split.file, "x.json");
  EXPECT_EQ(split.words, small_hicodet_words());
  EXPECT_EQ(split.rare, (std::vector<bool>{false, true, false}));
  ASSERT_EQ(split.images.size(), 2U);
  EXPECT_EQ(split.images[0].file_name, "a.jpg");
  EXPECT_EQ(split.images[1].width, 64);
  EXPECT_EQ(split.images[1].height, 48);
  EXPECT_TRUE(split.images[1].pairs.empty());
  ASSERT_EQ(split.images[0].pairs.size(), 2U);
  const HicodetPair& pair = split.images[0].pairs[1];
  EXPECT_EQ(pair.interaction, 1);
  EXPECT_EQ(pair.boxes.human, (std::array<double, 4>{11, 21, 60, 90}));
  EXPECT_EQ(pair.boxes.object, (std::array<double, 4>{51, 61, 80, 95}));
}

TEST(HicodetJsonReader, DoesWithoutSizesRareListAndWordIds) {
  json document = json::parse(small_hicodet_json());
  for (const char* name : {"size", "rare", "non_rare", "empty"}) document.erase(name);
  for (const char* name : {"object", "verb"}) document["annotation"][0].erase(name);
  const HicodetSplit split = parsed(document.dump());
  EXPECT_EQ(split.images[0].width, 0);
  EXPECT_FALSE(split.rare);
  EXPECT_EQ(split.images[0].pairs.size(), 2U);
}

TEST(HicodetJsonReader, MeansTheOfficialWordsWithoutLists) {
  json document = json::parse(small_hicodet_json());
  for (const char* name : {"objects", "verbs", "correspondence"}) document.erase(name);
  document["annotation"][0] = {
      {"boxes_h", {{1, 1, 2, 2}}}, {"boxes_o", {{1, 1, 2, 2}}}, {"hoi", {599}}};
  EXPECT_EQ(parsed(document.dump()).words, official_hicodet_words());
}

TEST(HicodetJsonReader, RefusesListsOfDifferentLength) {
  EXPECT_THAT(changed_error([](json& file) { file["filenames"].push_back("c.jpg"); }),
              HasSubstr("2 annotations for 3 file names"));
  EXPECT_THAT(changed_error([](json& file) { file["filenames"].erase(1); }),
              HasSubstr("2 annotations for 1 file names"));
  EXPECT_THAT(changed_error([](json& file) { file["size"].erase(1); }),
              HasSubstr("\"size\" has 1 entries for 2 images"));
  EXPECT_THAT(changed_error([](json& file) {
                file["size"].push_back({1, 1});
              }),
              HasSubstr("\"size\" has 3 entries"));
  EXPECT_THAT(changed_error([](json& file) { file["annotation"][0]["boxes_o"].erase(1); }),
              HasSubstr("annotation 0: \"boxes_h\", \"boxes_o\" and \"hoi\" have 2, 1 and 2"));
}

TEST(HicodetJsonReader, RefusesIdsOutOfRange) {
  EXPECT_THAT(changed_error([](json& file) { file["annotation"][0]["hoi"][1] = 3; }),
              HasSubstr("\"hoi\" is 3, expected a whole number from 0 to 2"));
  EXPECT_THAT(changed_error([](json& file) { file["annotation"][0]["hoi"][1] = -1; }),
              HasSubstr("\"hoi\" is -1"));
  EXPECT_THAT(changed_error([](json& file) { file["rare"][0] = 3; }), HasSubstr("\"rare\" is 3"));
  EXPECT_THAT(changed_error([](json& file) { file["correspondence"][2][1] = 2; }),
              HasSubstr("correspondence 2: \"object\" is 2"));
  EXPECT_THAT(changed_error([](json& file) { file["correspondence"][2][0] = 1; }),
              HasSubstr("the id is 1, expected the position"));
  EXPECT_THAT(changed_error([](json& file) { file["annotation"][0]["verb"][0] = 1; }),
              HasSubstr("\"verb\" does not say 0 for pair 0"));
  EXPECT_THAT(changed_error([](json& file) { file["size"][0][0] = 0; }), HasSubstr("\"width\""));
}

TEST(HicodetJsonReader, RefusesWordsThatAreNone) {
  EXPECT_THAT(changed_error([](json& file) { file["objects"][1] = "dog"; }),
              HasSubstr("objects 1: this name stands before"));
  EXPECT_THAT(changed_error([](json& file) { file["verbs"][0] = ""; }),
              HasSubstr("verbs 0: found \"\""));
  EXPECT_THAT(changed_error([](json& file) { file.erase("correspondence"); }),
              HasSubstr("\"correspondence\" is missing"));
}

/// Calls `visit` with the document in which one value, anywhere, was replaced.
void replace_every_value(json& document, json& value, const json& replacement,
                         const std::function<void(const json&)>& visit) {
  const json original = value;
  value = replacement;
  visit(document);
  value = original;
  if (!value.is_structured()) return;
  for (auto& element : value) replace_every_value(document, element, replacement, visit);
}

TEST(HicodetJsonReader, SaysWhatIsWrongOrReadsWhateverTypesThereAre) {
  json document = json::parse(small_hicodet_json());
  int refused = 0;
  for (const char* text : {"null", "true", "-1", "1e300", "3.5", "\"x\"", "[]", "[[]]", "{}",
                           "18446744073709551615"}) {
    replace_every_value(document, document, json::parse(text), [&](const json& changed) {
      try {
        parsed(changed.dump());
      } catch (const InputError&) {
        ++refused;
      }
    });
  }
  EXPECT_GT(refused, 500);
}

TEST(HicodetJsonReader, RefusesAFileThatIsCutAnywhere) {
  const std::string whole = json::parse(small_hicodet_json()).dump();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_THAT(input_error_of([&] { parsed(whole.substr(0, size)); }), HasSubstr("x.json"));
  }
}

}  // namespace
}  // namespace hoi
