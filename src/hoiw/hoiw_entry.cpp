#include "hoiw/hoiw_entry.h"

#include <charconv>
#include <cmath>
#include <initializer_list>
#include <optional>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/json_entry.h"

namespace hoi {
namespace {

using nlohmann::json;

constexpr double kLargestCoordinate = 1e9;  // pixels; squares of it stay exact enough
constexpr double kLargestExactInteger = 9007199254740992.0;  // 2^53

/// Where an entry stands, for messages.
struct EntryPosition {
  const std::string& file;
  std::size_t entry = 0;
};

/// An integer however the field writes it.
struct WrittenId {
  std::int64_t value = 0;
  bool untidy = false;
};

/// "5", and with white space around it " 5\n".
std::optional<WrittenId> id_of_text(const std::string& text) {
  constexpr const char* kWhiteSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string::npos) return std::nullopt;
  const auto last = text.find_last_not_of(kWhiteSpace);
  const char* const end = text.data() + last + 1;
  WrittenId id;
  const auto [stop, error] = std::from_chars(text.data() + first, end, id.value);
  if (error != std::errc() || stop != end) return std::nullopt;
  id.untidy = first > 0 || last + 1 < text.size();
  return id;
}

std::optional<WrittenId> id_of(const json& value) {
  if (value.is_string()) return id_of_text(value.get_ref<const std::string&>());
  if (const auto number = exact_integer(value)) return WrittenId{*number, false};
  if (!value.is_number_float()) return std::nullopt;
  const double number = value.get<double>();
  if (std::abs(number) > kLargestExactInteger || number != std::floor(number)) return std::nullopt;
  return WrittenId{static_cast<std::int64_t>(number), true};
}

/// One object of an entry and its place, for messages that are only put together when needed.
class Fields {
 public:
  Fields(const json& object, const EntryPosition& position, const char* list = nullptr,
         std::size_t row = 0)
      : object_(object), position_(position), list_(list), row_(row) {
    if (!object.is_object()) fail("must be an object, found " + shown(object));
  }

  [[noreturn]] void fail(const std::string& problem) const {
    const std::string inner = list_ != nullptr ? fmt::format(" {} {}:", list_, row_) : "";
    throw InputError(
        fmt::format("{}: entry {}:{} {}", position_.file, position_.entry, inner, problem));
  }

  const json& required(const char* key) const {
    const auto member = object_.find(key);
    if (member == object_.end()) fail(fmt::format("'{}' is missing", key));
    return *member;
  }

  std::string text(const char* key) const {
    const json& value = required(key);
    if (!value.is_string()) fail(fmt::format("'{}' must be a text, found {}", key, shown(value)));
    return value.get<std::string>();
  }

  std::int64_t id(const char* key, bool& untidy) const {
    const json& value = required(key);
    const auto id = id_of(value);
    if (!id) {
      fail(fmt::format("'{}' must be an integer or a text of one, found {}", key, shown(value)));
    }
    untidy = untidy || id->untidy;
    return id->value;
  }

  double score(const char* key) const {
    const json& value = required(key);
    if (!value.is_number() || !std::isfinite(value.get<double>())) {
      fail(fmt::format("'{}' must be a finite number, found {}", key, shown(value)));
    }
    return value.get<double>();
  }

  std::array<double, 4> corners() const {
    const json& value = required("bbox");
    std::array<double, 4> corners = {};
    bool valid = value.is_array() && value.size() == corners.size();
    for (std::size_t i = 0; valid && i < corners.size(); ++i) {
      valid = value[i].is_number();
      if (valid) corners[i] = value[i].get<double>();
      valid = valid && std::abs(corners[i]) <= kLargestCoordinate;
    }
    if (!valid) {
      fail("'bbox' must be 4 numbers x1, y1, x2, y2 of at most 1e9, found " + shown(value));
    }
    return corners;
  }

  bool has(const char* key) const { return object_.contains(key); }

  /// The first of the names that is there, which must be a list.
  const json& list(std::initializer_list<const char*> names, bool& other_name) const {
    for (auto name = names.begin(); name != names.end(); ++name) {
      if (!has(*name)) continue;
      other_name = other_name || name != names.begin();
      const json& value = required(*name);
      if (!value.is_array()) {
        fail(fmt::format("'{}' must be a list, found {}", *name, shown(value)));
      }
      return value;
    }
    fail(fmt::format("'{}' is missing", *names.begin()));
  }

 private:
  const json& object_;
  const EntryPosition& position_;
  const char* list_;
  std::size_t row_;
};

void parse_boxes(const json& list, const EntryPosition& position, HoiwEntry& entry) {
  entry.boxes.reserve(list.size());
  for (const json& element : list) {
    const Fields fields(element, position, "box", entry.boxes.size());
    HoiwBox box;
    box.corners = fields.corners();
    box.category = fields.id("category_id", box.untidy_id);
    if (fields.has("score")) box.score = fields.score("score");
    entry.boxes.push_back(box);
  }
}

void parse_triples(const json& list, bool scored, const EntryPosition& position, HoiwEntry& entry) {
  entry.triples.reserve(list.size());
  for (const json& element : list) {
    const Fields fields(element, position, "triple", entry.triples.size());
    HoiwTriple triple;
    triple.subject = fields.id("subject_id", triple.untidy_id);
    triple.object = fields.id("object_id", triple.untidy_id);
    triple.verb = fields.id("category_id", triple.untidy_id);
    if (scored) triple.score = fields.score("score");
    entry.triples.push_back(triple);
  }
}

HoiwEntry parse_annotation(const json& record, const EntryPosition& position) {
  const Fields fields(record, position);
  HoiwEntry entry;
  entry.file_name = fields.text("file_name");
  parse_boxes(fields.list({"annotations", "annotation"}, entry.other_keys), position, entry);
  parse_triples(fields.list({"hoi_annotation", "hoi_annotations"}, entry.other_keys), false,
                position, entry);
  return entry;
}

HoiwEntry parse_prediction(const json& record, const EntryPosition& position) {
  const Fields fields(record, position);
  HoiwEntry entry;
  entry.file_name = fields.text("file_name");
  parse_boxes(
      fields.list({"predictions", "prediction", "annotations", "annotation"}, entry.other_keys),
      position, entry);
  parse_triples(
      fields.list({"hoi_prediction", "hoi_predictions", "hoi_annotation"}, entry.other_keys), true,
      position, entry);
  return entry;
}

template <class Parse>
void each_entry(const JsonRecords& records, Parse parse,
                const std::function<void(HoiwEntry entry)>& visit) {
  if (!records.is_list()) {
    throw InputError(records.name() +
                     ": expected a list with one entry per image, found an object");
  }
  records.each([&](const json& record, std::size_t position) {
    visit(parse(record, EntryPosition{records.name(), position}));
  });
}

}  // namespace

void each_hoiw_annotation(const JsonRecords& records,
                          const std::function<void(HoiwEntry entry)>& visit) {
  each_entry(records, parse_annotation, visit);
}

void each_hoiw_prediction(const JsonRecords& records,
                          const std::function<void(HoiwEntry entry)>& visit) {
  each_entry(records, parse_prediction, visit);
}

}  // namespace hoi
