#pragma once

#include "datasets/dataset_layout.h"
#include "datasets/word_translation.h"

namespace hoi {

/// The scenes' words in the words of a data set of the field, as far as there are such words; empty
/// for layouts without a vocabulary of their own. What stays untranslated is a loss for the writer.
WordTranslation scene_translation(DatasetLayout layout);

}  // namespace hoi
