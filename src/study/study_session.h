#pragma once

#include <functional>
#include <string>

#include "study/study_request.h"

namespace hoi {

/// Trains what is missing, measures it and writes the pages of the requested tables into
/// StudyRequest::out: <table>.md, .json and .svg each, figure7.* where asked for, and study.md,
/// which joins all pages that are there. Networks and results of earlier calls are used as they
/// are; a stopped call goes on where it was. Reports through `say`, one line at a time, also to
/// study.log, and shows the progress of the whole.
///
/// Returns false when it was stopped before everything was measured; the pages then show what there
/// is. Throws InputError when the data or a configuration is wrong, when a run folder belongs to
/// other settings or another study works in the folder, and, after everything else was done, when a
/// training failed.
bool run_study(const StudyRequest& request, const std::function<bool()>& should_stop,
               const std::function<void(const std::string&)>& say);

}  // namespace hoi
