#include "base/json_records.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/json_error.h"

namespace hoi {
namespace {

constexpr std::size_t kRecordsPerReport = 1024;  // between two calls of the progress function

bool is_space(char letter) {
  return letter == ' ' || letter == '\n' || letter == '\r' || letter == '\t';
}

}  // namespace

JsonRecords JsonRecords::read(const std::filesystem::path& path, const ReadProgress& progress,
                              const JsonLimits& limits) {
  return JsonRecords(read_file(path, limits.max_bytes), path.string(), progress, limits);
}

JsonRecords::JsonRecords(std::string text, std::string name, const ReadProgress& progress,
                         const JsonLimits& limits)
    : text_(std::move(text)), name_(std::move(name)), progress_(progress), limits_(limits) {
  if (text_.size() > limits_.max_bytes) {
    throw InputError(fmt::format("{}: has {} bytes, more than the {} that are accepted here", name_,
                                 text_.size(), limits_.max_bytes));
  }
  if (const auto zero = text_.find('\0'); zero != std::string::npos) fail(zero, "a zero byte");
  whole_.begin = skip_spaces(0);
  kind_ = letter_at(whole_.begin);
  if (kind_ != '{' && kind_ != '[') fail(whole_.begin, "expected a list or an object");
  if (is_object()) {
    index_members(whole_.begin + 1);
  } else {
    whole_.end = skip_value(whole_.begin);
  }
  const std::size_t rest = skip_spaces(whole_.end);
  if (rest != text_.size()) fail(rest, "unexpected text after the end");
}

void JsonRecords::fail(std::size_t at, const std::string& problem) const {
  throw InputError(fmt::format("{}: no valid JSON: {}", json_position(text_, name_, at), problem));
}

char JsonRecords::letter_at(std::size_t at) const {
  if (at >= text_.size()) fail(text_.size(), "the file ends too early");
  return text_[at];
}

std::size_t JsonRecords::skip_spaces(std::size_t at) const {
  while (at < text_.size() && is_space(text_[at])) ++at;
  return at;
}

std::size_t JsonRecords::skip_string(std::size_t at) const {
  for (++at; letter_at(at) != '"'; ++at) {
    if (text_[at] == '\\') ++at;
  }
  return at + 1;
}

std::size_t JsonRecords::skip_brackets(std::size_t at) const {
  int depth = 1;  // of this value; the outermost value of the file is one more
  const std::size_t begin = at++;
  while (depth > 0) {
    const char letter = letter_at(at);
    if (letter == '"') {
      at = skip_string(at);
      continue;
    }
    if (letter == '[' || letter == '{') ++depth;
    if (letter == ']' || letter == '}') --depth;
    const int outside = begin == whole_.begin ? 0 : 1;
    if (depth + outside > limits_.max_depth) {
      throw InputError(fmt::format("{}: nested deeper than the {} levels that are accepted here",
                                   json_position(text_, name_, at), limits_.max_depth));
    }
    ++at;
  }
  return at;
}

std::size_t JsonRecords::skip_value(std::size_t at) const {
  const char first = letter_at(at);
  if (first == '"') return skip_string(at);
  if (first == '[' || first == '{') return skip_brackets(at);
  const std::size_t begin = at;
  while (at < text_.size() && !is_space(text_[at]) && text_[at] != ',' && text_[at] != ']' &&
         text_[at] != '}') {
    ++at;
  }
  if (at == begin) fail(at, fmt::format("expected a value, found '{}'", first));
  return at;
}

void JsonRecords::index_members(std::size_t at) {
  at = skip_spaces(at);
  if (letter_at(at) == '}') {
    whole_.end = at + 1;
    return;
  }
  while (true) {
    at = skip_spaces(at);
    if (letter_at(at) != '"') fail(at, "expected the name of a member");
    const Range name{at, skip_string(at)};
    const auto key = parse(name).get<std::string>();
    at = skip_spaces(name.end);
    if (letter_at(at) != ':') fail(at, "expected ':'");
    at = skip_spaces(at + 1);
    const Range value{at, skip_value(at)};
    if (!members_.emplace(key, value).second) {
      fail(name.begin, "a member of this name stands before");
    }
    at = skip_spaces(value.end);
    const char next = letter_at(at++);
    if (next == '}') break;
    if (next != ',') fail(at - 1, "expected ',' or '}'");
  }
  whole_.end = at;
}

char JsonRecords::first_letter(const std::string& member) const {
  const auto found = members_.find(member);
  return found == members_.end() ? '\0' : text_[found->second.begin];
}

nlohmann::json JsonRecords::parse(Range range) const {
  if (range.end - range.begin > kLargestRecord) {
    throw InputError(fmt::format("{}: a record of {} bytes, more than the {} that are accepted",
                                 json_position(text_, name_, range.begin), range.end - range.begin,
                                 kLargestRecord));
  }
  const char* const begin = text_.data() + range.begin;
  try {
    return nlohmann::json::parse(begin, begin + (range.end - range.begin));
  } catch (const nlohmann::json::exception& error) {
    throw InputError(json_error_text(text_, name_, range.begin, error));
  }
}

nlohmann::json JsonRecords::value(const std::string& member) const {
  const auto found = members_.find(member);
  return found == members_.end() ? nlohmann::json() : parse(found->second);
}

void JsonRecords::each_of(Range list, const Visit& visit) const {
  std::size_t at = skip_spaces(list.begin + 1);
  if (text_[at] == ']') return;
  for (std::size_t position = 0;; ++position) {
    at = skip_spaces(at);
    const Range record{at, skip_value(at)};
    visit(parse(record), position);
    at = skip_spaces(record.end);
    if (progress_ && position % kRecordsPerReport == 0) progress_(at, text_.size());
    const char next = letter_at(at++);
    if (next == ']') break;
    if (next != ',') fail(at - 1, "expected ',' or ']'");
  }
  if (progress_) progress_(list.end, text_.size());
}

void JsonRecords::each(const std::string& member, const Visit& visit) const {
  if (is_list(member)) each_of(members_.at(member), visit);
}

void JsonRecords::each(const Visit& visit) const {
  if (is_list()) each_of(whole_, visit);
}

}  // namespace hoi
