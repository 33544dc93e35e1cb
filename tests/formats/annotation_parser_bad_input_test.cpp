// What no annotation file should look like: whatever comes, the reader ends with defects or one
// InputError, and what it returns is consistent.
#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "formats/annotation_parser.h"
#include "formats/dataset_check.h"
#include "formats/dataset_statistics.h"
#include "support/errors.h"
#include "support/example_annotations.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

ParsedAnnotations parse_text(const std::string& text) {
  return parse_annotations(JsonRecords(text, "x.json"));
}

std::string refusal_of(const std::string& text) {
  return input_error_of([&] { parse_text(text); });
}

/// What is left must be usable, whatever was wrong.
void expect_consistent(const AnnotatedDataset& dataset) {
  for (const auto& defect : check_dataset(dataset, "x.json")) {
    EXPECT_FALSE(defect.unreadable) << describe(defect);
  }
  EXPECT_NO_THROW(count_statistics(dataset));
}

/// The example with one text in place of another.
std::string example_with(const std::string& old_text, const std::string& new_text) {
  std::string text = example_annotations().dump();
  const auto at = text.find(old_text);
  EXPECT_NE(at, std::string::npos) << old_text;
  return text.replace(at, old_text.size(), new_text);
}

TEST(BadAnnotationFile, CutAnywhereItIsRefusedWithAPosition) {
  const std::string text = example_annotations().dump(1);
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_THAT(refusal_of(text.substr(0, size)), StartsWith("x.json:")) << size;
  }
  EXPECT_THAT(parse_text(text).defects.list(), IsEmpty());
}

TEST(BadAnnotationFile, ChangedBytesNeverDoMoreThanAnInputError) {
  const std::string letters = "{}[],:\"\\0123456789-+.eEtrufalsn \n\xff\xc3";
  const std::string text = example_annotations().dump();
  std::mt19937 random(11);
  int refused = 0, read = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string changed = text;
    for (std::size_t i = 1 + random() % 3; i > 0; --i) {
      const std::size_t at = random() % changed.size();
      if (random() % 4 == 0) changed.erase(at, 1 + random() % 20);
      if (changed.empty()) break;
      changed[at % changed.size()] = letters[random() % letters.size()];
    }
    try {
      expect_consistent(parse_text(changed).dataset);
      ++read;
    } catch (const InputError&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 1000);
  EXPECT_GT(read, 1000);
}

/// Values of every type; 1e400 and the like are no JSON values, see below.
std::vector<json> values_of_all_types() {
  return {json(),
          true,
          false,
          "",
          "text",
          0,
          1,
          -1,
          1.5,
          1e300,
          std::int64_t{-9223372036854775807} - 1,
          std::uint64_t{18446744073709551615U},
          json::array(),
          json::object(),
          {1},
          {1, 2, 3, 4},
          {nullptr},
          json::array({json::array()}),
          json::array({{{"id", 1}}}),
          {{"size", {1, 1}}},
          {{"size", {-1, 1e300}}, {"counts", "text"}},
          {{"counts", {-1, 1.5}}, {"size", nullptr}}};
}

bool is_known_key(const std::string& list, const std::string& key) {
  static const json kIgnored = {{"categories", {"supercategory"}}, {"annotations", {"area"}}};
  return !kIgnored.contains(list) || kIgnored[list][0] != key;
}

TEST(BadAnnotationFile, EveryKeyOfEveryEntryMayHaveAnyType) {
  const json example = example_annotations();
  for (const std::string list : {"categories", "verbs", "images", "annotations", "interactions"}) {
    for (std::size_t row = 0; row < example[list].size(); ++row) {
      for (const auto& [key, old_value] : example[list][row].items()) {
        for (const json& value : values_of_all_types()) {
          json changed = example;
          changed[list][row][key] = value;
          const auto parsed = parse_text(changed.dump());
          expect_consistent(parsed.dataset);
          const bool other_type = value.is_object() != old_value.is_object() &&
                                  value.is_structured() != old_value.is_structured();
          if (!other_type || !is_known_key(list, key) || key == "segmentation") continue;
          ASSERT_FALSE(parsed.defects.empty()) << list << row << key << value;
          const auto& first = parsed.defects.list().front();
          EXPECT_TRUE(first.unreadable);
          EXPECT_THAT(first.text, HasSubstr("'" + key + "'")) << list << row << value;
        }
        json changed = example;
        changed[list][row].erase(key);
        expect_consistent(parse_text(changed.dump()).dataset);
      }
    }
  }
}

TEST(BadAnnotationFile, EveryMemberMayHaveAnyType) {
  const json example = example_annotations();
  for (const auto& [member, old_value] : example.items()) {
    for (const json& value : values_of_all_types()) {
      json changed = example;
      changed[member] = value;
      expect_consistent(parse_text(changed.dump()).dataset);
    }
  }
}

TEST(BadAnnotationFile, EveryIdMayBeUnknown) {
  const json example = example_annotations();
  for (const std::string list : {"annotations", "interactions"}) {
    for (const std::string key :
         {"image_id", "category_id", "subject_id", "object_id", "verb_id"}) {
      if (!example[list][0].contains(key)) continue;
      for (const std::int64_t id : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1} << 62}) {
        json changed = example;
        changed[list][0][key] = id;
        const auto parsed = parse_text(changed.dump());
        ASSERT_FALSE(parsed.defects.empty());
        EXPECT_THAT(parsed.defects.list()[0].text,
                    HasSubstr("there is no " +
                              std::string(key == "subject_id" || key == "object_id"
                                              ? "annotation"
                                              : key.substr(0, key.size() - 3)) +
                              " " + std::to_string(id)));
        expect_consistent(parsed.dataset);
      }
    }
  }
}

