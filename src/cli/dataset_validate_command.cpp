// hoi dataset validate DIR [--layout L]: every defect of a data set; exit code 2 if there is any.
#include <iostream>
#include <memory>
#include <vector>

#include <CLI/App.hpp>
#include <fmt/format.h>

#include "cli/dataset_commands.h"
#include "data/image_io.h"
#include "formats/dataset_validation.h"

namespace hoi {
namespace {

/// Defects of a data set in another layout: what its reader mends, and what is wrong in the result.
std::vector<DatasetDefect> foreign_defects(const DatasetArguments& arguments) {
  DatasetFindings findings(arguments.strict);
  const AnnotatedDataset dataset = read_named_dataset(arguments, findings);
  std::vector<DatasetDefect> defects;
  for (const DatasetFinding& finding : findings.list()) {
    defects.push_back({finding.file, finding.where.empty() ? "file" : finding.where, std::nullopt,
                       finding.text, false});
  }
  for (const auto& found : {check_dataset(dataset, arguments.folder),
                            check_image_files(dataset, arguments.folder, read_image_size)}) {
    defects.insert(defects.end(), found.begin(), found.end());
  }
  return defects;
}

int run_validate(const DatasetArguments& arguments) {
  const auto defects = arguments.layout == DatasetLayout::kHoi
                           ? validate_dataset_folder(arguments.folder, read_image_size)
                           : foreign_defects(arguments);
  for (const auto& defect : defects) {
    std::cout << (defect.unreadable ? "error: " : "warning: ") << describe(defect) << "\n";
  }
  if (defects.empty()) {
    std::cout << arguments.folder << ": no defects\n";
    return 0;
  }
  std::cout << fmt::format("{}: {} defect{}\n", arguments.folder, defects.size(),
                           defects.size() == 1 ? "" : "s");
  return 2;
}

}  // namespace

void add_dataset_validate_command(CLI::App& dataset, int& exit_code) {
  auto arguments = std::make_shared<DatasetArguments>();
  CLI::App* command =
      dataset.add_subcommand("validate", "list every defect with file and id; exit code 2 if any");
  add_dataset_arguments(*command, *arguments);
  command->callback([arguments, &exit_code] { exit_code = run_validate(*arguments); });
}

}  // namespace hoi
