#include "hoiw/hoiw_word_ids.h"

#include <algorithm>

#include "hoiw/hoiw_words.h"

namespace hoi {
namespace {

bool is_letter_or_digit(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9');
}

/// "play (computer)" -> "play_computer"
std::string plain_word(const std::string& word) {
  std::string plain;
  bool gap = false;
  for (const char letter : word) {
    if (is_letter_or_digit(letter)) {
      if (gap && !plain.empty()) plain += '_';
      plain += letter;
    }
    gap = !is_letter_or_digit(letter);
  }
  return plain;
}

/// The id of each word among `known`, 0 for strangers.
std::vector<int> ids_of(const std::vector<std::string>& words,
                        const std::vector<std::string>& known) {
  std::vector<int> ids;
  for (const std::string& word : words) {
    const auto found = std::find(known.begin(), known.end(), plain_word(word));
    ids.push_back(found == known.end() ? 0 : static_cast<int>(found - known.begin()) + 1);
  }
  return ids;
}

std::optional<int> id_at(const std::vector<int>& ids, int index) {
  if (index < 0 || static_cast<std::size_t>(index) >= ids.size()) return std::nullopt;
  const int id = ids[static_cast<std::size_t>(index)];
  return id > 0 ? std::optional<int>(id) : std::nullopt;
}

}  // namespace

HoiwWordIds::HoiwWordIds(const Vocabulary& vocabulary)
    : objects_(ids_of(vocabulary.objects, hoiw_vocabulary().objects)),
      verbs_(ids_of(vocabulary.verbs, hoiw_vocabulary().verbs)) {
  const auto person = static_cast<std::size_t>(vocabulary.person);
  if (person < objects_.size()) objects_[person] = hoiw_vocabulary().person + 1;
}

std::optional<int> HoiwWordIds::object(int category) const { return id_at(objects_, category); }

std::optional<int> HoiwWordIds::verb(int verb) const { return id_at(verbs_, verb); }

}  // namespace hoi
