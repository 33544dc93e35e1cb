// hoi train CONFIG [key=value ...] [--run DIR] [--resume]
// Trains a network as a configuration file says and leaves model, log and metrics in a run folder.
// hoi train --replay FILE [key=value ...]
// Repeats the step that ended a training and says who is to blame.
#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "cli/command.h"
#include "distributed/worker_group.h"
#include "inference/predictor.h"
#include "training/shared_session.h"
#include "training/step_replay.h"
#include "training/trainer.h"
#include "training/training_session.h"

namespace hoi {
namespace {

struct TrainArguments {
  std::string config;
  std::vector<std::string> assignments;
  std::string run;
  std::string replay;
  bool resume = false;
};

volatile std::sig_atomic_t stop_requested = 0;

void request_stop(int) { stop_requested = 1; }

/// Where a run goes when the user names no folder: runs/<name of the configuration>.
std::string default_run_folder(const std::string& config) {
  return (std::filesystem::path("runs") / std::filesystem::path(config).stem()).string();
}

int run_replay(const TrainArguments& arguments) {
  // There is no configuration file: the first word is an assignment like the others.
  std::vector<std::string> assignments = arguments.assignments;
  if (!arguments.config.empty()) assignments.insert(assignments.begin(), arguments.config);
  for (const auto& line : describe(replay_step(arguments.replay, assignments))) {
    std::cout << line << "\n";
  }
  return 0;
}

int run_train(const TrainArguments& arguments) {
  if (!arguments.replay.empty()) return run_replay(arguments);
  if (arguments.config.empty()) {
    throw InputError("train: no configuration file is named; see hoi train --help");
  }
  const ExperimentOptions experiment = read_experiment(arguments.config, arguments.assignments);
  // The first Ctrl-C or SIGTERM ends the run after this step with a checkpoint.
  std::signal(SIGINT, request_stop);
  std::signal(SIGTERM, request_stop);
  const WorkerPlace place = read_worker_place();
  const auto device = place.size == 1 ? torch::Device(torch::kCPU)
                                      : parse_device(device_of_worker(experiment.device, place));
  WorkerGroup group(place, experiment.distributed, device);
  const SessionOptions session{
      arguments.run.empty() ? default_run_folder(arguments.config) : arguments.run,
      arguments.resume, &group};
  try {
    train(
        experiment, session, [] { return stop_requested != 0; },
        [](const std::string& line) { std::cerr << "hoi train: " << line << std::endl; });
  } catch (const TrainingError& error) {
    throw InputError(error.what());
  }
  return 0;
}

}  // namespace

void add_train_command(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<TrainArguments>();
  CLI::App* command = app.add_subcommand("train", "train a network from a configuration file");
  command->add_option("config", arguments->config, "configuration file (TOML)");
  command->add_option("assignments", arguments->assignments,
                      "settings that replace those of the file, as section.key=value");
  command->add_option("--run", arguments->run,
                      "folder for model, log and checkpoints (default: runs/<configuration name>)");
  command->add_flag("--resume", arguments->resume,
                    "continue from the newest checkpoint of the folder");
  command
      ->add_option("--replay", arguments->replay,
                   "repeat the step of a replay file, which a run leaves when its loss is not "
                   "finite, and name the picture to blame")
      ->excludes("--run")
      ->excludes("--resume");
  command->callback([arguments, &exit_code] { exit_code = run_train(*arguments); });
}

}  // namespace hoi
