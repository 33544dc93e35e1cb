#include "pic/pic_categories.h"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "formats/json_entry.h"

namespace hoi {
namespace {

using nlohmann::json;
using Names = std::map<int, std::string>;

constexpr int kLargestId = 255;
constexpr std::size_t kLongestName = 200;

template <class Spell>
Names spelled(const Names& names, Spell&& spell, const std::string& where) {
  Names result;
  std::set<std::string> seen;
  for (const auto& [id, name] : names) {
    result[id] = spell(name);
    if (!seen.insert(result[id]).second) {
      throw InputError(fmt::format("{}: id {}: '{}' stands in the list twice", where, id, name));
    }
  }
  return result;
}

std::optional<Names> read_list(const std::filesystem::path& folder, const char* name) {
  for (const auto& place : {folder / name, folder / kPicCategoryFolder / name}) {
    std::error_code ignored;
    if (std::filesystem::exists(place, ignored)) {
      return parse_pic_categories(JsonRecords::read(place));
    }
  }
  return std::nullopt;
}

}  // namespace

std::map<int, std::string> parse_pic_categories(const JsonRecords& records) {
  Names names;
  if (!records.is_list()) {
    throw InputError(records.name() + ": found an object, expected a list of categories");
  }
  records.each([&](const json& entry, std::size_t position) {
    const auto name = entry.is_object() ? entry.find("name") : entry.end();
    const auto id = entry.is_object() ? entry.find("id") : entry.end();
    const bool complete = name != entry.end() && id != entry.end() && name->is_string() &&
                          id->is_number_integer() && *id >= 0 && *id <= kLargestId;
    const auto where = fmt::format("{}: category {}", records.name(), position);
    if (!complete || name->get_ref<const std::string&>().empty() ||
        name->get_ref<const std::string&>().size() > kLongestName) {
      throw InputError(fmt::format(
          "{}: found {}, expected a 'name' and an 'id' from 0 to {}", where,
          entry.is_object() ? entry.dump(-1, ' ', true).substr(0, 80) : shown(entry), kLargestId));
    }
    if (!names.emplace(id->get<int>(), name->get<std::string>()).second) {
      throw InputError(fmt::format("{}: id {} stands in the list twice", where, id->get<int>()));
    }
  });
  names.erase(0);
  if (names.empty()) throw InputError(records.name() + ": found no category above id 0");
  return names;
}

PicNumbering pic_numbering_of_lists(const std::optional<std::map<int, std::string>>& objects,
                                    const std::optional<std::map<int, std::string>>& relations,
                                    const std::string& name) {
  PicNumbering numbering = pic_v2_numbering();
  if (relations) numbering.relations = spelled(*relations, pic_relation_name, name);
  if (numbering.relations == pic_v1_numbering().relations) {
    numbering.objects = pic_v1_numbering().objects;
  }
  if (objects) numbering.objects = spelled(*objects, pic_object_name, name);
  if (!relations && numbering.objects == pic_v1_numbering().objects) {
    numbering.relations = pic_v1_numbering().relations;
  }
  if (!pic_object_id(numbering, "human")) {
    throw InputError(fmt::format("{}: no class is called 'human', the subject of relations", name));
  }
  return numbering;
}

PicNumbering read_pic_numbering(const std::filesystem::path& folder, PicVersion version) {
  if (version == PicVersion::kV1) return pic_v1_numbering();
  if (version == PicVersion::kV2) return pic_v2_numbering();
  return pic_numbering_of_lists(read_list(folder, kPicLabelList),
                                read_list(folder, kPicRelationList), folder.string());
}

std::string pic_category_text(const std::map<int, std::string>& names) {
  std::string text = "[";
  for (const auto& [id, name] : names) {
    text += text.size() > 1 ? ",\n" : "\n";
    text += json{{"name", name}, {"id", id}}.dump(-1, ' ', false, json::error_handler_t::replace);
  }
  return text + "\n]\n";
}

}  // namespace hoi
