#pragma once

#include <vector>

#include "detection/localization_stage.h"
#include "relation/pair_sampler.h"

namespace hoi {

/// O^t of each image in training, as the next stage and the pair sampler see it: the refined
/// regions that did not start as ground truth. Ground-truth rows would teach the next stage on
/// boxes it never sees at test time (spec 1.7, 3.2).
///
/// samples: of each image; output: of all of their rows, image by image. No gradient. An image may
/// have no rows.
std::vector<RelationCandidates> relation_candidates(const std::vector<SampledRegions>& samples,
                                                    const LocalizationOutput& output);

}  // namespace hoi
