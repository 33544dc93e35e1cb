#include "pic/pic_relations.h"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "formats/json_entry.h"

namespace hoi {
namespace {

using nlohmann::json;

/// Where in a relation file an error stands; becomes a text only when there is one.
struct EntryPlace {
  const std::string& file;
  std::size_t image;
  const std::string* name = nullptr;
  std::optional<std::size_t> relation;

  std::string text() const {
    std::string where = fmt::format("{}: image {}", file, image);
    if (name != nullptr) where += fmt::format(" ('{}')", *name);
    if (relation) where += fmt::format(", relation {}", *relation);
    return where;
  }
};

[[noreturn]] void fail(const EntryPlace& where, const std::string& problem) {
  throw InputError(where.text() + ": " + problem);
}

const json& member(const json& entry, const char* name, const EntryPlace& where) {
  const auto found = entry.find(name);
  if (found == entry.end()) fail(where, fmt::format("has no '{}'", name));
  return *found;
}

std::int64_t whole_number(const json& value, const char* name, const EntryPlace& where) {
  const auto number = exact_integer(value);
  if (!number) fail(where, fmt::format("'{}' is {}, expected a whole number", name, shown(value)));
  return *number;
}

std::int64_t whole_member(const json& entry, const char* name, const EntryPlace& where) {
  return whole_number(member(entry, name, where), name, where);
}

std::string plain_name(const json& entry, const EntryPlace& where) {
  const json& value = member(entry, "name", where);
  if (!value.is_string()) fail(where, fmt::format("'name' is {}, expected a text", shown(value)));
  const auto& name = value.get_ref<const std::string&>();
  bool plain = !name.empty() && name.size() <= 255 && name != "." && name != "..";
  for (const char letter : name) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '/' || letter == '\\' || byte < 0x20 || byte == 0x7F) plain = false;
  }
  if (!plain) {
    fail(where, fmt::format("'name' is {}, expected a file name without folders", shown(value)));
  }
  return name;
}

PicRelation relation_of(const json& entry, PicRelationFile kind, const EntryPlace& where) {
  if (!entry.is_object()) {
    fail(where, fmt::format("found {}, expected an object", shown(entry)));
  }
  PicRelation relation;
  relation.subject = whole_member(entry, "subject", where);
  relation.object = whole_member(entry, "object", where);
  relation.relation = whole_member(entry, "relation", where);
  if (kind == PicRelationFile::kPredictions) {
    const json& score = member(entry, "score", where);
    if (!score.is_number() || !std::isfinite(score.get<double>())) {
      fail(where, fmt::format("'score' is {}, expected a number", shown(score)));
    }
    relation.score = score.get<double>();
  }
  return relation;
}

PicImageRelations image_of(const json& entry, PicRelationFile kind, EntryPlace where) {
  if (!entry.is_object()) fail(where, fmt::format("found {}, expected an object", shown(entry)));
  PicImageRelations image;
  image.name = plain_name(entry, where);
  where.name = &image.name;
  if (const auto id = entry.find("image_id"); id != entry.end() && !id->is_null()) {
    image.image_id = whole_number(*id, "image_id", where);
  }
  const json& relations = member(entry, "relations", where);
  if (!relations.is_array()) {
    fail(where, fmt::format("'relations' is {}, expected a list", shown(relations)));
  }
  image.relations.reserve(relations.size());
  for (std::size_t i = 0; i < relations.size(); ++i) {
    where.relation = i;
    image.relations.push_back(relation_of(relations[i], kind, where));
  }
  return image;
}

}  // namespace

void each_pic_image(const JsonRecords& records, PicRelationFile kind,
                    const std::function<void(PicImageRelations image)>& visit) {
  if (!records.is_list()) {
    throw InputError(records.name() + ": found an object, expected a list of images");
  }
  records.each([&](const json& entry, std::size_t position) {
    visit(image_of(entry, kind, {records.name(), position}));
  });
}

std::string pic_stem(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

std::string pic_relation_line(const PicImageRelations& image, PicRelationFile kind) {
  json entry;
  entry["name"] = image.name;
  entry["image_id"] = image.image_id.value_or(0);
  json& relations = entry["relations"] = json::array();
  for (const PicRelation& relation : image.relations) {
    json triple = {{"subject", relation.subject},
                   {"object", relation.object},
                   {"relation", relation.relation}};
    if (kind == PicRelationFile::kPredictions) triple["score"] = relation.score;
    relations.push_back(std::move(triple));
  }
  return entry.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string pic_relation_text(const std::vector<std::string>& lines) {
  std::string text = "[";
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += i == 0 ? "\n" : ",\n";
    text += lines[i];
  }
  return text + "\n]\n";
}

}  // namespace hoi
