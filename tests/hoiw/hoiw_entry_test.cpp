#include "hoiw/hoiw_entry.h"

#include <gtest/gtest.h>

#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

constexpr const char* kAnnotations = R"([
  {"file_name": "a.png",
   "annotations": [{"bbox": [486, 174, 1219.5, 1080], "category_id": "1"},
                   {"bbox": [787, 474, 955, 669], "category_id": "4\n"}],
   "hoi_annotation": [{"subject_id": 0, "object_id": 1, "category_id": 5}]},
  {"file_name": "b.png", "annotations": [], "hoi_annotation": []}])";

constexpr const char* kPredictions = R"([
  {"file_name": "a.png",
   "predictions": [{"bbox": [1, 2, 3, 4], "category_id": 1, "score": 0.25}],
   "hoi_prediction": [{"subject_id": 0, "object_id": 0, "category_id": 5, "score": 0.75}]}])";

std::vector<HoiwEntry> annotations_of(const std::string& text) {
  std::vector<HoiwEntry> entries;
  each_hoiw_annotation(JsonRecords(text, "gt.json"),
                       [&](HoiwEntry entry) { entries.push_back(std::move(entry)); });
  return entries;
}

std::vector<HoiwEntry> predictions_of(const std::string& text) {
  std::vector<HoiwEntry> entries;
  each_hoiw_prediction(JsonRecords(text, "pred.json"),
                       [&](HoiwEntry entry) { entries.push_back(std::move(entry)); });
  return entries;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), by);
}

TEST(HoiwEntry, ReadsTheOrganisersAnnotations) {
  const auto entries = annotations_of(kAnnotations);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].file_name, "a.png");
  EXPECT_FALSE(entries[0].other_keys);
  ASSERT_EQ(entries[0].boxes.size(), 2U);
  EXPECT_EQ(entries[0].boxes[0].corners, (std::array<double, 4>{486, 174, 1219.5, 1080}));
  EXPECT_EQ(entries[0].boxes[0].category, 1);
  EXPECT_FALSE(entries[0].boxes[0].untidy_id);
  EXPECT_EQ(entries[0].boxes[1].category, 4);
  EXPECT_TRUE(entries[0].boxes[1].untidy_id) << "a line break stands behind the number";
  ASSERT_EQ(entries[0].triples.size(), 1U);
  EXPECT_EQ(entries[0].triples[0].subject, 0);
  EXPECT_EQ(entries[0].triples[0].object, 1);
  EXPECT_EQ(entries[0].triples[0].verb, 5);
  EXPECT_TRUE(entries[1].boxes.empty());
}

TEST(HoiwEntry, ReadsTheOrganisersPredictions) {
  const auto entries = predictions_of(kPredictions);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_DOUBLE_EQ(entries[0].boxes.at(0).score, 0.25);
  EXPECT_DOUBLE_EQ(entries[0].triples.at(0).score, 0.75);
}

TEST(HoiwEntry, BoxesNeedNoScoreButTriplesDo) {
  EXPECT_DOUBLE_EQ(
      predictions_of(replaced(kPredictions, ", \"score\": 0.25", ""))[0].boxes[0].score, 1);
  EXPECT_THAT(
      input_error_of([] { predictions_of(replaced(kPredictions, ", \"score\": 0.75", "")); }),
      HasSubstr("pred.json: entry 0: triple 0: 'score' is missing"));
}

TEST(HoiwEntry, TakesTheOtherKeysThatAreInUse) {
  const auto annotation =
      annotations_of(R"([{"file_name": "a", "annotation": [], "hoi_annotations": []}])");
  EXPECT_TRUE(annotation.at(0).other_keys);
  for (const char* boxes : {"prediction", "annotations", "annotation"}) {
    for (const char* triples : {"hoi_predictions", "hoi_annotation"}) {
      const auto prediction = predictions_of(std::string(R"([{"file_name": "a", ")") + boxes +
                                             R"(": [], ")" + triples + R"(": []}])");
      EXPECT_TRUE(prediction.at(0).other_keys);
    }
  }
  EXPECT_FALSE(predictions_of(R"([{"file_name": "a", "predictions": [], "hoi_prediction": []}])")
                   .at(0)
                   .other_keys);
}

TEST(HoiwEntry, IdsAreIntegersHoweverTheyAreWritten) {
  const auto verb_of = [](const std::string& id) {
    return annotations_of(replaced(kAnnotations, "\"category_id\": 5", "\"category_id\": " + id))[0]
        .triples[0];
  };
  EXPECT_EQ(verb_of("\"7\"").verb, 7);
  EXPECT_FALSE(verb_of("\"7\"").untidy_id);
  EXPECT_EQ(verb_of("\" 7\\r\\n\"").verb, 7);
  EXPECT_TRUE(verb_of("\" 7\\r\\n\"").untidy_id);
  EXPECT_EQ(verb_of("7.0").verb, 7);
  EXPECT_TRUE(verb_of("7.0").untidy_id);
  EXPECT_EQ(verb_of("-3").verb, -3);
  EXPECT_EQ(verb_of("9223372036854775807").verb, 9223372036854775807);
  EXPECT_EQ(verb_of("\"-9223372036854775808\"").verb, -9223372036854775807 - 1);
}

