// hoi report RUN_FOLDER ... [--out FILE]
// Writes report.html about a run, finished or not, or about several over each other.
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "report/report_page.h"

namespace hoi {
namespace {

struct ReportArguments {
  std::vector<std::string> folders;
  std::string out;
};

/// Beside the run that is told about; of several runs, in the current folder.
std::filesystem::path report_file(const ReportArguments& arguments) {
  if (!arguments.out.empty()) return arguments.out;
  if (arguments.folders.size() > 1) return "comparison.html";
  return std::filesystem::path(arguments.folders.front()) / "report.html";
}

int run_report(const ReportArguments& arguments) {
  const auto output = report_file(arguments);
  const std::vector<std::filesystem::path> folders(arguments.folders.begin(),
                                                   arguments.folders.end());
  for (const auto& run : write_report(folders, output)) {
    for (const auto& notice : run.notices) std::cerr << "note: " << notice << "\n";
    std::cout << fmt::format("{}: {} steps, {} validations\n", run.name, run.metrics.last_step(),
                             run.metrics.validations.size());
  }
  std::cout << "written: " << output.string() << "\n";
  return 0;
}

}  // namespace

void add_report_command(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<ReportArguments>();
  CLI::App* command = app.add_subcommand("report", "write a page about a training run");
  command
      ->add_option("runs", arguments->folders,
                   "run folders of hoi train; several are laid over each other")
      ->required();
  command->add_option("--out", arguments->out,
                      "file to write (default: report.html in the run folder; of several runs "
                      "comparison.html)");
  command->callback([arguments, &exit_code] { exit_code = run_report(*arguments); });
}

}  // namespace hoi
