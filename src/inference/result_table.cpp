#include "inference/result_table.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "inference/display_names.h"

namespace hoi {
namespace {

struct TableRow {
  std::string person, verb, object;
  float score = 0;
};

const char* const kBold = "\x1b[1m";
const char* const kDim = "\x1b[2m";
const char* const kGreen = "\x1b[32m";
const char* const kYellow = "\x1b[33m";
const char* const kPlain = "\x1b[0m";

std::string painted(const std::string& text, const char* style, bool color) {
  return color ? style + text + kPlain : text;
}

std::string counted(std::size_t count, const std::string& thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

std::string heading(const ImageResult& result, const Vocabulary& vocabulary, bool color) {
  const auto persons = static_cast<std::size_t>(
      std::count_if(result.instances.begin(), result.instances.end(),
                    [&](const auto& instance) { return instance.category == vocabulary.person; }));
  return painted(result.file, kBold, color) +
         fmt::format("   {} x {} pixels, {}, {}\n", result.width, result.height,
                     counted(persons, "person"),
                     counted(result.instances.size() - persons, "object"));
}

std::vector<TableRow> table_rows(const ImageResult& result, const Vocabulary& vocabulary,
                                 std::size_t max_rows) {
  const auto verbs = display_verbs(vocabulary);
  const auto instance_name = [&](int row) {
    const auto category = result.instances.at(static_cast<std::size_t>(row)).category;
    return fmt::format("{} #{}", vocabulary.objects.at(static_cast<std::size_t>(category)), row);
  };
  std::vector<TableRow> rows;
  for (const auto& interaction : result.interactions) {
    if (rows.size() == max_rows) break;
    rows.push_back({instance_name(interaction.subject),
                    verbs.at(static_cast<std::size_t>(interaction.verb)),
                    instance_name(interaction.object), interaction.score});
  }
  return rows;
}

}  // namespace

bool terminal_shows_colors(int file_descriptor) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  if (no_color != nullptr && *no_color != '\0') return false;
  if (terminal == nullptr || std::string_view(terminal) == "dumb") return false;
  return ::isatty(file_descriptor) == 1;
}

std::string format_result_table(const ImageResult& result, const Vocabulary& vocabulary,
                                const ResultTableOptions& options) {
  std::string text = heading(result, vocabulary, options.color);
  const auto rows = table_rows(result, vocabulary, options.max_rows);
  if (result.interactions.empty()) return text + "  no interaction found\n";
  std::size_t person_width = 6, verb_width = 4;
  for (const auto& row : rows) {
    person_width = std::max(person_width, row.person.size());
    verb_width = std::max(verb_width, row.verb.size());
  }
  const auto line = [&](const std::string& person, const std::string& verb) {
    return fmt::format("{:{}}  {:{}}  ", person, person_width, verb, verb_width);
  };
  text += painted("  score  " + line("person", "verb") + "object", kDim, options.color) + "\n";
  for (const auto& row : rows) {
    const char* style = row.score >= 0.5F ? kGreen : row.score >= 0.2F ? kYellow : kDim;
    text += "   " + painted(fmt::format("{:.2f}", row.score), style, options.color) + "  " +
            line(row.person, row.verb) + row.object + "\n";
  }
  const std::size_t hidden = result.interactions.size() - rows.size();
  if (hidden > 0) text += fmt::format("  and {} more\n", hidden);
  return text;
}

}  // namespace hoi
