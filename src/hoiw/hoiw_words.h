#pragma once

#include "domain/vocabulary.h"

namespace hoi {

/// The 11 objects and 10 verbs of HOIW and HOI-A in the organisers' order (spec 5.1): id k of a
/// file is index k - 1 here. No annotated verb has a person as its object, so `person_as_object`
/// is false (spec 2.17).
const Vocabulary& hoiw_vocabulary();

}  // namespace hoi
