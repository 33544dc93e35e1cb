#include "inference/result_json.h"

#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inference/json_schema.h"
#include "inference/sample_result.h"

namespace hoi {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

const ModelIdentity kModel{"everyday-1", std::string(64, 'a')};

nlohmann::json result_schema() {
  std::ifstream file(std::string(HOI_SOURCE_DIR) + "/docs/result.schema.json");
  return nlohmann::json::parse(file);
}

TEST(ResultJson, IsTheDocumentedText) {
  const auto json = result_to_json(sample_result(), sample_vocabulary(), kModel,
                                   {{"read", 3.04}, {"detect", 120}});
  EXPECT_EQ(dump_result(json),
            R"({"schema":"hoi-result/1",)"
            R"("image":{"file":"photos/tea.jpg","width":200,"height":100},)"
            R"("model":{"name":"everyday-1","sha256":")" +
                kModel.sha256 +
                R"("},)"
                R"("instances":[)"
                R"({"id":0,"category":"person","score":0.98765,"box":[20.0,10.0,80.13,95.0]},)"
                R"({"id":1,"category":"cup","score":0.75,"box":[100.0,40.0,120.0,60.0]},)"
                R"({"id":2,"category":"bench","score":0.625,"box":[130.0,50.0,190.0,90.0]}],)"
                R"("interactions":[)"
                R"({"subject":0,"object":1,"verb":"hold_obj","score":0.875},)"
                R"({"subject":0,"object":1,"verb":"drink_instr","score":0.25}],)"
                R"("timing_ms":{"read":3.0,"detect":120.0}})");
}

TEST(ResultJson, FollowsTheSchema) {
  const auto json = result_to_json(sample_result(), sample_vocabulary(), kModel, {{"read", 3}});
  EXPECT_THAT(schema_violations(nlohmann::json(json), result_schema()), IsEmpty());
}

TEST(ResultJson, AMaskIsWrittenAsCompressedRunLengths) {
  ImageResult result = sample_result();
  // Pixels (2, 1), (2, 2) and (3, 1): the run lengths 201, 2, 98, 1 and the rest.
  result.instances[1].mask = RunLengthMask{200, 100, {201, 2, 98, 1, 19'698}};
  const auto json = result_to_json(result, sample_vocabulary(), kModel, {});
  EXPECT_THAT(schema_violations(nlohmann::json(json), result_schema()), IsEmpty());
  EXPECT_FALSE(json["instances"][0].contains("mask"));
  const nlohmann::json mask = json["instances"][1]["mask"];
  EXPECT_EQ(mask["size"], nlohmann::json({100, 200}));
  // 201 = 6 * 32 + 9, 2, 98 = 3 * 32 + 2, then the differences 1 - 2 = -1 and 19698 - 98 = 19600.
  EXPECT_EQ(mask["counts"], "Y62R3O`Tc0");
}

TEST(ResultJson, ResultWithoutInstancesFollowsTheSchema) {
  ImageResult result;
  result.width = result.height = 1;
  const auto json = result_to_json(result, sample_vocabulary(), kModel, {});
  EXPECT_THAT(schema_violations(nlohmann::json(json), result_schema()), IsEmpty());
  EXPECT_TRUE(json["instances"].is_array());
  EXPECT_TRUE(json["interactions"].is_array());
  EXPECT_TRUE(json["timing_ms"].is_object());
}

TEST(ResultJson, SchemaRefusesOtherDocuments) {
  const nlohmann::json good =
      result_to_json(sample_result(), sample_vocabulary(), kModel, {{"read", 3}});
  const auto refused = [](const nlohmann::json& document) {
    EXPECT_THAT(schema_violations(document, result_schema()), Not(IsEmpty())) << document;
  };
  for (const auto& [key, value] : good.items()) {
    auto document = good;
    document.erase(key);
    refused(document);
  }
  auto document = good;
  document["instances"][0]["box"] = {1, 2, 3};
  refused(document);
  document = good;
  document["interactions"][0]["score"] = 1.5;
  refused(document);
  document = good;
  document["instances"][0]["mask"] = {{"size", {100, 200}}, {"counts", {20'000}}};
  refused(document);
  document = good;
  document["instances"][0]["mask"] = {{"size", {100}}, {"counts", "0"}};
  refused(document);
  document = good;
  document["model"]["sha256"] = "unknown";
  refused(document);
  document = good;
  document["image"]["exif"] = 6;
  refused(document);
}

TEST(ResultJson, FileNameThatIsNoUtf8IsStillWritten) {
  ImageResult result = sample_result();
  result.file = "caf\xE9.jpg";
  const auto text = dump_result(result_to_json(result, sample_vocabulary(), kModel, {}));
  EXPECT_THAT(text, ::testing::HasSubstr("caf\xEF\xBF\xBD.jpg"));
}

}  // namespace
}  // namespace hoi
