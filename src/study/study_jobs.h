#pragma once

#include <vector>

#include "study/process_queue.h"
#include "study/study_request.h"

namespace hoi {

/// Everything that a study needs, seed by seed: detectors, the networks on them, their results, and
/// the timings last. What is done already stays in the list, as a job that has nothing left to do.
/// Writes the configuration of each run. Throws InputError when a configuration is wrong or a run
/// folder belongs to other settings.
std::vector<ProcessJob> study_jobs(const StudyRequest& request);

}  // namespace hoi
