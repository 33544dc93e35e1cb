#include "hicodet/hicodet_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "hicodet/hicodet_word_tables.h"

namespace hoi {
namespace {

constexpr int kLargestCocoId = 90;

/// The spelling under which words are compared.
std::string canonical_word(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '_');
  return name == "human" ? "person" : name;
}

std::optional<int> coco_id_of(const std::string& name) {
  const auto& names = kHicodetObjectNames;
  const auto found = std::find(names.begin(), names.end(), canonical_word(name));
  if (found == names.end()) return std::nullopt;
  return kHicodetCocoIds[static_cast<std::size_t>(found - names.begin())];
}

HicodetWords build_official_words() {
  HicodetWords words;
  words.objects.assign(kHicodetObjectNames.begin(), kHicodetObjectNames.end());
  words.verbs.assign(kHicodetVerbNames.begin(), kHicodetVerbNames.end());
  for (const HicodetVerbGroup& group : kHicodetVerbGroups) {
    for (int i = 0; i < group.count; ++i) {
      const int verb = kHicodetVerbOfInteraction.at(words.interactions.size());
      words.interactions.push_back({group.object, verb});
    }
  }
  return words;
}

}  // namespace

const HicodetWords& official_hicodet_words() {
  static const HicodetWords words = build_official_words();
  return words;
}

const std::vector<bool>& official_hicodet_rare() {
  static const std::vector<bool> rare = [] {
    std::vector<bool> list(kHicodetInteractions, false);
    for (const int interaction : kHicodetRareInteractions) {
      list.at(static_cast<std::size_t>(interaction)) = true;
    }
    return list;
  }();
  return rare;
}

Vocabulary hicodet_vocabulary(const HicodetWords& words, const std::string& file) {
  const auto person = find_hicodet_word(words.objects, "person");
  if (!person) throw InputError(fmt::format("{}: no object class is called \"person\"", file));
  return {words.objects, words.verbs, *person, true};
}

bool operator==(const HicodetWords& a, const HicodetWords& b) {
  return a.objects == b.objects && a.verbs == b.verbs &&
         std::equal(a.interactions.begin(), a.interactions.end(), b.interactions.begin(),
                    b.interactions.end(),
                    [](const HicodetInteraction& x, const HicodetInteraction& y) {
                      return x.object == y.object && x.verb == y.verb;
                    });
}

HicodetInteractionIndex::HicodetInteractionIndex(const HicodetWords& words) {
  for (std::size_t i = 0; i < words.interactions.size(); ++i) {
    const auto [object, verb] = words.interactions[i];
    interactions_.emplace(std::make_pair(object, verb), static_cast<int>(i));
  }
}

std::optional<int> HicodetInteractionIndex::find(std::optional<int> object,
                                                 std::optional<int> verb) const {
  if (!object || !verb) return std::nullopt;
  const auto found = interactions_.find({*object, *verb});
  if (found == interactions_.end()) return std::nullopt;
  return found->second;
}

std::optional<int> find_hicodet_word(const std::vector<std::string>& words,
                                     const std::string& name) {
  const std::string wanted = canonical_word(name);
  const auto found = std::find_if(words.begin(), words.end(), [&](const std::string& word) {
    return canonical_word(word) == wanted;
  });
  if (found == words.end()) return std::nullopt;
  return static_cast<int>(found - words.begin());
}

std::vector<int> hicodet_object_of_id(const std::vector<std::string>& objects) {
  std::vector<int> of_coco_id(kLargestCocoId + 1, -1);
  std::vector<int> of_position = {-1};
  bool all_coco = true;
  for (const std::string& name : objects) {
    const int object = static_cast<int>(of_position.size()) - 1;
    of_position.push_back(object);
    const auto id = coco_id_of(name);
    if (id) {
      of_coco_id.at(static_cast<std::size_t>(*id)) = object;
    } else {
      all_coco = false;
    }
  }
  return all_coco ? of_coco_id : of_position;
}

std::vector<int> hicodet_object_of_file_number(const std::vector<std::string>& objects) {
  const bool all_coco = std::all_of(objects.begin(), objects.end(),
                                    [](const std::string& name) { return coco_id_of(name); });
  const auto of_id = hicodet_object_of_id(objects);
  if (!all_coco) return of_id;
  std::vector<int> ids(kHicodetCocoIds.begin(), kHicodetCocoIds.end());
  std::sort(ids.begin(), ids.end());
  std::vector<int> of_number = {-1};
  for (const int id : ids) of_number.push_back(of_id.at(static_cast<std::size_t>(id)));
  return of_number;
}

}  // namespace hoi
