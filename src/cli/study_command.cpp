// hoi study table4|...|table8|figure7|figures|all ... --data DIR [--layout L] [--scale S] [--seeds
// K]
//           [--workers W] [--out DIR] [--configs DIR] [--set K=V] [--device D] [--model MODEL]
//           [--images N]
// Trains and measures what the paper's tables compare, and writes them beside the paper's numbers.
//
// hoi study result|speed --model FILE ... --data DIR --output FILE
// What the former runs for each network, in a process of its own.
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/model_location.h"
#include "cli/named_choice.h"
#include "study/figure_panels.h"
#include "study/network_evaluation.h"
#include "study/study_session.h"

namespace hoi {
namespace {

struct StudyArguments {
  std::vector<std::string> targets;
  bool figures = false;
  std::string model;
  std::int64_t images = 5;
  std::string out = "runs/study";
  std::string configs;
  StudyRequest request;
};

struct MeasureArguments {
  std::vector<std::string> models;
  NetworkEvaluationOptions options;
  std::string output;
};

volatile std::sig_atomic_t study_stop_requested = 0;

void request_study_stop(int) { study_stop_requested = 1; }

/// Where the configurations of the project lie: as models do, see cli/model_location.h.
std::filesystem::path default_configs() {
  const char* home = std::getenv("HOI_HOME");
  return std::filesystem::path(home == nullptr ? HOI_SOURCE_DIR : home) / "configs";
}

std::string known_targets() {
  std::string names;
  for (const auto& entry : study_tables()) names += entry.first + ", ";
  return names + "figure7, figures, all";
}

void add_target(const std::string& target, StudyArguments& arguments) {
  StudyRequest& request = arguments.request;
  const bool all = target == "all", figures = all || target == "figures";
  bool known = figures || target == "figure7";
  request.verb_gains = request.verb_gains || all || target == "figure7";
  arguments.figures = arguments.figures || figures;
  for (const auto& [name, table] : study_tables()) {
    if (!all && name != target) continue;
    request.tables.push_back(table);
    known = true;
  }
  if (!known) throw InputError(fmt::format("study: '{}'; expected {}", target, known_targets()));
}

void say_line(const std::string& line) {
  // A redrawn progress line may stand where this one goes.
  std::cerr << (::isatty(STDERR_FILENO) == 1 ? "\r\x1b[K" : "") << "hoi study: " << line
            << std::endl;
}

/// The model of the figures: the one that was named, else the study's network with masks when that
/// is there, else its complete network.
std::filesystem::path figure_model(const StudyArguments& arguments) {
  if (!arguments.model.empty()) return find_model(arguments.model);
  const StudyFolder folder{arguments.request.out};
  const auto masks = folder.model(seeded_name(network_name(mask_row()), 1));
  if (std::filesystem::exists(masks)) return masks;
  return folder.model(seeded_name(network_name(complete_row()), 1));
}

void draw_figures(const StudyArguments& arguments) {
  FigurePanelOptions options;
  options.data.root = arguments.request.data;
  options.data.layout = arguments.request.layout;
  options.data.splits = {arguments.request.test_split};
  options.images = arguments.images;
  options.output = arguments.request.out / "figures";
  options.device = arguments.request.device;
  const auto model = figure_model(arguments);
  say_line("figures 4 to 6: model " + model.string());
  for (const auto& file : draw_figure_panels(model, options)) {
    say_line("written: " + file.string());
  }
}

void check_study_arguments(const StudyArguments& arguments) {
  const StudyRequest& request = arguments.request;
  if (arguments.targets.empty()) {
    throw InputError(fmt::format("study: what? one or more of {}", known_targets()));
  }
  if (request.data.empty()) throw InputError("study: --data DIR is missing");
  if (request.seeds < 1) throw InputError("study: --seeds: at least 1");
  if (request.workers < 1) throw InputError("study: --workers: at least 1");
}

int run_study_command(StudyArguments& arguments) {
  StudyRequest& request = arguments.request;
  check_study_arguments(arguments);
  for (const auto& target : arguments.targets) add_target(target, arguments);
  request.out = arguments.out;
  request.configs =
      arguments.configs.empty() ? default_configs() : std::filesystem::path(arguments.configs);
  // The first Ctrl-C or SIGTERM ends all trainings after their step, each with a checkpoint.
  std::signal(SIGINT, request_study_stop);
  std::signal(SIGTERM, request_study_stop);
  request.complete = arguments.figures && arguments.model.empty();
  const bool trains = !request.tables.empty() || request.verb_gains || request.complete;
  const auto should_stop = [] { return study_stop_requested != 0; };
  const bool done = !trains || run_study(request, should_stop, say_line);
  if (done && arguments.figures) draw_figures(arguments);
  return 0;
}

/// The only model of a result.
int run_result(const MeasureArguments& arguments) {
  if (arguments.models.size() != 1) throw InputError("study result: one --model");
  const auto result = evaluate_network(arguments.models.front(), arguments.options);
  write_file_atomically(arguments.output, to_json(result).dump(2) + "\n");
  return 0;
}

int run_speed(const MeasureArguments& arguments) {
  const std::vector<std::filesystem::path> models(arguments.models.begin(), arguments.models.end());
  const auto speed = measure_speed(models, arguments.options);
  write_file_atomically(arguments.output, to_json(speed).dump(2) + "\n");
  return 0;
}

CLI::App* add_measuring(CLI::App& study, const std::string& name, const std::string& help,
                        const std::shared_ptr<MeasureArguments>& arguments) {
  CLI::App* command = study.add_subcommand(name, help);
  command->group("");  // not for people: `hoi study` calls it
  command->add_option("--model", arguments->models, "model files")->required();
  command->add_option("--data", arguments->options.data.root, "data set folder")->required();
  add_choice(*command, "--layout", arguments->options.data.layout, dataset_layouts(),
             "how the folder is laid out");
  command->add_option("--split", arguments->options.data.splits, "splits to use");
  command->add_option("--set", arguments->options.changes, "settings of the loaded network");
  command->add_option("--device", arguments->options.device, "cpu, cuda:0 or auto");
  command->add_option("--images", arguments->options.images, "pictures that are timed");
  command->add_option("--output", arguments->output, "JSON file to write")->required();
  return command;
}

void add_study_options(CLI::App& command, StudyArguments& arguments) {
  StudyRequest& request = arguments.request;
  command.add_option("what", arguments.targets, known_targets());
  command.add_option("--data", request.data, "data set folder with the splits train, val and test");
  add_choice(command, "--layout", request.layout, dataset_layouts(), "how the folder is laid out");
  command.add_option("--test-split", request.test_split, "split that is measured on")
      ->capture_default_str();
  add_choice(command, "--scale", request.scale, study_scales(),
             "size of the networks and of their training");
  command.add_option("--seeds", request.seeds, "networks of each row, seeds 1 to K")
      ->capture_default_str();
  command
      .add_option("--workers", request.workers, "trainings at a time, each on its share of cores")
      ->capture_default_str();
  command.add_option("--out", arguments.out, "folder for networks, results and pages")
      ->capture_default_str();
  command.add_option("--configs", arguments.configs,
                     "folder of study-<scale>-detector.toml and study-<scale>-relation.toml "
                     "(default: those of the project)");
  command.add_option("--set", request.settings,
                     "settings of the second phase of every network, section.key=value");
  command.add_option("--device", request.device, "cpu, cuda:0 or auto")->capture_default_str();
  command.add_option("--model", arguments.model,
                     "model of the figures, by name or file (default: the study's own)");
  command.add_option("--images", arguments.images, "pictures of the figures")
      ->capture_default_str();
}

}  // namespace

void add_study_command(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<StudyArguments>();
  CLI::App* command = app.add_subcommand("study", "regenerate the tables of the paper");
  add_study_options(*command, *arguments);
  auto result = std::make_shared<MeasureArguments>();
  add_measuring(*command, "result", "measure one network", result)->callback([result, &exit_code] {
    exit_code = run_result(*result);
  });
  auto speed = std::make_shared<MeasureArguments>();
  add_measuring(*command, "speed", "time networks side by side", speed)
      ->callback([speed, &exit_code] { exit_code = run_speed(*speed); });
  command->callback([command, arguments, &exit_code] {
    if (command->get_subcommands().empty()) exit_code = run_study_command(*arguments);
  });
}

}  // namespace hoi
