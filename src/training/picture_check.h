#pragma once

#include <string>
#include <vector>

#include "data/picture_sources.h"

namespace hoi {

/// What to do about a picture of another size than annotated.
enum class SizeMismatch {
  kRefuse,  ///< training cannot use it
  kWarn,
};

/// Looks at pictures before hours are spent on them: at the first bytes of every file, and at what
/// formats/dataset_check.h finds questionable in the annotations. `what` stands for them in
/// messages ("training data").
///
/// Throws InputError in one line, with the number of pictures and the first three, when files are
/// missing, are no image or, if refused, have another size than annotated. Returns one line for
/// each kind of questionable thing, with its count and first place.
std::vector<std::string> check_pictures(const AnnotatedPictures& pictures, const std::string& what,
                                        SizeMismatch mismatch);

/// A line if some pictures teach and judge at the same time, nothing otherwise.
std::vector<std::string> check_overlap(const AnnotatedPictures& training,
                                       const AnnotatedPictures& validation);

}  // namespace hoi
