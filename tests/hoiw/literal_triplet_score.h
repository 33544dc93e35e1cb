#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace hoi {

/// A slow second implementation of spec 6.1 that follows its sentences one by one on plain JSON
/// with integer ids; verbs count from 1.
class LiteralTripletScore {
 public:
  LiteralTripletScore(const std::vector<nlohmann::json>& ground_truth,
                      const std::vector<nlohmann::json>& predictions) {
    for (const auto& image : ground_truth) {
      for (const auto& triple : image.at("hoi_annotation")) {
        ++ground_truth_[triple.at("category_id").get<int>()];
      }
    }
    for (const auto& entry : predictions) {
      for (const auto& image : ground_truth) {
        if (image.at("file_name") != entry.at("file_name")) continue;
        match(entry, image);
        break;
      }
    }
  }

  double average_precision(int verb) { return curve(verb).first; }
  double max_recall(int verb) { return curve(verb).second; }

 private:
  static double box_iou(const nlohmann::json& a, const nlohmann::json& b) {
    if (a.at("category_id") != b.at("category_id")) return 0;
    const auto p = a.at("bbox").get<std::vector<double>>();
    const auto q = b.at("bbox").get<std::vector<double>>();
    const double left = std::max(p[0], q[0]), right = std::min(p[2], q[2]);
    const double top = std::max(p[1], q[1]), bottom = std::min(p[3], q[3]);
    if (left >= right || top >= bottom) return 0;
    const double shared = (right - left) * (bottom - top);
    return shared / ((p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1]) - shared);
  }

  void match(const nlohmann::json& entry, const nlohmann::json& image) {
    std::map<int, std::vector<int>> fitting;  // predicted box -> annotated boxes
    for (std::size_t p = 0; p < entry.at("predictions").size(); ++p) {
      for (std::size_t g = 0; g < image.at("annotations").size(); ++g) {
        if (box_iou(entry["predictions"][p], image["annotations"][g]) >= 0.5) {
          fitting[static_cast<int>(p)].push_back(static_cast<int>(g));
        }
      }
    }
    auto triples = entry.at("hoi_prediction").get<std::vector<nlohmann::json>>();
    std::stable_sort(triples.begin(), triples.end(),
                     [](const auto& a, const auto& b) { return a["score"] > b["score"]; });
    std::vector<bool> taken(image.at("hoi_annotation").size());
    for (const auto& triple : triples) {
      bool right = false;
      for (std::size_t i = 0; i < taken.size(); ++i) {
        const auto& annotated = image["hoi_annotation"][i];
        const auto has = [&](const char* end) {
          const auto found = fitting.find(triple.at(end).get<int>());
          return found != fitting.end() && std::count(found->second.begin(), found->second.end(),
                                                      annotated.at(end).get<int>()) > 0;
        };
        if (!taken[i] && has("subject_id") && has("object_id") &&
            triple.at("category_id") == annotated.at("category_id")) {
          taken[i] = right = true;
        }
      }
      matches_[triple.at("category_id").get<int>()].emplace_back(triple["score"].get<double>(),
                                                                 right);
    }
  }

  /// AP and the highest recall.
  std::pair<double, double> curve(int verb) {
    auto& matches = matches_[verb];
    const double positives = ground_truth_[verb];
    if (positives == 0 || matches.empty()) return {0, 0};
    std::stable_sort(matches.begin(), matches.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<double> precision, recall;
    double right = 0;
    for (const auto& match : matches) {
      right += match.second ? 1 : 0;
      precision.push_back(right / static_cast<double>(precision.size() + 1));
      recall.push_back(right / positives);
    }
    double area = 0;
    for (std::size_t i = 0; i < recall.size(); ++i) {
      const auto from = precision.begin() + static_cast<std::ptrdiff_t>(i);
      const double step = recall[i] - (i > 0 ? recall[i - 1] : 0);
      area += step * *std::max_element(from, precision.end());
    }
    return {area, recall.back()};
  }

  std::map<int, double> ground_truth_;
  std::map<int, std::vector<std::pair<double, bool>>> matches_;
};

}  // namespace hoi
