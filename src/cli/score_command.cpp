// hoi score --metric hoiw|pic|vcoco|hico|coco --ground-truth P --predictions P [--coco F --split F]
//           [--json FILE|-]
// Scores predictions of any program in the organisers' own file formats (docs/evaluation.md).
#include <iostream>
#include <memory>
#include <string>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "base/error.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/dataset_commands.h"
#include "cli/named_choice.h"
#include "datasets/official_score.h"

namespace hoi {
namespace {

struct ScoreArguments {
  OfficialMetric metric = OfficialMetric::kHoiw;
  ScoreFiles files;
  std::string json;
};

int run_score(const ScoreArguments& arguments) {
  const ScoreReport report = score_files(arguments.metric, arguments.files, reading_progress());
  for (const auto& notice : report.notices) std::cerr << "note: " << notice << "\n";
  const std::string text = report.json.dump(2) + "\n";
  if (arguments.json == "-") {
    std::cout << text;
    return 0;
  }
  if (!arguments.json.empty()) write_file_atomically(arguments.json, text);
  std::cout << report.table;
  return 0;
}

}  // namespace

void add_score_command(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<ScoreArguments>();
  ScoreFiles& files = arguments->files;
  CLI::App* command = app.add_subcommand(
      "score", "score predictions of any program by the official metric of a data set");
  add_choice(*command, "--metric", arguments->metric, official_metrics(), "whose rules")
      ->required();
  command->add_option("--ground-truth", files.ground_truth, "annotations: a file or folder")
      ->required();
  command->add_option("--predictions", files.predictions, "predictions: a file or folder")
      ->required();
  command->add_option("--coco", files.coco, "vcoco: the COCO instances file");
  command->add_option("--split", files.split_ids, "vcoco: file of image ids, one a line");
  command->add_option("--json", arguments->json,
                      "write the result as JSON to this file, or - to print only that");
  command->callback([arguments, &exit_code] { exit_code = run_score(*arguments); });
}

}  // namespace hoi
