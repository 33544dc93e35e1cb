#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/vocabulary.h"

namespace hoi {

/// What the words of another vocabulary are in HOIW files, from 1; nothing for words that HOIW does
/// not have. Words are matched by their letters and digits, so "play (computer)" is
/// "play_computer"; the person class is HOIW's person whatever it is called.
class HoiwWordIds {
 public:
  explicit HoiwWordIds(const Vocabulary& vocabulary);

  std::optional<int> object(int category) const;
  std::optional<int> verb(int verb) const;

 private:
  std::vector<int> objects_, verbs_;  // 0: unknown
};

}  // namespace hoi
