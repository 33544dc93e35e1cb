#pragma once

#include <vector>

#include "domain/annotation.h"

namespace hoi {

/// The semantic feature table X_s (section 3.3.1, spec 2.2): how often a pair whose object has
/// class o carries verb a.
///
///   rate[o][a] = annotated pairs of object class o with verb a / annotated pairs of object class o
///
/// A pair is one (subject, object) of one image with at least one verb; rates lie in [0, 1],
/// several verbs of a pair count each, and the row of a class never seen as an object is 0. Returns
/// K rows of N rates. Images without annotated interactions are left out.
std::vector<std::vector<float>> count_verb_prior(const Vocabulary& vocabulary,
                                                 const std::vector<ImageAnnotation>& images);

}  // namespace hoi
