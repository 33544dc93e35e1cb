#include "study/study_jobs.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "config/toml_options.h"
#include "study/network_training.h"
#include "study/study_measurements.h"

namespace hoi {
namespace {

using Words = std::vector<std::string>;

constexpr double kMeasuringWeight = 0.5;  // in epochs of training

/// A run that was stopped before its first checkpoint has nothing to go on from.
void remove_false_start(const std::filesystem::path& run) {
  std::error_code ignored;  // `hoi train` names a file that stays
  for (const char* name : {"config.toml", "metrics.jsonl", "log.txt"}) {
    std::filesystem::remove(run / name, ignored);
  }
}

Words training_command(const StudyFolder& folder, const ExperimentOptions& experiment) {
  const auto run = folder.run(experiment.name);
  const TrainingStatus status = training_status(run, experiment);
  if (status == TrainingStatus::kMissing) remove_false_start(run);
  const std::string& initial_model = experiment.training.initial_model;
  if (!initial_model.empty()) bind_initial_model(run, initial_model);
  if (status == TrainingStatus::kFinished) return {};
  Words words{"train", folder.config(experiment.name).string(), "--run", run.string()};
  if (status == TrainingStatus::kInterrupted) words.emplace_back("--resume");
  return words;
}

/// Where to measure and what to write.
void append_measuring(const StudyRequest& request, const std::string& name, Words& words) {
  const auto options = evaluation_options(request, {});
  const auto output = StudyFolder{request.out}.result(name);
  words.insert(words.end(),
               {"--data", options.data.root, "--layout", layout_name(request.layout), "--split",
                request.test_split, "--device", request.device, "--output", output.string()});
}

Words result_command(const StudyRequest& request, const StudyRow& row, std::int64_t seed) {
  if (current_result(request, row, seed)) return {};
  const StudyFolder folder{request.out};
  const auto experiment = network_experiment(request, row, seed);
  const auto run = folder.run(experiment.name);
  if (training_status(run, experiment) != TrainingStatus::kFinished) {
    throw InputError(fmt::format("{}: its training was stopped", run.string()));
  }
  Words words{"study", "result", "--model", folder.model(experiment.name).string()};
  append_measuring(request, seeded_name(result_name(row), seed), words);
  for (const auto& change : row.scoring) words.insert(words.end(), {"--set", change});
  return words;
}

Words speed_command(const StudyRequest& request) {
  if (current_speed(request)) return {};
  Words words{"study", "speed"};
  for (const auto& row : timed_rows(request)) {
    const auto model = StudyFolder{request.out}.model(seeded_name(network_name(row), 1));
    words.insert(words.end(), {"--model", model.string()});
  }
  append_measuring(request, kSpeedName, words);
  words.insert(words.end(), {"--images", std::to_string(kTimedImages)});
  return words;
}

class StudyJobList {
 public:
  explicit StudyJobList(const StudyRequest& request) : request_(request), folder_{request.out} {}

  void add_result(const StudyRow& row, std::int64_t seed) {
    const std::size_t network = add_network(row, seed);
    const std::string name = seeded_name(result_name(row), seed);
    once("measuring " + name, [&] {
      ProcessJob job;
      job.log = folder_.log(seeded_name(network_name(row), seed));
      job.after = {network};
      job.weight = kMeasuringWeight;
      job.command = [request = request_, row, seed] { return result_command(request, row, seed); };
      return job;
    });
  }

  std::size_t add_network(const StudyRow& row, std::int64_t seed) {
    const std::string detector_run = seeded_name(detector_name(row), seed);
    const std::size_t detector = once("training " + detector_run, [&] {
      return training_job(detector_experiment(request_, row, seed));
    });
    const std::string run = seeded_name(network_name(row), seed);
    return once("training " + run, [&] {
      ProcessJob job = training_job(network_experiment(request_, row, seed));
      job.after = {detector};
      return job;
    });
  }

  void add_speed() {
    const auto rows = timed_rows(request_);
    if (rows.empty()) return;
    once("timing", [&] {
      ProcessJob job;
      job.log = folder_.log(kSpeedName);
      job.alone = true;
      job.weight = kMeasuringWeight;
      for (const auto& row : rows) job.after.push_back(add_network(row, 1));
      job.command = [request = request_] { return speed_command(request); };
      return job;
    });
  }

  std::vector<ProcessJob> take() { return std::move(jobs_); }

 private:
  /// The number of the job called `name`; `make` makes it when there is none.
  template <class Make>
  std::size_t once(const std::string& name, const Make& make) {
    const auto known = numbers_.find(name);
    if (known != numbers_.end()) return known->second;
    ProcessJob job = make();
    job.name = name;
    jobs_.push_back(std::move(job));
    return numbers_[name] = jobs_.size() - 1;
  }

  ProcessJob training_job(const ExperimentOptions& experiment) {
    const auto run = folder_.run(experiment.name);
    training_status(run, experiment);  // refuses a run of other settings before anything starts
    write_file_atomically(folder_.config(experiment.name), to_toml(experiment));
    ProcessJob job;
    job.log = folder_.log(experiment.name);
    job.weight = static_cast<double>(experiment.training.epochs);
    job.fraction = [run, epochs = experiment.training.epochs] {
      return trained_fraction(run, epochs);
    };
    job.command = [folder = folder_, experiment] { return training_command(folder, experiment); };
    return job;
  }

  const StudyRequest& request_;
  StudyFolder folder_;
  std::vector<ProcessJob> jobs_;
  std::map<std::string, std::size_t> numbers_;
};

}  // namespace

std::vector<ProcessJob> study_jobs(const StudyRequest& request) {
  StudyJobList jobs(request);
  const auto plans = requested_plans(request);
  for (std::int64_t seed = 1; seed <= request.seeds; ++seed) {
    for (const auto& plan : plans) {
      for (const auto& row : plan.rows) jobs.add_result(row, seed);
    }
  }
  if (request.complete) jobs.add_network(complete_row(), 1);
  jobs.add_speed();
  return jobs.take();
}

}  // namespace hoi
