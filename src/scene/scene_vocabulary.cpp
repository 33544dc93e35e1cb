#include "scene/scene_vocabulary.h"

namespace hoi {

const Vocabulary& scene_vocabulary() {
  static const Vocabulary vocabulary = [] {
    Vocabulary words;
    words.objects = {"person", "phone",    "cup",   "sandwich", "book", "ball",
                     "bag",    "umbrella", "chair", "bicycle",  "horse"};
    words.verbs = {"hold", "call", "drink", "eat",   "read", "look",
                   "kick", "ride", "sit",   "carry", "throw"};
    words.person = 0;
    words.person_as_object = false;
    return words;
  }();
  return vocabulary;
}

}  // namespace hoi
