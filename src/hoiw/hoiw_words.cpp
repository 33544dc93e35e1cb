#include "hoiw/hoiw_words.h"

namespace hoi {

const Vocabulary& hoiw_vocabulary() {
  static const Vocabulary vocabulary = {
      {"person", "cellphone", "cigarette", "drink", "food", "bike", "motorbike", "horse", "ball",
       "computer", "document"},
      {"smoke", "call", "play_cellphone", "eat", "drink", "ride", "hold", "kick", "read",
       "play_computer"},
      0,
      false};
  return vocabulary;
}

}  // namespace hoi
