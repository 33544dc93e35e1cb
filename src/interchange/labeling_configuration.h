#pragma once

#include <string>

#include "domain/vocabulary.h"

namespace hoi {

/// Names of the controls in the configuration, which the results of tasks refer to.
inline constexpr const char* kImageControl = "image";
inline constexpr const char* kLabelControl = "label";

/// The labeling configuration (XML) of a Label Studio project in which people draw a rectangle
/// around each person and thing and relations from persons to things: every class is a label, the
/// person first, and every verb a relation. Paste it under Settings, Labeling Interface, Code.
std::string labeling_configuration(const Vocabulary& vocabulary);

}  // namespace hoi