TEST(BadAnnotationFile, NumbersBeyondEveryLimitAreRefused) {
  const auto with_box = [](const std::string& box) { return example_with("[30.5,60,10,10]", box); };
  for (const std::string box : {"[1e400, 0, 1, 1]", "[NaN, 0, 1, 1]", "[Infinity, 0, 1, 1]",
                                "[-1e999, 0, 1, 1]", "[01, 0, 1, 1]", "[.5, 0, 1, 1]"}) {
    EXPECT_THAT(refusal_of(with_box(box)), HasSubstr("no valid JSON")) << box;
  }
  for (const std::string box : {"[1e300, 0, 1, 1]", "[0, 0, 1, -2e9]", "[0, 0, 1, 1, 1]",
                                "[99999999999999999999999999999, 0, 1, 1]"}) {
    const auto parsed = parse_text(with_box(box));
    ASSERT_FALSE(parsed.defects.empty()) << box;
    EXPECT_THAT(parsed.defects.list()[0].text, HasSubstr("must be 4 finite numbers")) << box;
  }
  for (const std::string box : {"[1e9, 1e9, 1e9, 1e9]", "[0, 0, 0, 0]", "[-1e9, 0, 1, 1]"}) {
    const auto parsed = parse_text(with_box(box));
    EXPECT_EQ(parsed.defects.unreadable(), 0) << box;
    EXPECT_EQ(parsed.defects.questionable(), 1) << box;
    expect_consistent(parsed.dataset);
  }
}

TEST(BadAnnotationFile, NamesThatAreNoUtf8AreRefused) {
  for (const std::string name : {"\xff", "a\xc3", "\xc0\xaf", "\xed\xa0\x80", "\\ud800", "\\u12"}) {
    for (const std::string old_name : {"a.jpg", "ball", "kick", "train"}) {
      EXPECT_THAT(refusal_of(example_with('"' + old_name + '"', '"' + name + '"')),
                  AnyOf(HasSubstr("UTF-8"), HasSubstr("surrogate"), HasSubstr("hex")));
    }
  }
}

TEST(BadAnnotationFile, NamesWithControlCharactersStayOnOneLine) {
  const std::string name = "\"\\u0000\\n\\u001b[2J\"";
  const auto image = parse_text(example_with("\"a.jpg\"", name));
  EXPECT_THAT(image.defects.list().at(0).text,
              HasSubstr("must stay inside the image folder, found \"\\u0000\\n\\u001b[2J\""));
  auto verb = parse_text(example_with("\"look\"", name));
  verb.dataset.images[0].interactions.pop_back();
  EXPECT_THAT(check_dataset(verb.dataset, "x.json").at(0).entity, "verb '???[2J'");
  EXPECT_EQ(statistics_table(count_statistics(verb.dataset), verb.dataset.vocabulary).find('\x1b'),
            std::string::npos);
}

TEST(BadAnnotationFile, AMemberMayStandOnlyOnce) {
  std::string text = example_annotations().dump();
  text.insert(1, R"("images": [], )");
  EXPECT_THAT(refusal_of(text), HasSubstr("a member of this name stands before"));
}

TEST(BadAnnotationFile, DeepNestingIsRefusedWithoutUsingTheStack) {
  for (const std::string bracket : {"[", "{\"a\":"}) {
    std::string nested;
    for (int i = 0; i < 100'000; ++i) nested += bracket;
    for (const std::string place : {"\"train\"", "1200", "[30.5,60,10,10]", "\"example\"", "37"}) {
      EXPECT_THAT(refusal_of(example_with(place, nested)), HasSubstr("nested deeper than the 64"));
    }
    EXPECT_THAT(refusal_of(nested), HasSubstr("nested deeper than the 64"));
  }
}

TEST(BadAnnotationFile, LinesMayBeLongButNoRecordMayBe) {
  const std::string megabytes(64 << 20, ' ');
  EXPECT_THAT(parse_text(example_with("\"info\"", megabytes + "\"info\"")).defects.list(),
              IsEmpty());
  const std::string letters(64 << 20, 'x');
  EXPECT_THAT(refusal_of(example_with("a.jpg", letters)),
              AllOf(StartsWith("x.json:1:"), HasSubstr("a record of 6710")));
  EXPECT_THAT(refusal_of(letters), StartsWith("x.json:1:1: no valid JSON"));
}

TEST(BadAnnotationFile, MembersMayStandInAnyOrder) {
  const json example = example_annotations();
  std::vector<std::string> names;
  for (const auto& member : example.items()) names.push_back(member.key());
  do {
    std::string text;
    for (const auto& name : names) text += ", " + json(name).dump() + ": " + example[name].dump();
    const auto parsed = parse_text("{" + text.substr(2) + "}");
    ASSERT_THAT(parsed.defects.list(), IsEmpty()) << text;
    ASSERT_EQ(parsed.dataset.images[0].interactions.size(), 2U);
  } while (std::next_permutation(names.begin(), names.end()));
}

TEST(BadAnnotationFile, OfVeryManyDefectsTheFirstAreKeptAndAllAreCounted) {
  std::string text =
      R"({"categories": [{"id": 1, "name": "person"}], "images": [], "annotations": [)";
  const std::int64_t count = DefectList::kMostListed + 50;
  for (std::int64_t i = 0; i < count; ++i) text += i > 0 ? ",0" : "0";
  const auto parsed = parse_text(text + "]}");
  EXPECT_EQ(parsed.defects.unreadable(), count);
  EXPECT_EQ(static_cast<std::int64_t>(parsed.defects.list().size()), DefectList::kMostListed);
}

}  // namespace
}  // namespace hoi
