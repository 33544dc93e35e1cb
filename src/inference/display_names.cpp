#include "inference/display_names.h"

#include <algorithm>

namespace hoi {
namespace {

bool ends_with(const std::string& text, const std::string& ending) {
  return text.size() > ending.size() &&
         text.compare(text.size() - ending.size(), ending.size(), ending) == 0;
}

}  // namespace

std::vector<std::string> display_verbs(const Vocabulary& vocabulary) {
  const std::string object_role = "_obj", instrument_role = "_instr";
  const auto& verbs = vocabulary.verbs;
  std::vector<std::string> names;
  for (std::string name : verbs) {
    if (ends_with(name, object_role)) {
      name.resize(name.size() - object_role.size());
    } else if (ends_with(name, instrument_role)) {
      name.resize(name.size() - instrument_role.size());
      const bool both = std::find(verbs.begin(), verbs.end(), name + object_role) != verbs.end();
      if (both) name += " with";
    }
    std::replace(name.begin(), name.end(), '_', ' ');
    names.push_back(name);
  }
  return names;
}

}  // namespace hoi
