#include "formats/vocabulary_parser.h"

#include <algorithm>

#include <fmt/format.h>

#include "formats/json_entry.h"

namespace hoi {
namespace {

/// Reads a list of {id, name} into `names` and returns the index of each id.
std::map<std::int64_t, int> parse_names(const nlohmann::json& list, const std::string& entity,
                                        const std::string& file,
                                        std::vector<DatasetDefect>& defects,
                                        std::vector<std::string>& names) {
  std::map<std::int64_t, int> index_of_id;
  std::size_t position = 0;
  for (const auto& value : list) {
    JsonEntry entry(value, entity, position++, file, defects);
    const auto name = entry.text("name");
    if (!entry.is_readable()) continue;
    if (name->empty()) entry.add_unreadable("'name' is empty");
    if (std::find(names.begin(), names.end(), *name) != names.end()) {
      entry.add_unreadable(fmt::format("the name {} is used twice", shown(*name)));
    }
    if (!index_of_id.emplace(*entry.id(), static_cast<int>(names.size())).second) {
      entry.add_unreadable("this id is used twice");
      continue;
    }
    names.push_back(*name);
  }
  return index_of_id;
}

int person_index(const std::vector<std::string>& objects, const std::string& file,
                 std::vector<DatasetDefect>& defects) {
  for (const std::string name : {"person", "human"}) {
    const auto match = std::find(objects.begin(), objects.end(), name);
    if (match != objects.end()) return static_cast<int>(match - objects.begin());
  }
  defects.push_back(
      {file, "file", std::nullopt,
       "no category is called 'person' or 'human'; subjects of interactions are persons"});
  return 0;
}

}  // namespace

ParsedVocabulary parse_vocabulary(const nlohmann::json& document, const std::string& file,
                                  std::vector<DatasetDefect>& defects) {
  static const nlohmann::json kNone = nlohmann::json::array();
  const auto list = [&](const std::string& name) -> const nlohmann::json& {
    const auto member = document.find(name);
    return member != document.end() && member->is_array() ? *member : kNone;
  };
  ParsedVocabulary parsed;
  Vocabulary& words = parsed.vocabulary;
  parsed.category_of_id = parse_names(list("categories"), "category", file, defects, words.objects);
  parsed.verb_of_id = parse_names(list("verbs"), "verb", file, defects, words.verbs);
  words.person = person_index(words.objects, file, defects);
  const auto person_as_object = document.find("person_as_object");
  if (person_as_object != document.end()) {
    if (person_as_object->is_boolean()) {
      words.person_as_object = person_as_object->get<bool>();
    } else {
      defects.push_back(
          {file, "file", std::nullopt,
           "'person_as_object' must be true or false, found " + shown(*person_as_object)});
    }
  }
  return parsed;
}

}  // namespace hoi
