#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/json_records.h"

namespace hoi {

/// What vcoco_<split>.json says about one action: N annotated persons, whether each does it, and
/// to what (spec 5.3).
struct VcocoActionLabels {
  std::string action;
  std::vector<std::string> roles;                   ///< besides the agent
  std::vector<std::int64_t> image_ids, person_ids;  ///< N; persons are COCO annotation ids
  std::vector<bool> labels;                         ///< N
  /// One list of N COCO annotation ids per role; 0: no object is annotated.
  std::vector<std::vector<std::int64_t>> object_ids;
};

/// The actions of an official file in its order. Throws InputError when it is no list of actions
/// with lists of fitting lengths, when an action or a role occurs twice, or when a person does an
/// action twice.
std::vector<VcocoActionLabels> parse_vcoco_labels(const JsonRecords& records);

/// The image ids of an .ids file, one per line, ascending and each once; `name` stands for the file
/// in messages. '#' begins a comment. Throws InputError for any other text and for no ids.
std::vector<std::int64_t> parse_vcoco_ids(const std::string& text, const std::string& name);
std::vector<std::int64_t> read_vcoco_ids(const std::filesystem::path& file);

}  // namespace hoi
