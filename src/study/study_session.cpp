#include "study/study_session.h"

#include <chrono>
#include <cstdint>
#include <fstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/progress.h"
#include "data/picture_sources.h"
#include "study/folder_lock.h"
#include "study/network_training.h"
#include "study/study_jobs.h"
#include "study/study_pages.h"

namespace hoi {
namespace {

// A killed study leaves trainings behind that write one more checkpoint.
constexpr std::chrono::seconds kLockPatience(60);
constexpr double kProgressUnits = 100;  // per epoch of training

std::int64_t progress_units(double weight) {
  return static_cast<std::int64_t>(weight * kProgressUnits);
}

/// Reads `splits` of a source; what is wrong with them is said with their names.
AnnotatedPictures read_splits(DataSourceOptions source, const std::vector<std::string>& splits,
                              const Vocabulary* vocabulary = nullptr) {
  source.splits = splits;
  try {
    return read_picture_sources({source}, vocabulary);
  } catch (const InputError& error) {
    throw InputError(
        fmt::format("{}, split {}: {}", source.root, fmt::join(splits, ", "), error.what()));
  }
}

/// Every split that the configurations and the measuring name exists; found out in seconds instead
/// of after hours.
void check_data(const StudyRequest& request) {
  const auto row = complete_row();
  for (const auto& experiment :
       {detector_experiment(request, row, 1), network_experiment(request, row, 1)}) {
    const auto pictures = read_picture_sources(experiment.data.train);
    for (const auto& source : experiment.data.validation) {
      read_splits(source, source.splits, &pictures.vocabulary);
    }
    read_splits(experiment.data.train.front(), {request.test_split}, &pictures.vocabulary);
  }
}

ProcessQueueReport run_with_progress(const std::vector<ProcessJob>& jobs,
                                     const StudyRequest& request,
                                     const std::function<bool()>& should_stop,
                                     const std::function<void(const std::string&)>& say) {
  double total = 0, initial = 0;
  for (const auto& job : jobs) {
    total += job.weight;
    if (job.fraction) initial += job.weight * job.fraction();
  }
  Progress progress("study", progress_units(total));
  progress.set_initial(progress_units(initial));
  ProcessQueueOptions options;
  options.workers = request.workers;
  return run_jobs(jobs, options, should_stop, say,
                  [&](double done) { progress.update(progress_units(done)); });
}

}  // namespace

bool run_study(const StudyRequest& request, const std::function<bool()>& should_stop,
               const std::function<void(const std::string&)>& say) {
  check_data(request);
  StudyFolder{request.out}.create();
  const FolderLock lock(request.out, kLockPatience);
  std::ofstream log(request.out / "study.log", std::ios::app);
  const auto report = [&](const std::string& line) {
    say(line);
    log << line << std::endl;
  };
  const auto jobs = study_jobs(request);
  report(
      fmt::format("{} jobs of {} seeds, {} at a time; a second call goes on where one was stopped",
                  jobs.size(), request.seeds, request.workers));
  const ProcessQueueReport outcome = run_with_progress(jobs, request, should_stop, report);
  for (const auto& page : write_study_pages(request)) report("written: " + page.string());
  if (outcome.stopped) report("stopped; the same call goes on from here");
  if (!outcome.failures.empty()) {
    throw InputError(fmt::format("{} of {} jobs failed; the first: {}", outcome.failures.size(),
                                 jobs.size(), outcome.failures.front()));
  }
  return !outcome.stopped;
}

}  // namespace hoi
