// hoi dataset stats DIR [--layout L] [--strict] [--report FILE]: what is in a data set.
#include <iostream>
#include <memory>

#include <CLI/App.hpp>

#include "cli/dataset_commands.h"
#include "cli/findings_report.h"
#include "formats/dataset_statistics.h"

namespace hoi {
namespace {

int run_stats(const DatasetArguments& arguments) {
  DatasetFindings findings(arguments.strict);
  const AnnotatedDataset dataset = read_named_dataset(arguments, findings);
  std::cout << statistics_table(count_statistics(dataset), dataset.vocabulary) << std::flush;
  report_findings(findings, arguments.report);
  return 0;
}

}  // namespace

void add_dataset_stats_command(CLI::App& dataset, int& exit_code) {
  auto arguments = std::make_shared<DatasetArguments>();
  CLI::App* command = dataset.add_subcommand("stats", "count images, instances, verbs and pairs");
  add_dataset_arguments(*command, *arguments);
  command->callback([arguments, &exit_code] { exit_code = run_stats(*arguments); });
}

}  // namespace hoi
