#pragma once

#include <string>
#include <vector>

namespace hoi {

/// The words of a task: object classes (one of them is the person, the only possible subject) and
/// verbs. Indices are 0-based positions in these lists everywhere inside the program; the ids of
/// annotation files exist only in the layer `formats`.
struct Vocabulary {
  std::vector<std::string> objects;  ///< K class names, the person included
  std::vector<std::string> verbs;    ///< N verb names
  int person = 0;                    ///< index of the person class in `objects`
  bool person_as_object = true;      ///< may a person be the object of a verb? (spec 2.17)
};

bool operator==(const Vocabulary& a, const Vocabulary& b);

}  // namespace hoi
