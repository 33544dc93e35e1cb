#include "formats/vocabulary_parser.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "formats/json_entry.h"

namespace hoi {
namespace {

/// Reads a list of {id, name} into `names` and returns the index of each id.
std::map<std::int64_t, int> parse_names(const nlohmann::json& list, const std::string& entity,
                                        const std::string& file, DefectList& defects,
                                        std::vector<std::string>& names) {
  std::map<std::int64_t, int> index_of_id;
  std::unordered_set<std::string> known;
  std::vector<DatasetDefect> found;
  for (std::size_t position = 0; position < list.size(); ++position) {
    defects.take(found);
    JsonEntry entry(list[position], entity, position, file, found);
    const auto name = entry.text("name");
    if (!entry.is_readable()) continue;
    if (name->empty()) entry.add_unreadable("'name' is empty");
    if (known.count(*name) > 0) {
      entry.add_unreadable(fmt::format("the name {} is used twice", shown(*name)));
    }
    if (!index_of_id.emplace(*entry.id(), static_cast<int>(names.size())).second) {
      entry.add_unreadable("this id is used twice");
      continue;
    }
    known.insert(*name);
    names.push_back(*name);
  }
  defects.take(found);
  return index_of_id;
}

/// The list of a member; of another type it counts as empty.
nlohmann::json words_of(const JsonRecords& records, const std::string& member) {
  return records.is_list(member) ? records.value(member) : nlohmann::json::array();
}

int person_index(const std::vector<std::string>& objects, const std::string& file,
                 DefectList& defects) {
  for (const std::string name : {"person", "human"}) {
    const auto match = std::find(objects.begin(), objects.end(), name);
    if (match != objects.end()) return static_cast<int>(match - objects.begin());
  }
  defects.add({file, "file", std::nullopt,
               "no category is called 'person' or 'human'; subjects of interactions are persons"});
  return 0;
}

}  // namespace

ParsedVocabulary parse_vocabulary(const JsonRecords& records, DefectList& defects) {
  const std::string& file = records.name();
  ParsedVocabulary parsed;
  Vocabulary& words = parsed.vocabulary;
  // As whole values: lists of words are short, and in COCO files they stand last, so that visiting
  // them would report all of the file as read.
  parsed.category_of_id =
      parse_names(words_of(records, "categories"), "category", file, defects, words.objects);
  parsed.verb_of_id = parse_names(words_of(records, "verbs"), "verb", file, defects, words.verbs);
  words.person = person_index(words.objects, file, defects);
  if (records.has("person_as_object")) {
    const auto person_as_object = records.value("person_as_object");
    if (person_as_object.is_boolean()) {
      words.person_as_object = person_as_object.get<bool>();
    } else {
      defects.add({file, "file", std::nullopt,
                   "'person_as_object' must be true or false, found " + shown(person_as_object)});
    }
  }
  return parsed;
}

}  // namespace hoi
