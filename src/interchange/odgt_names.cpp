#include "interchange/odgt_names.h"

#include <set>

namespace hoi {
namespace {

constexpr const char* kWithoutSplit = "all";

bool is_small_letter(char letter) { return letter >= 'a' && letter <= 'z'; }

bool is_plain_letter(char letter) {
  return is_small_letter(letter) || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
}

/// The words in small letters of which a text consists.
std::set<std::string> words_in(const std::string& text) {
  std::set<std::string> words;
  std::string word;
  for (const char letter : text + " ") {
    if (is_small_letter(letter)) {
      word += letter;
    } else if (!word.empty()) {
      words.insert(word);
      word.clear();
    }
  }
  return words;
}

}  // namespace

std::string odgt_split_of_stem(const std::string& stem) {
  if (stem == kWithoutSplit) return "";
  std::set<std::string> splits;
  const auto words = words_in(stem);
  for (const char* split : {"train", "val", "trainval", "test"}) {
    if (words.count(split) > 0) splits.insert(split);
  }
  return splits.size() == 1 ? *splits.begin() : stem;
}

std::string odgt_stem_of_split(const std::string& split) {
  std::string stem = split.empty() ? kWithoutSplit : split;
  for (char& letter : stem) {
    if (!is_plain_letter(letter)) letter = '_';
  }
  return stem;
}

}  // namespace hoi
