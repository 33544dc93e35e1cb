#include "vcoco/vcoco_predictions.h"

#include <cmath>

#include <gtest/gtest.h>

#include "support/errors.h"
#include "support/temporary_folder.h"
#include "vcoco/small_vcoco.h"

namespace hoi {
namespace {

using nlohmann::json;

VcocoGroundTruth small_truth() {
  return build_vcoco_ground_truth(parsed_labels(small_labels()), "labels.json",
                                  records_of(small_coco()), {});
}

json good_prediction() { return small_prediction(1, {10, 10, 29, 49}, {30, 40, 39, 49}, 0.25); }

std::string predictions_error_of(const json& predictions) {
  return input_error_of([&] {
    VcocoGroundTruth truth = small_truth();
    add_vcoco_predictions(records_of(predictions, "predictions.json"), truth);
  });
}

TEST(VcocoPredictions, GoToTheirImages) {
  VcocoGroundTruth truth = small_truth();
  json other = good_prediction();
  other["image_id"] = 2.0;  // as numpy writes ids
  json foreign = {{"image_id", 77}};
  const auto counts =
      add_vcoco_predictions(records_of(json::array({good_prediction(), other, foreign})), truth);
  EXPECT_EQ(counts.used, 2);
  EXPECT_EQ(counts.of_other_images, 1);
  const RolePredictions& said = truth.images[truth.image_of_id.at(1)].predictions;
  ASSERT_EQ(said.persons.size(), 1U);
  EXPECT_EQ(said.persons[0].y2, 49);
  ASSERT_EQ(said.agent_scores.size(), 5U);
  EXPECT_EQ(said.agent_scores[4], 0.25F);
  ASSERT_EQ(said.objects.size(), 5U);
  EXPECT_EQ(said.objects[2].box.x1, 30);
  EXPECT_EQ(said.objects[2].score, 0.25F);
}

TEST(VcocoPredictions, NullIsNan) {
  json prediction = good_prediction();
  prediction["kick_agent"] = nullptr;
  prediction["kick_obj"] = {nullptr, nullptr, nullptr, nullptr, 0.5};
  prediction["hit_obj"] = nullptr;
  VcocoGroundTruth truth = small_truth();
  add_vcoco_predictions(records_of(json::array({prediction})), truth);
  const RolePredictions& said = truth.images[0].predictions;
  EXPECT_TRUE(std::isnan(said.agent_scores[0]));
  EXPECT_TRUE(std::isnan(said.objects[0].box.x2));
  EXPECT_EQ(said.objects[0].score, 0.5F);
  EXPECT_TRUE(std::isnan(said.objects[2].score));
}

TEST(VcocoPredictions, EveryKeyIsNeededInItsType) {
  const json good = good_prediction();
  for (const auto& [key, value] : good.items()) {
    json prediction = good;
    prediction.erase(key);
    EXPECT_EQ(predictions_error_of(json::array({good, prediction})),
              "predictions.json: prediction at position 1: '" + key + "' is missing");
    for (const json& wrong : {json("a"), json(true), json::object(), json({1, 2}),
                              json({1, 2, 3, "x"}), json({1, 2, 3, 4, 1e300})}) {
      prediction[key] = wrong;
      EXPECT_NE(predictions_error_of(json::array({prediction})).find("'" + key + "'"),
                std::string::npos)
          << key << wrong;
    }
  }
}

TEST(VcocoPredictions, OnlyAListIsAccepted) {
  EXPECT_NE(predictions_error_of(json::object()).find("must hold a list"), std::string::npos);
  EXPECT_NE(predictions_error_of(json::array({1})).find("must be an object"), std::string::npos);
  VcocoGroundTruth truth = small_truth();
  EXPECT_EQ(add_vcoco_predictions(records_of(json::array()), truth).used, 0);
}

TEST(VcocoPredictions, ATextThatEndsTooEarlyIsRefusedAtEveryByte) {
  const std::string text = json::array({good_prediction(), good_prediction()}).dump();
  VcocoGroundTruth truth = small_truth();
  for (std::size_t size = 0; size < text.size(); ++size) {
    input_error_of([&] { add_vcoco_predictions(JsonRecords(text.substr(0, size), "cut"), truth); });
  }
}

TEST(VcocoPredictions, APickleIsRefusedWithTheWayOut) {
  const TemporaryFolder folder;
  for (const std::string start : {"\x80\x02]q", "(lp0\n", "]q\x01("}) {
    const auto file = folder.write("a.pkl", start);
    const std::string text = input_error_of([&] { open_vcoco_predictions(file, {}); });
    EXPECT_NE(text.find("is a Python pickle"), std::string::npos) << text;
    EXPECT_NE(text.find("pickle.load"), std::string::npos);
  }
  EXPECT_TRUE(open_vcoco_predictions(folder.write("a.json", " []"), {}).is_list());
  EXPECT_FALSE(is_pickle(""));
}

TEST(VcocoPredictions, AWordOfPythonForNanIsExplained) {
  VcocoGroundTruth truth = small_truth();
  const std::string text = input_error_of(
      [&] { add_vcoco_predictions(JsonRecords(R"([{"image_id": 1, "x": NaN}])", "p"), truth); });
  EXPECT_NE(text.find("write null for NaN"), std::string::npos) << text;
}

}  // namespace
}  // namespace hoi
