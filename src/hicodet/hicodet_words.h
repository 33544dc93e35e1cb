#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/vocabulary.h"

namespace hoi {

/// A class of HICO-DET: a verb with an object class. The subject is always a person.
struct HicodetInteraction {
  int object = 0;  ///< index into HicodetWords::objects
  int verb = 0;    ///< index into HicodetWords::verbs
};

/// The words of a data set in HICO-DET's form. Everything counts from 0, as in the public JSON
/// files; the MATLAB files count interactions from 1.
struct HicodetWords {
  std::vector<std::string> objects;
  std::vector<std::string> verbs;
  std::vector<HicodetInteraction> interactions;
};

/// The official 80 objects, 117 verbs and 600 interactions (spec 5.4).
const HicodetWords& official_hicodet_words();

/// For each of the official interactions: has it fewer than 10 annotated training pairs?
const std::vector<bool>& official_hicodet_rare();

/// The words as a vocabulary. Throws InputError, which names `file`, when no object class is called
/// "person" or "human".
Vocabulary hicodet_vocabulary(const HicodetWords& words, const std::string& file);

bool operator==(const HicodetWords& a, const HicodetWords& b);

/// Finds interactions by their words' indices.
class HicodetInteractionIndex {
 public:
  /// Of two equal interactions the first is found.
  explicit HicodetInteractionIndex(const HicodetWords& words);
  /// Nothing when no such interaction exists or an index is out of range.
  std::optional<int> find(std::optional<int> object, std::optional<int> verb) const;

 private:
  std::map<std::pair<int, int>, int> interactions_;
};

/// The index of the word with this name; ' ' and '_' are the same letter, and so are "human" and
/// "person".
std::optional<int> find_hicodet_word(const std::vector<std::string>& words,
                                     const std::string& name);

/// The object classes by the ids that predictions in JSON use: the 90 ids of MS-COCO when every
/// class is one of MS-COCO (the official ones are), else the position in `objects` counted from 1.
/// Element i is the class of id i, -1 for none.
std::vector<int> hicodet_object_of_id(const std::vector<std::string>& objects);

/// The same for the numbers of files detections_01.mat ... detections_80.mat: MS-COCO's 80 classes
/// counted from 1, or as above.
std::vector<int> hicodet_object_of_file_number(const std::vector<std::string>& objects);

}  // namespace hoi
