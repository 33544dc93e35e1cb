#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/vocabulary.h"

namespace hoi {

/// What the numbers in PIC files stand for.
struct PicNumbering {
  std::map<int, std::string> objects;    ///< value of the semantic map, 1 to 255 -> class
  std::map<int, std::string> relations;  ///< "relation" of a triple, from 1 -> relation
};

bool operator==(const PicNumbering& a, const PicNumbering& b);

/// PIC 2.0: 143 object classes, "human" is 1, and 30 relations (spec 5.2).
const PicNumbering& pic_v2_numbering();

/// PIC 1.0: 84 object classes, "human" is 1, and the same 30 relations in another order. Words that
/// PIC 2.0 also has are spelled as there ("in-front-of" is "in front of"); for "lie-in" and "other"
/// these are "lie down" and "others", the only two that would remain without a partner. Classes
/// that PIC 2.0 divides otherwise ("fridge", "car/bus/truck") keep their name.
const PicNumbering& pic_v1_numbering();

/// The PIC 2.0 spelling of a word, whatever its case and whether its parts are joined by spaces,
/// '-' or '_'; "person" is "human". A word that PIC 2.0 does not have comes back as it is.
std::string pic_object_name(const std::string& name);
std::string pic_relation_name(const std::string& name);

/// The number of a word, compared as above; nothing when there is none.
std::optional<int> pic_object_id(const PicNumbering& numbering, const std::string& name);
std::optional<int> pic_relation_id(const PicNumbering& numbering, const std::string& name);

/// Numbers of the relations that say where things are: in front of, behind, next to, in, on the top
/// of, on. All others are "non-geometric".
std::vector<int> pic_geometric_relations(const PicNumbering& numbering);

/// Classes and relations in the order of their numbers. Throws std::invalid_argument when no class
/// is called "human".
Vocabulary pic_vocabulary(const PicNumbering& numbering);

}  // namespace hoi
