#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "hoiw/random_hoiw_dataset.h"

namespace hoi {

using JsonList = std::vector<nlohmann::json>;

/// A triple of a HOIW file; annotations ignore the score.
inline nlohmann::json triple(int subject, int object, const nlohmann::json& verb,
                             double score = 0) {
  return {{"subject_id", subject}, {"object_id", object}, {"category_id", verb}, {"score", score}};
}

/// Boxes of three classes crowded into one corner, and triples of three verbs whose rows sometimes
/// do not exist.
inline nlohmann::json random_annotated_entry(const std::string& file, std::mt19937& random) {
  nlohmann::json boxes = nlohmann::json::array(), triples = nlohmann::json::array();
  const int count = random_below(5, random);
  for (int k = 0; k < count; ++k) {
    const int x = random_below(6, random), y = random_below(6, random);
    boxes.push_back({{"bbox", {x, y, x + 4 + random_below(10, random), y + 8}},
                     {"category_id", 1 + random_below(3, random)}});
  }
  for (int k = random_below(6, random); k > 0; --k) {
    triples.push_back(triple(random_below(count + 1, random), random_below(count + 1, random),
                             1 + random_below(3, random)));
  }
  return {{"file_name", file}, {"annotations", boxes}, {"hoi_annotation", triples}};
}

/// Two near misses of each annotated box, triples near the annotated ones and others. Scores are
/// taken from the end of `scores`.
inline nlohmann::json random_predicted_entry(const nlohmann::json& annotated,
                                             std::vector<double>& scores, std::mt19937& random) {
  nlohmann::json boxes = nlohmann::json::array(), triples = nlohmann::json::array();
  for (const auto& original : annotated.at("annotations")) {
    for (int copy = 0; copy < 2; ++copy) {
      auto box = original;
      for (auto& corner : box["bbox"]) corner = corner.get<double>() + random_below(3, random) - 1;
      if (random() % 8 == 0) box["category_id"] = 1 + random_below(3, random);
      boxes.push_back(box);
    }
  }
  const auto& truth = annotated.at("hoi_annotation");
  const int rows = static_cast<int>(boxes.size());
  for (int k = random_below(20, random); k > 0; --k) {
    auto guess = triple(random_below(rows + 1, random), random_below(rows + 1, random),
                        1 + random_below(3, random));
    if (!truth.empty() && random() % 2 == 0) {
      guess = truth[random() % truth.size()];
      for (const char* end : {"subject_id", "object_id"}) {
        guess[end] = 2 * guess[end].get<int>() + random_below(2, random);
      }
    }
    guess["score"] = scores.back();
    scores.pop_back();
    triples.push_back(guess);
  }
  return {{"file_name", annotated.at("file_name")},
          {"predictions", boxes},
          {"hoi_prediction", triples}};
}

/// Ground truth and predictions of a few images, one in six without prediction; all scores differ.
inline std::pair<JsonList, JsonList> random_score_files(std::mt19937& random) {
  std::vector<double> scores(200);
  for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = static_cast<double>(i) / 200;
  std::shuffle(scores.begin(), scores.end(), random);
  JsonList ground_truth, predictions;
  for (int i = random_below(6, random); i >= 0; --i) {
    ground_truth.push_back(random_annotated_entry(std::to_string(i) + ".png", random));
    if (random() % 6 > 0) {
      predictions.push_back(random_predicted_entry(ground_truth.back(), scores, random));
    }
  }
  return {ground_truth, predictions};
}

}  // namespace hoi
