#pragma once

#include <string>
#include <vector>

#include "domain/label_map.h"
#include "evaluation/relation_recall.h"
#include "formats/dataset_findings.h"
#include "pic/label_map_png.h"
#include "support/temporary_folder.h"

namespace hoi {

/// A map from a drawing: one text per row, digits are values, '.' is 0.
inline LabelMap drawn_map(const std::vector<std::string>& rows) {
  LabelMap map{static_cast<int>(rows.at(0).size()), static_cast<int>(rows.size()), {}};
  for (const std::string& row : rows) {
    for (const char letter : row) {
      map.values.push_back(letter == '.' ? std::uint8_t{0}
                                         : static_cast<std::uint8_t>(letter - '0'));
    }
  }
  return map;
}

/// Two humans (instances 1 and 2) and a food (3, class 6); instance 3 has one pixel of class 7.
inline SegmentedImage drawn_scene() {
  return {drawn_map({"11..11", "11..11", "..667."}), drawn_map({"11..22", "11..22", "..333."})};
}

inline void write_maps(const TemporaryFolder& folder, const std::string& split,
                       const std::string& stem, const SegmentedImage& maps) {
  const std::string below = split.empty() ? "" : split + "/";
  folder.write("semantic/" + below + stem + ".png", encode_label_map(maps.semantic));
  folder.write("instance/" + below + stem + ".png", encode_label_map(maps.instance));
}

/// How often a rule was applied.
inline std::int64_t count_of(const DatasetFindings& findings, const std::string& rule) {
  std::int64_t count = 0;
  for (const auto& [what, times] : findings.counts()) {
    if (what.second == rule) count += times;
  }
  return count;
}

}  // namespace hoi
