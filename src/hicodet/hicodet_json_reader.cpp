#include "hicodet/hicodet_json_reader.h"

#include <set>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/json_entry.h"
#include "hicodet/hicodet_json_value.h"

namespace hoi {
namespace {

constexpr std::size_t kMostWords = 100'000;
constexpr int kLargestSide = 1 << 20;  // of docs/formats.md

[[noreturn]] void fail_file(const JsonRecords& records, const std::string& problem) {
  throw InputError(fmt::format("{}: {}", records.name(), problem));
}

std::vector<std::string> read_words(const JsonRecords& records, const char* member) {
  std::vector<std::string> words;
  std::set<std::string> known;
  records.each(member, [&](const nlohmann::json& word, std::size_t position) {
    const HicodetPlace place{records.name(), member, position};
    if (!word.is_string() || word.get_ref<const std::string&>().empty()) {
      place.fail(fmt::format("found {}, expected a name", shown(word)));
    }
    words.push_back(word.get<std::string>());
    if (!known.insert(words.back()).second) place.fail("this name stands before");
    if (words.size() > kMostWords) place.fail("too many names");
  });
  return words;
}

/// The interactions; each id has to be there once.
std::vector<HicodetInteraction> read_correspondence(const JsonRecords& records,
                                                    const HicodetWords& words) {
  constexpr const char* kList = "correspondence";
  std::vector<HicodetInteraction> interactions;
  records.each(kList, [&](const nlohmann::json& row, std::size_t position) {
    const HicodetPlace place{records.name(), kList, position};
    if (!row.is_array() || row.size() != 3) {
      place.fail(fmt::format("found {}, expected [hoi, object, verb]", shown(row)));
    }
    if (interactions.size() >= kMostWords) place.fail("too many interactions");
    if (hicodet_whole_number(row[0]) != static_cast<std::int64_t>(position)) {
      place.fail(fmt::format("the id is {}, expected the position", shown(row[0])));
    }
    interactions.push_back({hicodet_index(row[1], 0, words.objects.size(), "object", place),
                            hicodet_index(row[2], 0, words.verbs.size(), "verb", place)});
  });
  return interactions;
}

HicodetWords read_all_words(const JsonRecords& records) {
  const auto is_there = [&](const char* member) {
    if (records.has(member) && !records.is_list(member)) {
      fail_file(records, fmt::format("\"{}\" is no list", member));
    }
    return records.has(member);
  };
  const bool objects = is_there("objects"), verbs = is_there("verbs");
  if (!is_there("correspondence")) {
    if (!objects && !verbs) return official_hicodet_words();
    fail_file(records, "\"correspondence\" is missing");
  }
  HicodetWords words;
  words.objects = objects ? read_words(records, "objects") : official_hicodet_words().objects;
  words.verbs = verbs ? read_words(records, "verbs") : official_hicodet_words().verbs;
  words.interactions = read_correspondence(records, words);
  return words;
}

std::optional<std::vector<bool>> read_rare(const JsonRecords& records, std::size_t interactions) {
  if (!records.is_list("rare")) return std::nullopt;
  std::vector<bool> rare(interactions, false);
  records.each("rare", [&](const nlohmann::json& id, std::size_t position) {
    const HicodetPlace place{records.name(), "rare", position};
    rare[static_cast<std::size_t>(hicodet_index(id, 0, interactions, "rare", place))] = true;
  });
  return rare;
}

/// Each of these lists says the same as "hoi" or is missing.
void check_word_ids(const nlohmann::json& record, const char* name, std::size_t row, int expected,
                    const HicodetPlace& place) {
  const auto list = record.find(name);
  if (list == record.end()) return;
  if (!list->is_array() || row >= list->size() || hicodet_whole_number((*list)[row]) != expected) {
    place.fail(
        fmt::format("\"{}\" does not say {} for pair {}, as \"hoi\" does", name, expected, row));
  }
}

std::vector<HicodetPair> read_pairs(const nlohmann::json& record, const HicodetWords& words,
                                    const HicodetPlace& place) {
  const nlohmann::json& humans = hicodet_list(record, "boxes_h", place);
  const nlohmann::json& objects = hicodet_list(record, "boxes_o", place);
  const nlohmann::json& ids = hicodet_list(record, "hoi", place);
  if (humans.size() != ids.size() || objects.size() != ids.size()) {
    place.fail(fmt::format("\"boxes_h\", \"boxes_o\" and \"hoi\" have {}, {} and {} entries",
                           humans.size(), objects.size(), ids.size()));
  }
  std::vector<HicodetPair> pairs;
  pairs.reserve(ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    HicodetPair pair;
    pair.interaction = hicodet_index(ids[i], 0, words.interactions.size(), "hoi", place);
    const auto [object, verb] = words.interactions[static_cast<std::size_t>(pair.interaction)];
    check_word_ids(record, "object", i, object, place);
    check_word_ids(record, "verb", i, verb, place);
    pair.boxes.human = hicodet_corners(humans[i], "boxes_h", place);
    pair.boxes.object = hicodet_corners(objects[i], "boxes_o", place);
    pairs.push_back(pair);
  }
  return pairs;
}

void read_sizes(const JsonRecords& records, std::vector<HicodetImage>& images) {
  std::size_t count = 0;
  records.each("size", [&](const nlohmann::json& size, std::size_t position) {
    const HicodetPlace place{records.name(), "size", position};
    if (!size.is_array() || size.size() != 2) {
      place.fail(fmt::format("found {}, expected [width, height]", shown(size)));
    }
    if (++count > images.size()) return;
    images[position].width = 1 + hicodet_index(size[0], 1, kLargestSide, "width", place);
    images[position].height = 1 + hicodet_index(size[1], 1, kLargestSide, "height", place);
  });
  if (records.has("size") && count != images.size()) {
    fail_file(records, fmt::format("\"size\" has {} entries for {} images", count, images.size()));
  }
}

}  // namespace

HicodetSplit parse_hicodet_json(const JsonRecords& records) {
  if (!records.is_object() || !records.is_list("annotation") || !records.is_list("filenames")) {
    fail_file(records,
              "no HICO-DET annotation file: \"annotation\" and \"filenames\" are no lists");
  }
  HicodetSplit split;
  split.file = records.name();
  split.words = read_all_words(records);
  split.rare = read_rare(records, split.words.interactions.size());
  records.each("filenames", [&](const nlohmann::json& name, std::size_t position) {
    HicodetImage image;
    image.file_name = hicodet_file_name(name, {records.name(), "file name", position});
    split.images.push_back(std::move(image));
  });
  std::size_t annotated = 0;
  records.each("annotation", [&](const nlohmann::json& record, std::size_t position) {
    const HicodetPlace place{records.name(), "annotation", position};
    auto pairs = read_pairs(record, split.words, place);
    if (++annotated <= split.images.size()) split.images[position].pairs = std::move(pairs);
  });
  if (annotated != split.images.size()) {
    fail_file(records,
              fmt::format("{} annotations for {} file names", annotated, split.images.size()));
  }
  read_sizes(records, split.images);
  return split;
}

}  // namespace hoi
