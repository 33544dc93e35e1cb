#pragma once

#include <vector>

#include "domain/vocabulary.h"
#include "inference/model_evaluation.h"
#include "report/validation_report.h"

namespace hoi {

/// What a picture of a validation shows.
enum class JudgedThings {
  kTriplets,   ///< <person, verb, object>
  kInstances,  ///< detections alone; JudgedPicture::verb is empty
};

/// Pictures of an evaluation with one triplet, or one instance, drawn into each: the surest right
/// ones, the surest wrong ones, and some that were missed (report/triplet_examples.h). Only
/// pictures take part where all of these are annotated. They are JPEG files of at most 512 pixels a
/// side. Throws InputError when a picture cannot be read any more.
std::vector<JudgedPicture> judged_pictures(const ModelEvaluation& evaluation,
                                           const Vocabulary& vocabulary, JudgedThings things);

}  // namespace hoi
