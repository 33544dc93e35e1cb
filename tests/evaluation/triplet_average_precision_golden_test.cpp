// Compares with what the HOIW organisers' script printed for synthetic annotations and predictions
// that contain every quirk of spec 6.1.
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "evaluation/triplet_average_precision.h"
#include "support/shared_data.h"

namespace hoi {
namespace {

using nlohmann::json;

constexpr int kNumVerbs = 10;

json golden(const std::string& name) {
  std::ifstream stream(*shared_data("golden/" + name));
  return json::parse(stream);
}

/// Ids are numbers or texts, possibly with a line break at the end; verbs count from 1.
int id_of(const json& value) {
  return value.is_string() ? std::stoi(value.get<std::string>()) : value.get<int>();
}

Box box_of(const json& entry) {
  const auto& box = entry.at("bbox");
  return {box[0].get<float>(), box[1].get<float>(), box[2].get<float>(), box[3].get<float>()};
}

std::vector<ImageAnnotation> golden_images() {
  std::vector<ImageAnnotation> images;
  for (const json& entry : golden("hoiw_gt.json")) {
    ImageAnnotation image;
    image.file_name = entry.at("file_name");
    for (const json& box : entry.at("annotations")) {
      image.instances.push_back({0, id_of(box.at("category_id")), box_of(box), false, {}});
    }
    for (const json& triple : entry.at("hoi_annotation")) {
      image.interactions.push_back(
          {triple.at("subject_id"), triple.at("object_id"), id_of(triple.at("category_id")) - 1});
    }
    images.push_back(std::move(image));
  }
  return images;
}

std::vector<ImageResult> golden_results() {
  std::vector<ImageResult> results;
  for (const json& entry : golden("hoiw_pred.json")) {
    ImageResult result;
    result.file = entry.at("file_name");
    for (const json& box : entry.at("predictions")) {
      result.instances.push_back({id_of(box.at("category_id")), 1, box_of(box)});
    }
    for (const json& triple : entry.at("hoi_prediction")) {
      result.interactions.push_back({triple.at("subject_id"), triple.at("object_id"),
                                     id_of(triple.at("category_id")) - 1, triple.at("score")});
    }
    results.push_back(std::move(result));
  }
  return results;
}

TEST(TripletAveragePrecisionGolden, AgreesWithTheOrganisersScript) {
  if (!shared_data("golden/hoiw_gt.json")) GTEST_SKIP() << "no ../shared beside the repository";
  const auto evaluation = evaluate_triplets(golden_results(), golden_images(), kNumVerbs);
  const json expected = golden("hoiw_expected.json");
  EXPECT_NEAR(evaluation.mean(), expected.at("mAP").get<double>(), 1e-9);
  EXPECT_NEAR(evaluation.mean_max_recall(), expected.at("mean_max_recall").get<double>(), 1e-9);
  for (std::size_t i = 0; i < kNumVerbs; ++i) {
    const VerbAveragePrecision& verb = evaluation.verbs[i];
    EXPECT_NEAR(verb.average_precision, expected.at("ap")[i].get<double>(), 1e-9) << i;
    EXPECT_NEAR(verb.max_recall, expected.at("max_recall")[i].get<double>(), 1e-9) << i;
    EXPECT_EQ(verb.ground_truth, expected.at("num_gt")[i].get<std::int64_t>()) << i;
    EXPECT_EQ(verb.true_positives, expected.at("num_tp")[i].get<std::int64_t>()) << i;
    EXPECT_EQ(verb.predictions, expected.at("num_pred")[i].get<std::int64_t>()) << i;
  }
}

}  // namespace
}  // namespace hoi
