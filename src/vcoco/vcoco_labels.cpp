#include "vcoco/vcoco_labels.h"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "formats/json_entry.h"
#include "vcoco/vcoco_record.h"

namespace hoi {
namespace {

constexpr std::uintmax_t kLargestIdFile = std::uintmax_t{64} << 20;

/// The names behind "agent", which comes first.
std::vector<std::string> parse_roles(const VcocoRecord& record) {
  std::vector<std::string> roles;
  for (const nlohmann::json& name : record.list("role_name")) {
    if (!name.is_string()) record.fail("'role_name' must hold texts, found " + shown(name));
    roles.push_back(name.get<std::string>());
  }
  if (roles.empty() || roles.front() != "agent") {
    record.fail("'role_name' must start with \"agent\", found " + shown(record.list("role_name")));
  }
  auto sorted = roles;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) record.fail("'role_name' holds " + shown(*twice) + " twice");
  roles.erase(roles.begin());
  return roles;
}

std::vector<bool> parse_zero_or_one(const VcocoRecord& record) {
  std::vector<bool> labels;
  for (const std::int64_t label : record.integers("label")) {
    if (label != 0 && label != 1) {
      record.fail(
          fmt::format("'label' must hold 0 and 1, found {} at position {}", label, labels.size()));
    }
    labels.push_back(label == 1);
  }
  return labels;
}

void check_lengths(const VcocoRecord& record, const VcocoActionLabels& action) {
  const std::size_t count = action.person_ids.size();
  if (action.image_ids.size() != count || action.labels.size() != count) {
    record.fail(
        fmt::format("'image_id', 'ann_id' and 'label' must be equally long, found {}, {} "
                    "and {} entries",
                    action.image_ids.size(), count, action.labels.size()));
  }
}

/// Cuts the flat list, which holds one row of N ids per role, the agents first.
void parse_object_ids(const VcocoRecord& record, VcocoActionLabels& action) {
  const auto flat = record.integers("role_object_id");
  const std::size_t count = action.person_ids.size(), rows = action.roles.size() + 1;
  if (flat.size() != count * rows) {
    record.fail(
        fmt::format("'role_object_id' must hold {} ids for {} persons and {} roles with "
                    "the agent, found {}",
                    count * rows, count, rows, flat.size()));
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (!action.labels[i] || flat[i] == action.person_ids[i]) continue;
    record.fail(
        fmt::format("'role_object_id' must repeat 'ann_id' in its first {} entries (it is "
                    "ordered by role, not by person), found {} instead of {} at position "
                    "{}",
                    count, flat[i], action.person_ids[i], i));
  }
  for (std::size_t row = 1; row < rows; ++row) {
    const auto first = flat.begin() + static_cast<std::ptrdiff_t>(row * count);
    action.object_ids.emplace_back(first, first + static_cast<std::ptrdiff_t>(count));
  }
}

void check_no_person_twice(const VcocoRecord& record, const VcocoActionLabels& action) {
  std::unordered_set<std::int64_t> doers;
  for (std::size_t i = 0; i < action.person_ids.size(); ++i) {
    if (action.labels[i] && !doers.insert(action.person_ids[i]).second) {
      record.fail(fmt::format("'ann_id' holds {} with label 1 twice", action.person_ids[i]));
    }
  }
}

VcocoActionLabels parse_action(const VcocoRecord& record) {
  VcocoActionLabels action;
  action.action = record.text("action_name");
  action.roles = parse_roles(record);
  action.image_ids = record.integers("image_id");
  action.person_ids = record.integers("ann_id");
  action.labels = parse_zero_or_one(record);
  check_lengths(record, action);
  parse_object_ids(record, action);
  check_no_person_twice(record, action);
  return action;
}

/// A line without spaces around it and without a comment.
std::string_view trimmed(std::string_view line) {
  line = line.substr(0, line.find('#'));
  const auto first = line.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace

std::vector<VcocoActionLabels> parse_vcoco_labels(const JsonRecords& records) {
  std::vector<VcocoActionLabels> actions;
  std::unordered_set<std::string> names;
  if (!records.is_list()) {
    throw InputError(records.name() + ": must hold the list of actions of V-COCO, found an object");
  }
  records.each([&](const nlohmann::json& value, std::size_t position) {
    const VcocoRecord record(value, records.name(), "action", position);
    actions.push_back(parse_action(record));
    if (!names.insert(actions.back().action).second) {
      record.fail("the action " + shown(actions.back().action) + " stands here twice");
    }
  });
  if (actions.empty()) throw InputError(records.name() + ": holds no actions");
  return actions;
}

std::vector<std::int64_t> parse_vcoco_ids(const std::string& text, const std::string& name) {
  std::vector<std::int64_t> ids;
  std::size_t line_number = 0;
  for (std::size_t begin = 0; begin < text.size(); ++line_number) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const auto line = trimmed(std::string_view(text).substr(begin, end - begin));
    begin = end + 1;
    if (line.empty()) continue;
    std::int64_t id = 0;
    const auto parsed = std::from_chars(line.data(), line.data() + line.size(), id);
    if (parsed.ec != std::errc() || parsed.ptr != line.data() + line.size()) {
      throw InputError(fmt::format("{}:{}: expected an image id, found {}", name, line_number + 1,
                                   shown(std::string(line))));
    }
    ids.push_back(id);
  }
  if (ids.empty()) throw InputError(name + ": holds no image ids");
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

std::vector<std::int64_t> read_vcoco_ids(const std::filesystem::path& file) {
  return parse_vcoco_ids(read_file(file, kLargestIdFile), file.string());
}

}  // namespace hoi
