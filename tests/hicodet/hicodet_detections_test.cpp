#include "hicodet/hicodet_detections.h"

#include <functional>

#include <gmock/gmock.h>

#include "base/error.h"
#include "hicodet/hicodet_samples.h"
#include "hicodet/mat_value.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Three interactions (dog hug, dog walk, person hug) and two images.
HicodetGroundTruth small_truth() {
  HicodetGroundTruth truth;
  truth.file = "x";
  truth.words = small_hicodet_words();
  truth.file_names = {"a.jpg", "b.jpg"};
  truth.pairs.resize(3);
  return truth;
}

HicodetDetections from_json(const json& document, const HicodetGroundTruth& truth) {
  HicodetDetectionCollector collector(truth);
  collect_hicodet_json(JsonRecords(document.dump(), "p.json"), collector);
  return collector.finish();
}

std::string json_error(const json& document) {
  return input_error_of([&] { from_json(document, small_truth()); });
}

/// "image score human-x1 object-y2" of each prediction of an interaction.
std::vector<std::string> lines_of(const HicodetDetections& detections, std::size_t interaction) {
  std::vector<std::string> lines;
  for (const ScoredPair& pair : detections.pairs.at(interaction)) {
    lines.push_back(
        json({pair.image, pair.score, pair.boxes.human[0], pair.boxes.object[3]}).dump());
  }
  return lines;
}

const json kRow = {0, 1, 2, 3, 4, 5, 6, 7, 0.5};
const json kOtherRow = {10, 1, 2, 3, 4, 5, 6, 17.5, 0.25};

json nested_lists() {
  json rows = json::array({kRow});
  return {
      {json::array(), json::array({kRow, kOtherRow})}, {nullptr, rows}, {json::array(), nullptr}};
}

TEST(HicodetDetections, ReadNestedListsInTheOrderOfTheGroundTruth) {
  for (const json& document : {nested_lists(), json{{"all_boxes", nested_lists()}}}) {
    const HicodetDetections detections = from_json(document, small_truth());
    EXPECT_THAT(lines_of(detections, 0), ElementsAre("[1,0.5,1.0,8.0]", "[1,0.25,11.0,18.5]"));
    EXPECT_THAT(lines_of(detections, 1), ElementsAre("[1,0.5,1.0,8.0]"));
    EXPECT_THAT(lines_of(detections, 2), IsEmpty());
    EXPECT_THAT(detections.notices, IsEmpty());
  }
}

TEST(HicodetDetections, RefuseNestedListsOfOtherSizes) {
  const auto changed = [](const std::function<void(json&)>& change) {
    json document = nested_lists();
    change(document);
    return json_error(document);
  };
  EXPECT_THAT(changed([](json& lists) { lists.erase(2); }),
              HasSubstr("lists of 2 interactions, expected 3"));
  EXPECT_THAT(changed([](json& lists) { lists.push_back(lists[0]); }),
              HasSubstr("more lists than the 3 interactions"));
  EXPECT_THAT(changed([](json& lists) { lists[1].erase(0); }),
              HasSubstr("interaction 1: found [[[0,1,2,3,4,5,6,7,0.5]]]"));
  EXPECT_THAT(changed([](json& lists) { lists[1][1][0].erase(8); }),
              HasSubstr("image 1: found [0,1,2,3,4,5,6,7], expected a row of nine numbers"));
  EXPECT_THAT(changed([](json& lists) { lists[1][1][0][8] = "x"; }), HasSubstr("\"score\" is"));
  EXPECT_THAT(changed([](json& lists) { lists[1][1] = 3; }), HasSubstr("expected a list of rows"));
  EXPECT_THAT(json_error(json{{"boxes", nested_lists()}}), HasSubstr("\"all_boxes\""));
}

json pair_record(const std::string& file_name) {
  return {
      {"file_name", file_name}, {"human", {0, 1, 2, 3}}, {"object", {4, 5, 6, 7}}, {"score", 0.5}};
}

TEST(HicodetDetections, ReadListsOfPairs) {
  json by_id = pair_record("b.jpg"), by_words = pair_record("a.jpg"),
       unknown = pair_record("c.jpg");
  by_id["hoi_id"] = 2;
  by_words["object_id"] = 18;  // MS-COCO's dog
  by_words["verb_id"] = "2";
  unknown["hoi_id"] = 1;
  json no_class = by_words;
  no_class["object_id"] = 3;
  const HicodetDetections detections =
      from_json({by_id, by_words, unknown, no_class}, small_truth());
  // By image, whatever the order of the file.
  EXPECT_THAT(lines_of(detections, 1), ElementsAre("[0,0.5,1.0,8.0]", "[1,0.5,1.0,8.0]"));
  EXPECT_THAT(lines_of(detections, 0), IsEmpty());
  EXPECT_THAT(detections.notices,
              ElementsAre("predictions for 1 unknown file names were ignored, such as 'c.jpg'",
                          HasSubstr("1 predictions were ignored because their object and verb")));
}

