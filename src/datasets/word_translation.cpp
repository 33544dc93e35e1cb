#include "datasets/word_translation.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/json_file.h"
#include "base/nearest_name.h"

namespace hoi {
namespace {

std::map<std::string, std::string> words_of(const nlohmann::json& document,
                                            const std::string& member, const std::string& file) {
  std::map<std::string, std::string> words;
  const auto found = document.find(member);
  if (found == document.end()) return words;
  const std::string rule = fmt::format(
      "{}: '{}' must be an object of names such as {{\"bike\": \"bicycle\"}}", file, member);
  if (!found->is_object()) throw InputError(rule);
  for (const auto& [word, other] : found->items()) {
    if (!other.is_string() || other.get_ref<const std::string&>().empty()) throw InputError(rule);
    words[word] = other.get<std::string>();
  }
  return words;
}

/// Renames `words` and returns for each old index its new one.
std::vector<int> rename(const std::map<std::string, std::string>& names, const std::string& kind,
                        std::vector<std::string>& words) {
  for (const auto& [word, other] : names) {
    if (std::find(words.begin(), words.end(), word) != words.end()) continue;
    const auto hint = nearest_name(word, words);
    throw InputError(fmt::format("translation: the data set has no {} '{}'{}", kind, word,
                                 hint ? "; did you mean '" + *hint + "'?" : ""));
  }
  std::vector<std::string> renamed;
  std::vector<int> index_of;
  for (const auto& word : words) {
    const auto other = names.find(word);
    const std::string& name = other == names.end() ? word : other->second;
    const auto known = std::find(renamed.begin(), renamed.end(), name);
    index_of.push_back(static_cast<int>(known - renamed.begin()));
    if (known == renamed.end()) renamed.push_back(name);
  }
  words = std::move(renamed);
  return index_of;
}

}  // namespace

WordTranslation read_word_translation(const std::filesystem::path& file) {
  const auto document = read_json_file(file);
  if (!document.is_object()) {
    throw InputError(file.string() + ": must hold one JSON object with 'objects' and 'verbs'");
  }
  return {words_of(document, "objects", file.string()), words_of(document, "verbs", file.string())};
}

void translate_words(const WordTranslation& translation, AnnotatedDataset& dataset) {
  Vocabulary& words = dataset.vocabulary;
  const auto object_of = rename(translation.objects, "object", words.objects);
  const auto verb_of = rename(translation.verbs, "verb", words.verbs);
  words.person = object_of.at(static_cast<std::size_t>(words.person));
  for (auto& image : dataset.images) {
    for (auto& instance : image.instances) {
      instance.category = object_of.at(static_cast<std::size_t>(instance.category));
    }
    for (auto& interaction : image.interactions) {
      interaction.verb = verb_of.at(static_cast<std::size_t>(interaction.verb));
    }
  }
}

}  // namespace hoi
