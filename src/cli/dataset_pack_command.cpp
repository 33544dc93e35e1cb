// hoi dataset pack DIR OUT [--layout L] [--split S] [--short-side S --long-side L]
//                          [--shard-megabytes M] [--strict] [--report FILE]
// Writes a data set whose pictures lie in shards, resized once, ready for training without codecs.
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <fmt/format.h>

#include "base/disk_space.h"
#include "base/progress.h"
#include "cli/dataset_commands.h"
#include "cli/findings_report.h"
#include "data/packed_dataset.h"

namespace hoi {
namespace {

struct PackArguments {
  DatasetArguments dataset;
  std::string output;
  std::vector<std::string> splits;
  PackOptions options;
};

int run_pack(const PackArguments& arguments) {
  DatasetFindings findings(arguments.dataset.strict);
  AnnotatedDataset dataset = read_named_dataset(arguments.dataset, findings);
  dataset.images = images_of_splits(dataset, arguments.splits);
  std::shared_ptr<Progress> bar;
  const auto show = [&](std::int64_t done, std::int64_t total) {
    if (!bar) bar = std::make_shared<Progress>("packing", total);
    bar->update(done);
  };
  const PackSummary summary =
      pack_dataset(std::move(dataset), arguments.output, arguments.options, show);
  bar.reset();
  report_findings(findings, arguments.dataset.report);
  std::cout << fmt::format(
      "{} pictures in {} shard{} in {}: {}, {:.0f} % of their pixels\n", summary.pictures,
      summary.shards, summary.shards == 1 ? "" : "s", arguments.output,
      rough_size(summary.shard_bytes),
      100 * static_cast<double>(summary.shard_bytes) / static_cast<double>(summary.pixel_bytes));
  return 0;
}

}  // namespace

void add_dataset_pack_command(CLI::App& dataset, int& exit_code) {
  auto arguments = std::make_shared<PackArguments>();
  PackOptions& options = arguments->options;
  CLI::App* command =
      dataset.add_subcommand("pack", "put the pictures into shards that are read without a codec");
  add_dataset_arguments(*command, arguments->dataset);
  command->add_option("output", arguments->output, "new folder to write")->required();
  command->add_option("--split", arguments->splits, "splits to pack (default: all)");
  command->add_option("--short-side", options.short_side,
                      "resize as input.short_side of a training would (default: keep the size)");
  command->add_option("--long-side", options.long_side, "likewise, input.long_side");
  command
      ->add_option("--shard-megabytes", options.shard_megabytes,
                   "largest size of a shard in MiB, 1 to 15")
      ->capture_default_str();
  command->callback([arguments, &exit_code] { exit_code = run_pack(*arguments); });
}

}  // namespace hoi