TEST(HicodetDetections, RefusePairsThatAreNone) {
  const auto changed = [](const char* name, const json& value) {
    json record = pair_record("a.jpg");
    record["hoi_id"] = 1;
    if (value == "erase") {
      record.erase(name);
    } else {
      record[name] = value;
    }
    return json_error(json::array({record}));
  };
  EXPECT_THAT(changed("hoi_id", 0), HasSubstr("prediction 0: \"hoi_id\" is 0, expected a whole "
                                              "number from 1 to 3"));
  EXPECT_THAT(changed("hoi_id", 4), HasSubstr("\"hoi_id\" is 4"));
  EXPECT_THAT(changed("hoi_id", "erase"), HasSubstr("neither \"hoi_id\""));
  EXPECT_THAT(changed("file_name", 3), HasSubstr("\"file_name\" is 3"));
  EXPECT_THAT(changed("score", "erase"), HasSubstr("\"score\" is missing"));
  EXPECT_THAT(changed("score", nullptr), HasSubstr("\"score\" is null"));
  EXPECT_THAT(changed("human", json::array({1, 2, 3})), HasSubstr("\"human\" is [1,2,3]"));
  EXPECT_THAT(json_error({pair_record("a.jpg"), 3}), HasSubstr("prediction 0: neither"));
}

json image_record() {
  return {{"file_name", "a.jpg"},
          {"predictions",
           {{{"bbox", {0, 1, 2, 3}}, {"category_id", 1}, {"score", 1}},
            {{"bbox", {4, 5, 6, 7}}, {"category_id", "18\n"}}}},
          {"hoi_prediction",
           {{{"subject_id", 0}, {"object_id", 1}, {"category_id", 2}, {"score", 0.5}},
            {{"subject_id", 1}, {"object_id", 0}, {"category_id", 1}, {"score", 0.25}},
            {{"subject_id", 0}, {"object_id", 1}, {"category_id", 3}, {"score", 0.125}}}}};
}

TEST(HicodetDetections, ReadListsOfImages) {
  const HicodetDetections detections = from_json(json::array({image_record()}), small_truth());
  EXPECT_THAT(lines_of(detections, 0), IsEmpty());
  EXPECT_THAT(lines_of(detections, 1), ElementsAre("[0,0.5,1.0,8.0]"));
  EXPECT_THAT(lines_of(detections, 2), ElementsAre("[0,0.25,5.0,4.0]"));
  EXPECT_THAT(detections.notices, ElementsAre(HasSubstr("1 predictions were ignored")));
}

TEST(HicodetDetections, RefuseImagesThatAreNone) {
  const auto changed = [](const std::function<void(json&)>& change) {
    json record = image_record();
    change(record);
    return json_error(json::array({record}));
  };
  EXPECT_THAT(changed([](json& image) { image["hoi_prediction"][0]["object_id"] = 2; }),
              HasSubstr("image 0: \"object_id\" is 2, expected a whole number from 0 to 1"));
  EXPECT_THAT(changed([](json& image) { image["hoi_prediction"][0].erase("score"); }),
              HasSubstr("\"score\" is missing"));
  EXPECT_THAT(changed([](json& image) { image["predictions"][0]["bbox"] = 3; }),
              HasSubstr("\"bbox\" is 3"));
  EXPECT_THAT(changed([](json& image) { image["predictions"][0]["category_id"] = 1.5; }),
              HasSubstr("\"category_id\" is 1.5"));
  EXPECT_THAT(changed([](json& image) { image.erase("hoi_prediction"); }),
              HasSubstr("\"hoi_prediction\" is missing"));
  EXPECT_THAT(changed([](json& image) {
                image["predictions"] = {{"a", 1}};
              }),
              HasSubstr("expected a list"));
}

TEST(HicodetDetections, SayWhatIsWrongInFilesThatAreCutOrOfOtherTypes) {
  json by_id = pair_record("b.jpg");
  by_id["hoi_id"] = 2;
  for (const json& document : {nested_lists(), json{{"all_boxes", nested_lists()}},
                               json::array({by_id}), json::array({image_record()})}) {
    const std::string whole = document.dump();
    for (std::size_t size = 0; size < whole.size(); ++size) {
      EXPECT_NE(input_error_of([&] {
                  const HicodetGroundTruth truth = small_truth();
                  HicodetDetectionCollector collector(truth);
                  collect_hicodet_json(JsonRecords(whole.substr(0, size), "p.json"), collector);
                }),
                "");
    }
    const json flat = document.flatten();
    for (const json& value : {json(nullptr), json(1e300), json("x"), json::object()}) {
      for (const auto& [key, member] : flat.items()) {
        json changed = document;
        changed[json::json_pointer(key)] = value;
        try {
          from_json(changed, small_truth());
        } catch (const InputError&) {
          // Said what is wrong.
        }
      }
    }
  }
}

// MATLAB files.

using DetectionVariables = std::vector<std::pair<std::string, MatValue>>;

