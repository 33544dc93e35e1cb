// hoi launch --nproc N [--nodes M --node K --address HOST --port P] -- COMMAND ...
// Runs a command of this program in several processes that work together (docs/distributed.md).
#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "cli/command.h"
#include "distributed/network_address.h"
#include "distributed/worker_processes.h"

namespace hoi {
namespace {

struct LaunchArguments {
  std::int64_t processes = 1;
  std::int64_t nodes = 1;
  std::int64_t node = 0;
  std::string address = "127.0.0.1";
  std::int64_t port = 0;
  double grace_seconds = 60;
  std::vector<std::string> words;
};

volatile std::sig_atomic_t arrived_signal = 0;

void remember_signal(int signal) { arrived_signal = signal; }

int take_signal() {
  const int signal = arrived_signal;
  arrived_signal = 0;
  return signal;
}

/// The commands that processes can share the work of.
constexpr const char* kSharedCommands[] = {"train", "evaluate"};

void check_launch(const LaunchArguments& arguments) {
  if (arguments.processes < 1 || arguments.nodes < 1) {
    throw InputError("--nproc and --nodes: expected numbers from 1");
  }
  if (arguments.node < 0 || arguments.node >= arguments.nodes) {
    throw InputError(fmt::format("--node {}: expected a number from 0 to {}", arguments.node,
                                 arguments.nodes - 1));
  }
  if (arguments.nodes > 1 && arguments.port == 0) {
    throw InputError(
        "--port: several machines need one that is free on the first, the same for all");
  }
  if (std::find(std::begin(kSharedCommands), std::end(kSharedCommands), arguments.words.front()) ==
      std::end(kSharedCommands)) {
    throw InputError(
        fmt::format("'{}' cannot be shared by several processes; expected train or "
                    "evaluate and its arguments after --",
                    arguments.words.front()));
  }
}

WorkerCommand command_of(const LaunchArguments& arguments) {
  WorkerCommand command;
  // The same file, were it replaced while processes start.
  command.words.push_back(std::filesystem::read_symlink("/proc/self/exe").string());
  command.words.insert(command.words.end(), arguments.words.begin(), arguments.words.end());
  command.first.size = arguments.processes * arguments.nodes;
  command.first.rank = arguments.node * arguments.processes;
  command.first.address = arguments.address;
  command.first.port = arguments.port == 0 ? find_free_port() : arguments.port;
  command.count = arguments.processes;
  const auto cores = static_cast<std::int64_t>(std::thread::hardware_concurrency());
  command.threads = std::max<std::int64_t>(1, cores / arguments.processes);
  command.grace =
      std::chrono::milliseconds(static_cast<std::int64_t>(arguments.grace_seconds * 1000));
  return command;
}

int run_launch(const LaunchArguments& arguments) {
  check_launch(arguments);
  std::signal(SIGINT, remember_signal);
  std::signal(SIGTERM, remember_signal);
  const WorkerCallbacks callbacks{
      take_signal,
      [](std::int64_t rank, const std::string& line) {
        std::cerr << fmt::format("[rank {}] {}\n", rank, line);
      },
      [](const std::string& line) { std::cerr << fmt::format("hoi launch: {}\n", line); }};
  return run_worker_processes(command_of(arguments), callbacks);
}

}  // namespace

void add_launch_command(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<LaunchArguments>();
  CLI::App* command =
      app.add_subcommand("launch", "run a command in several processes that share its work");
  command->add_option("--nproc", arguments->processes, "processes on this machine")->required();
  command->add_option("--nodes", arguments->nodes, "machines in all")->capture_default_str();
  command->add_option("--node", arguments->node, "which of them this one is, from 0")
      ->capture_default_str();
  command->add_option("--address", arguments->address, "name or address of the first machine")
      ->capture_default_str();
  command->add_option("--port", arguments->port,
                      "port of the first machine on which they meet (default: a free one)");
  command
      ->add_option("--grace", arguments->grace_seconds,
                   "seconds that the others get to end after one process has failed")
      ->capture_default_str();
  command->add_option("command", arguments->words, "after --: the command and its arguments")
      ->required();
  command->callback([arguments, &exit_code] { exit_code = run_launch(*arguments); });
}

}  // namespace hoi
