// hoi dataset convert IN OUT --from L --to L [--split S] [--words FILE] [--images link|copy|none]
//                     [--strict] [--report FILE]
// Writes a data set in another layout and says what was repaired and what could not be said.
#include <iostream>
#include <memory>
#include <string>

#include <CLI/App.hpp>
#include <fmt/format.h>

#include "base/progress.h"
#include "cli/dataset_commands.h"
#include "cli/findings_report.h"
#include "cli/named_choice.h"
#include "data/image_io.h"
#include "datasets/dataset_conversion.h"

namespace hoi {
namespace {

struct ConvertArguments {
  std::string input, output, words, report;
  bool strict = false;
  DatasetConversionOptions options;
};

int run_convert(ConvertArguments& arguments) {
  if (!arguments.words.empty()) {
    arguments.options.words = read_word_translation(arguments.words);
  }
  DatasetFindings findings(arguments.strict);
  std::shared_ptr<Progress> bar;
  const auto show = [&](std::int64_t done, std::int64_t total) {
    if (!bar) bar = std::make_shared<Progress>("pictures", total);
    bar->update(done);
  };
  const auto images = convert_dataset(arguments.input, arguments.output, arguments.options,
                                      {read_image_size, reading_progress(), findings}, show);
  bar.reset();
  report_findings(findings, arguments.report);
  std::cout << fmt::format("{} images in {}\n", images, arguments.output);
  return 0;
}

}  // namespace

void add_dataset_convert_command(CLI::App& dataset, int& exit_code) {
  auto arguments = std::make_shared<ConvertArguments>();
  DatasetConversionOptions& options = arguments->options;
  CLI::App* command = dataset.add_subcommand("convert", "write a data set in another layout");
  command->add_option("input", arguments->input, "folder (or file) to read")->required();
  command->add_option("output", arguments->output, "new folder to write")->required();
  add_choice(*command, "--from", options.from, dataset_layouts(), "layout of the input");
  add_choice(*command, "--to", options.to, dataset_layouts(), "layout of the output");
  command->add_option("--split", options.splits, "splits to convert (default: all)");
  command->add_option("--words", arguments->words,
                      "JSON file that renames words: {\"objects\": {\"bike\": \"bicycle\"}, ...}");
  add_choice(*command, "--images", options.images, image_transfers(),
             "how pictures come to the new folder");
  command->add_flag("--strict", arguments->strict, "refuse what could be repaired");
  command->add_option("--report", arguments->report, "write every repair and loss to this file");
  command->callback([arguments, &exit_code] { exit_code = run_convert(*arguments); });
}

}  // namespace hoi