MatValue mat_rows_of(const std::vector<json>& rows) {
  std::vector<double> values;
  for (std::size_t column = 0; column < 9; ++column) {
    for (const json& row : rows) values.push_back(row[column]);
  }
  return MatValue::numbers(rows.size(), 9, values);
}

/// Cells of `rows` interactions and two images; the last one has predictions.
MatValue mat_cells(std::size_t rows) {
  std::vector<MatValue> cells(rows * 2);
  cells.back() = mat_rows_of({kRow, kOtherRow});
  return MatValue::cell(rows, 2, std::move(cells));
}

void write_variables(const std::filesystem::path& path, MatValue boxes,
                     const std::vector<std::string>& names = {}) {
  DetectionVariables variables;
  variables.emplace_back("all_boxes", std::move(boxes));
  std::vector<MatValue> texts;
  for (const auto& name : names) texts.push_back(MatValue::text(name));
  if (!names.empty()) {
    variables.emplace_back("list_test", MatValue::cell(names.size(), 1, std::move(texts)));
  }
  write_mat_file(path, std::move(variables));
}

HicodetDetections read_from(const std::filesystem::path& path) {
  return read_hicodet_detections(path, small_truth(), {});
}

TEST(HicodetDetections, ReadACellArray) {
  const TemporaryFolder folder;
  write_variables(folder / "detections.mat", mat_cells(3));
  for (const auto& path : {folder / "detections.mat", folder.path()}) {
    const HicodetDetections detections = read_from(path);
    EXPECT_THAT(lines_of(detections, 2), ElementsAre("[1,0.5,1.0,8.0]", "[1,0.25,11.0,18.5]"));
    EXPECT_THAT(lines_of(detections, 0), IsEmpty());
  }
}

TEST(HicodetDetections, TakeColumnsByNameWhereTheFileHasThem) {
  const TemporaryFolder folder;
  write_variables(folder / "a.mat", mat_cells(3), {"x.jpg", "a.jpg"});
  const HicodetDetections detections = read_from(folder / "a.mat");
  EXPECT_THAT(lines_of(detections, 2), ElementsAre("[0,0.5,1.0,8.0]", "[0,0.25,11.0,18.5]"));
  EXPECT_THAT(detections.notices, ElementsAre(HasSubstr("unknown file names")));
}

TEST(HicodetDetections, ReadAFilePerObject) {
  const TemporaryFolder folder;
  write_variables(folder / "detections_01.mat", mat_cells(1));  // person
  write_variables(folder / "detections_17.mat", mat_cells(2));  // dog
  const HicodetDetections both = read_from(folder.path());
  EXPECT_EQ(lines_of(both, 0).size(), 0U);
  EXPECT_EQ(lines_of(both, 1).size(), 2U);
  EXPECT_EQ(lines_of(both, 2).size(), 2U);
  EXPECT_THAT(both.notices, IsEmpty());
  std::filesystem::remove(folder / "detections_17.mat");
  EXPECT_THAT(read_from(folder.path()).notices,
              ElementsAre(HasSubstr("1 of the files detections_NN.mat are missing")));
  std::filesystem::remove(folder / "detections_01.mat");
  EXPECT_THAT(input_error_of([&] { read_from(folder.path()); }),
              HasSubstr("neither detections.mat"));
}

TEST(HicodetDetections, RefuseCellArraysOfOtherSizes) {
  const TemporaryFolder folder;
  const auto error = [&](MatValue boxes, const std::vector<std::string>& names = {}) {
    write_variables(folder / "a.mat", std::move(boxes), names);
    return input_error_of([&] { read_from(folder / "a.mat"); });
  };
  EXPECT_THAT(error(mat_cells(2)), HasSubstr("all_boxes has 2 rows for 3 interactions"));
  EXPECT_THAT(error(MatValue::cell(3, 1, std::vector<MatValue>(3))),
              HasSubstr("all_boxes has 1 columns for 2 images"));
  EXPECT_THAT(error(mat_cells(3), {"a.jpg"}), HasSubstr("2 columns for 1 images"));
  std::vector<MatValue> cells(6);
  cells[0] = MatValue::numbers(1, 8, std::vector<double>(8, 1));
  EXPECT_THAT(error(MatValue::cell(3, 2, std::move(cells))), HasSubstr("rows of 8 numbers"));
  std::vector<MatValue> infinite(6);
  infinite[0] = MatValue::numbers(1, 9, std::vector<double>(9, INFINITY));
  EXPECT_THAT(error(MatValue::cell(3, 2, std::move(infinite))),
              HasSubstr("row 1 has inf at position 1"));
  EXPECT_THAT(error(MatValue::text("x")), HasSubstr("variable 'all_boxes'"));
}

TEST(HicodetDetections, TakeAnEmptyArrayForNoPredictions) {
  const TemporaryFolder folder;
  write_variables(folder / "a.mat", MatValue());
  EXPECT_THAT(lines_of(read_from(folder / "a.mat"), 0), IsEmpty());
}

}  // namespace
}  // namespace hoi
