// hoi dataset split DIR --part val=0.1 [--part test=200] [--rest train] [--of SPLIT] [--output
// FILE] Divides a data set of the own format by a hash of the file names.
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>

#include "cli/dataset_commands.h"
#include "datasets/dataset_split.h"
#include "formats/annotation_file.h"
#include "formats/dataset_statistics.h"

namespace hoi {
namespace {

struct SplitArguments {
  std::string folder, output;
  std::vector<std::string> parts;
  std::vector<std::string> from;
  std::string rest = "train";
};

int run_split(const SplitArguments& arguments) {
  AnnotatedDataset dataset = read_dataset_folder(arguments.folder, reading_progress());
  std::vector<SplitPart> parts;
  for (const auto& text : arguments.parts) parts.push_back(parse_split_part(text));
  split_by_hash(dataset.images, arguments.from, parts, arguments.rest);
  const std::filesystem::path own = std::filesystem::path(arguments.folder) / kAnnotationFileName;
  const std::filesystem::path file =
      arguments.output.empty() ? own : std::filesystem::path(arguments.output);
  write_annotation_file(dataset, file);
  for (const auto& split : count_statistics(dataset).splits) {
    std::cout << split.split << " " << split.images << "\n";
  }
  std::cout << "written: " << file.string() << "\n";
  return 0;
}

}  // namespace

void add_dataset_split_command(CLI::App& dataset, int& exit_code) {
  auto arguments = std::make_shared<SplitArguments>();
  CLI::App* command = dataset.add_subcommand(
      "split", "divide into parts by a hash of the file names: the same pictures, the same parts");
  command->add_option("folder", arguments->folder, "data set folder of the own format")->required();
  command
      ->add_option("--part", arguments->parts,
                   "NAME=IMAGES or NAME=FRACTION such as val=0.1; may be repeated")
      ->required();
  command->add_option("--rest", arguments->rest, "split of all other images")
      ->capture_default_str();
  command->add_option("--of", arguments->from, "divide only images of these splits (default: all)");
  command->add_option("--output", arguments->output,
                      "annotation file to write (default: replace the folder's own)");
  command->callback([arguments, &exit_code] { exit_code = run_split(*arguments); });
}

}  // namespace hoi
