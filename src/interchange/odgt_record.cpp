#include "interchange/odgt_record.h"

#include <string_view>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json_file.h"
#include "interchange/record_fields.h"

namespace hoi {
namespace {

bool is_blank(const std::string& line) {
  return line.find_first_not_of(" \t\r") == std::string::npos;
}

NamedInstance parse_box(const RecordFields& fields) {
  NamedInstance instance;
  instance.name = fields.text("tag");
  const auto [x, y, width, height] = fields.four_numbers("box");
  instance.corners = {x, y, x + width, y + height};
  if (const auto* extra = fields.find("extra")) {
    instance.crowd = RecordFields(*extra, fields.where() + ": 'extra'").flag_or("ignore", false);
  }
  return instance;
}

NamedInteraction parse_interaction(const RecordFields& fields) {
  return {fields.integer("subject_id"), fields.integer("object_id"), fields.text("interaction")};
}

}  // namespace

void each_odgt_line(std::istream& stream, const std::string& file,
                    const std::function<void(const std::string& line, std::size_t number)>& visit) {
  std::string line;
  std::size_t number = 1;
  const auto finish_line = [&] {
    if (!is_blank(line)) visit(line, number);
    line.clear();
    ++number;
  };
  char piece[1 << 16];
  while (stream.read(piece, sizeof piece), stream.gcount() > 0) {
    const auto size = static_cast<std::size_t>(stream.gcount());
    for (std::size_t at = 0; at < size;) {
      const std::string_view rest(piece + at, size - at);
      const auto end = rest.find('\n');
      line += rest.substr(0, end);
      if (line.size() > kLongestOdgtLine) {
        throw InputError(fmt::format("{}:{}: a line of more than the {} bytes that are accepted",
                                     file, number, kLongestOdgtLine));
      }
      if (end == std::string_view::npos) break;
      finish_line();
      at += end + 1;
    }
  }
  if (stream.bad()) throw InputError(file + ": cannot be read to its end");
  finish_line();
}

NamedImage parse_odgt_line(const std::string& line, const std::string& file, std::size_t number) {
  const std::string where = fmt::format("{}:{}", file, number);
  JsonLimits limits;
  limits.max_bytes = kLongestOdgtLine;
  const nlohmann::json record = parse_json(line, where, limits);
  const RecordFields fields(record, where);
  NamedImage named;
  named.image.file_name = fields.text("file_name");
  if (fields.find("width") != nullptr || fields.find("height") != nullptr) {
    named.image.width = fields.side("width");
    named.image.height = fields.side("height");
  }
  for (const auto& element : fields.list("gtboxes")) {
    named.instances.push_back(parse_box(
        RecordFields(element, fmt::format("{}: gtboxes {}", where, named.instances.size()))));
  }
  named.image.interactions_annotated = fields.find("hoi") != nullptr;
  if (!named.image.interactions_annotated) return named;
  for (const auto& element : fields.list("hoi")) {
    named.interactions.push_back(parse_interaction(
        RecordFields(element, fmt::format("{}: hoi {}", where, named.interactions.size()))));
  }
  return named;
}

}  // namespace hoi