TEST(HoiwEntry, RefusesIdsThatAreNoIntegers) {
  for (const char* id :
       {"null", "true", "[]", "{}", "1.5", "\"\"", "\"\\n\"", "\"1 2\"", "\"0x1\"", "\"1.0\"",
        "9223372036854775808", "1e300", "-1e300", "\"99999999999999999999\""}) {
    EXPECT_THAT(input_error_of([&] {
                  annotations_of(replaced(kAnnotations, "\"category_id\": 5",
                                          std::string("\"category_id\": ") + id));
                }),
                HasSubstr("gt.json: entry 0: triple 0: 'category_id' must be an integer"))
        << id;
  }
}

TEST(HoiwEntry, RefusesBoxesThatAreNotFourNumbers) {
  for (const char* box : {"null", "[]", "[1, 2, 3]", "[1, 2, 3, 4, 5]", "[1, 2, 3, \"4\"]",
                          "[1, 2, 3, 1e10]", "{\"x\": 1}", "[1, 2, 3, null]"}) {
    EXPECT_THAT(input_error_of(
                    [&] { annotations_of(replaced(kAnnotations, "[787, 474, 955, 669]", box)); }),
                HasSubstr("gt.json: entry 0: box 1: 'bbox' must be 4 numbers"))
        << box;
  }
}

TEST(HoiwEntry, RefusesTheWrongTypeForEveryKey) {
  for (const char* text : {kAnnotations, kPredictions}) {
    const bool predicted = text == kPredictions;
    for (const char* key : {"file_name", predicted ? "predictions" : "annotations",
                            predicted ? "hoi_prediction" : "hoi_annotation"}) {
      for (const char* value : {"null", "3", "true", "{}"}) {
        auto record = nlohmann::json::parse(text);
        record[0][key] = nlohmann::json::parse(value);
        const std::string message = input_error_of(
            [&] { predicted ? predictions_of(record.dump()) : annotations_of(record.dump()); });
        EXPECT_THAT(message, HasSubstr(std::string("'") + key + "' must be")) << value;
      }
    }
  }
  for (const char* record : {"3", "null", "[]", "\"a\""}) {
    EXPECT_THAT(input_error_of([&] { annotations_of(std::string("[") + record + "]"); }),
                HasSubstr("entry 0: must be an object"));
  }
  EXPECT_THAT(
      input_error_of([] { annotations_of(replaced(kAnnotations, "[{\"bbox\"", "[7, {\"bbox\"")); }),
      HasSubstr("entry 0: box 0: must be an object, found 7"));
}

TEST(HoiwEntry, RefusesMissingKeys) {
  for (const char* key : {"file_name", "annotations", "hoi_annotation"}) {
    auto record = nlohmann::json::parse(kAnnotations);
    record[1].erase(key);
    EXPECT_THAT(input_error_of([&] { annotations_of(record.dump()); }),
                HasSubstr(std::string("gt.json: entry 1: '") + key + "' is missing"));
  }
  for (const char* key : {"bbox", "category_id"}) {
    auto record = nlohmann::json::parse(kAnnotations);
    record[0]["annotations"][1].erase(key);
    EXPECT_THAT(input_error_of([&] { annotations_of(record.dump()); }),
                HasSubstr(std::string("box 1: '") + key + "' is missing"));
  }
  for (const char* key : {"subject_id", "object_id", "category_id"}) {
    auto record = nlohmann::json::parse(kAnnotations);
    record[0]["hoi_annotation"][0].erase(key);
    EXPECT_THAT(input_error_of([&] { annotations_of(record.dump()); }),
                HasSubstr(std::string("triple 0: '") + key + "' is missing"));
  }
}

TEST(HoiwEntry, RefusesAFileThatIsNoList) {
  EXPECT_THAT(input_error_of([] { annotations_of("{}"); }), HasSubstr("expected a list"));
}

TEST(HoiwEntry, RefusesAFileThatIsCutAnywhere) {
  for (const std::string text : {kAnnotations, kPredictions}) {
    for (std::size_t size = 0; size < text.size(); ++size) {
      EXPECT_THROW(annotations_of(text.substr(0, size)), InputError) << size;
      EXPECT_THROW(predictions_of(text.substr(0, size)), InputError) << size;
    }
  }
}

}  // namespace
}  // namespace hoi
