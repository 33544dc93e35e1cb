#include "vcoco/vcoco_prediction_writer.h"

#include <set>
#include <stdexcept>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/temporary_folder.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

using nlohmann::json;

/// A person (0.8) eats a cake (0.5) and holds another person (1).
ImageResult eating_result() {
  ImageResult result;
  result.file = "a.jpg";
  result.width = result.height = 100;
  const int cake = *vcoco_object_called("cake");
  result.instances = {
      {0, 0.8F, {10, 10, 30, 50}}, {cake, 0.5F, {20, 20, 25, 25}}, {0, 1.0F, {50, 50, 60, 90}}};
  result.interactions = {{0, 1, *vcoco_verb_called("eat_obj"), 0.5F},
                         {0, 1, *vcoco_verb_called("eat_instr"), 0.75F},
                         {0, 2, *vcoco_verb_called("hold_obj"), 0.25F}};
  return result;
}

json predictions_of(const std::vector<ImageResult>& results, const Vocabulary& vocabulary,
                    DatasetFindings& findings) {
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < results.size(); ++i) ids.push_back(static_cast<std::int64_t>(i) + 7);
  return json::parse(vcoco_prediction_text(results, vocabulary, ids, findings));
}

TEST(VcocoPredictionWriter, WritesOneEntryPerPair) {
  DatasetFindings findings;
  const json entries = predictions_of({eating_result()}, vcoco_vocabulary(), findings);
  ASSERT_EQ(entries.size(), 2U);
  const json& cake = entries[0];
  EXPECT_EQ(cake["image_id"], 7);
  EXPECT_EQ(cake["person_box"], json({10, 10, 29, 49})) << "last pixels";
  EXPECT_EQ(cake["eat_obj"][2], 24);
  EXPECT_FLOAT_EQ(cake["eat_obj"][4], 0.5F * 0.8F * 0.5F);
  EXPECT_FLOAT_EQ(cake["eat_instr"][4], 0.75F * 0.8F * 0.5F);
  EXPECT_FLOAT_EQ(cake["eat_agent"], 0.75F * 0.8F * 0.5F) << "the best of the roles";
  EXPECT_EQ(cake["hold_obj"], json({0, 0, 0, 0, 0})) << "a role that the pair does not fill";
  EXPECT_EQ(cake["hold_agent"], 0);
  EXPECT_FLOAT_EQ(entries[1]["hold_obj"][4], 0.2F);
  EXPECT_TRUE(findings.is_empty());
}

TEST(VcocoPredictionWriter, EveryEntryHasEveryKeyOfTheScript) {
  DatasetFindings findings;
  const json entries = predictions_of({eating_result()}, vcoco_vocabulary(), findings);
  std::set<std::string> expected = {"image_id", "person_box"}, found;
  for (const VcocoAction& action : vcoco_actions()) {
    expected.insert(action.name + "_agent");
    for (const VcocoRole& role : action.roles) expected.insert(action.name + "_" + role.name);
  }
  for (const auto& [key, value] : entries[0].items()) found.insert(key);
  EXPECT_EQ(found, expected);
  EXPECT_EQ(found.size(), 2U + 26 + 25);
}

TEST(VcocoPredictionWriter, TakesTheBoxFromTheMask) {
  ImageResult result = eating_result();
  std::vector<std::uint8_t> pixels(100 * 100, 0);
  for (std::size_t y = 12; y < 20; ++y) pixels[y * 100 + 11] = pixels[y * 100 + 13] = 1;
  result.instances[0].mask = encode_mask(pixels, 100, 100);
  result.instances[1].mask = encode_mask(std::vector<std::uint8_t>(100 * 100, 0), 100, 100);
  DatasetFindings findings;
  const json entries = predictions_of({result}, vcoco_vocabulary(), findings);
  EXPECT_EQ(entries[0]["person_box"], json({11, 12, 13, 19}));
  EXPECT_EQ(entries[0]["eat_obj"][0], 20) << "an empty mask has no box";
}

TEST(VcocoPredictionWriter, WordsAreMatchedByNameAndOthersAreLost) {
  const Vocabulary words = {{"ball", "human"}, {"hold obj", "smoke"}, 1, true};
  ImageResult result;
  result.instances = {{1, 1, {0, 0, 9, 9}}, {0, 1, {5, 5, 9, 9}}};
  result.interactions = {{0, 1, 0, 0.5F}, {0, 1, 1, 0.5F}, {1, 0, 0, 0.5F}};
  DatasetFindings findings;
  const json entries = predictions_of({result}, words, findings);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_FLOAT_EQ(entries[0]["hold_obj"][4], 0.5F);
  EXPECT_EQ(findings.losses(), 2);
}

TEST(VcocoPredictionWriter, WritesAnEmptyListForNoResults) {
  const TemporaryFolder folder;
  DatasetFindings findings;
  write_vcoco_predictions({}, vcoco_vocabulary(), {}, folder / "p.json", findings);
  EXPECT_EQ(json::parse(content_of(folder / "p.json")), json::array());
  EXPECT_THROW(vcoco_prediction_text({eating_result()}, vcoco_vocabulary(), {}, findings),
               std::invalid_argument);
}

}  // namespace
}  // namespace hoi
