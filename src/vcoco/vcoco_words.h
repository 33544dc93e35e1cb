#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/vocabulary.h"

namespace hoi {

/// What a person does something to or with.
struct VcocoRole {
  std::string name;                  ///< "obj" or "instr"
  std::vector<std::string> objects;  ///< COCO names that the annotators could choose; empty: any
};

struct VcocoAction {
  std::string name;
  std::vector<VcocoRole> roles;  ///< besides the agent: none, one or two
};

/// The 26 actions of V-COCO in the order of its files (spec 5.3).
const std::vector<VcocoAction>& vcoco_actions();

/// The action that the field reports V-COCO with and without. It is no verb of vcoco_vocabulary().
inline constexpr const char* kVcocoPoint = "point";

/// V-COCO as pairs: the 80 object classes of COCO in order of their ids, the person first, and the
/// 24 action-role classes without "point" as verbs: "hold_obj", "sit_instr", ... Persons may be
/// objects.
const Vocabulary& vcoco_vocabulary();

/// The verb of an action and a role, for any two words.
std::string vcoco_verb_name(const std::string& action, const std::string& role);

/// The COCO id (1 to 90) of an object of vcoco_vocabulary().
std::int64_t coco_category_id(int object);

/// Indices into vcoco_vocabulary() of words of other data sets: "_" and " " are the same letter,
/// and "human" is a person. Nothing for other words.
std::optional<int> vcoco_object_called(const std::string& name);
std::optional<int> vcoco_verb_called(const std::string& name);

}  // namespace hoi
