#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "domain/annotation.h"

namespace hoi {

/// Other names for the words of a data set: from its own to those of a target. Words that are not
/// named keep their name.
struct WordTranslation {
  std::map<std::string, std::string> objects;
  std::map<std::string, std::string> verbs;
};

/// Reads {"objects": {"bike": "bicycle"}, "verbs": {...}} from a JSON file; both are optional.
/// Throws InputError.
WordTranslation read_word_translation(const std::filesystem::path& file);

/// Renames the words of `dataset`. Words that get the same name become one; the order of the words
/// that remain does not change. Throws InputError for a word that the data set does not have.
void translate_words(const WordTranslation& translation, AnnotatedDataset& dataset);

}  // namespace hoi
