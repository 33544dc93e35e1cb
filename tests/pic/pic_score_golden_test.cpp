// Scores files that have the organisers' own numbers: the golden maps, 64 x 48, are 640 x 480 after
// every pixel became ten by ten, which changes no overlap.
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "pic/pic_samples.h"
#include "pic/pic_score.h"
#include "support/shared_data.h"

namespace hoi {
namespace {

using nlohmann::json;

json golden_file(const std::string& name) {
  std::ifstream stream(*shared_data("golden/" + name));
  return json::parse(stream);
}

LabelMap golden_map(const json& rows) {
  LabelMap map{static_cast<int>(rows.at(0).size()), static_cast<int>(rows.size()), {}};
  for (const json& row : rows) {
    for (const json& value : row) map.values.push_back(value.get<std::uint8_t>());
  }
  return map;
}

TEST(ScorePicGolden, AgreesWithTheOrganisersScriptFromTheFilesOn) {
  if (!shared_data("golden/pic_input.json")) GTEST_SKIP() << "no ../shared beside the repository";
  const TemporaryFolder truth, predictions;
  json truth_list = json::array(), predicted_list = json::array();
  const json input = golden_file("pic_input.json");
  for (const json& image : input.at("images")) {
    const std::string name = image.at("name");
    const std::string stem = name.substr(0, name.size() - 4);
    write_maps(truth, "", stem,
               {golden_map(image.at("gt_semantic")), golden_map(image.at("gt_instance"))});
    write_maps(predictions, "", stem,
               {golden_map(image.at("pred_semantic")), golden_map(image.at("pred_instance"))});
    truth_list.push_back({{"name", name}, {"relations", image.at("gt_relations")}});
    predicted_list.push_back({{"name", name}, {"relations", image.at("pred_relations")}});
  }
  truth.write("relations.json", truth_list.dump());
  predictions.write("relations.json", predicted_list.dump());

  const json actual = score_pic(truth.path(), predictions.path(), {}).json.at("recall").at("100");
  const json expected_file = golden_file("pic_expected.json");
  const json& expected = expected_file.at("R@100");
  EXPECT_EQ(actual.at("mean"), expected.at("average"));
  for (const char* threshold : {"0.25", "0.5", "0.75"}) {
    const json& row = expected.at(threshold);
    EXPECT_EQ(actual.at(threshold).at("geometric"), row.at("geometric_rel"));
    EXPECT_EQ(actual.at(threshold).at("non_geometric"), row.at("non_geometric_rel"));
    EXPECT_EQ(actual.at(threshold).at("mean"), row.at("final"));
    for (const auto& [id, name] : pic_v2_numbering().relations) {
      EXPECT_EQ(actual.at("relations").at(name).at(threshold), row.at("r" + std::to_string(id)));
    }
  }
}

}  // namespace
}  // namespace hoi
