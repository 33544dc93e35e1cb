#include "domain/vocabulary.h"

namespace hoi {

bool operator==(const Vocabulary& a, const Vocabulary& b) {
  return a.objects == b.objects && a.verbs == b.verbs && a.person == b.person &&
         a.person_as_object == b.person_as_object;
}

}  // namespace hoi
