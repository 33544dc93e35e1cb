#include <csignal>
#include <exception>
#include <iostream>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "base/error.h"
#include "cli/command.h"
#include "cli/process_memory.h"
#include "cli/process_threads.h"
#include "distributed/worker_group.h"
#include "distributed/worker_processes.h"

namespace {

constexpr int kWrongInput = 2;
constexpr int kInternalError = 70;

int run_program(int argc, char** argv) {
  CLI::App app{
      "Finds <human, verb, object> triplets in photographs, and trains the network that does."};
  app.name("hoi");
  app.require_subcommand(1);
  app.set_version_flag("--version", HOI_VERSION);
  int exit_code = 0;
  hoi::add_detect_command(app, exit_code);
  hoi::add_train_command(app, exit_code);
  hoi::add_launch_command(app, exit_code);
  hoi::add_evaluate_command(app, exit_code);
  hoi::add_score_command(app, exit_code);
  hoi::add_dataset_command(app, exit_code);
  hoi::add_model_command(app, exit_code);
  hoi::add_study_command(app, exit_code);
  hoi::add_report_command(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // Help and version arrive here too; they are no errors.
    return app.exit(error) == 0 ? 0 : kWrongInput;
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  hoi::keep_memory_pages();
  hoi::use_all_cores();
  // A file that may not grow further is an error of the write, like a full disk, and no end.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return run_program(argc, argv);
  } catch (const hoi::InputError& error) {
    std::cerr << "hoi: " << error.what() << "\n";
    return kWrongInput;
  } catch (const hoi::LostWorkerError& error) {
    std::cerr << "hoi: " << error.what() << "\n";
    return hoi::kLostWorkerExitCode;
  } catch (const std::exception& error) {
    std::cerr << "hoi: internal error: " << error.what() << "\n";
    return kInternalError;
  }
}
