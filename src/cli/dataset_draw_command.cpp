// hoi dataset draw DIR --output DIR [--layout L] [--split S] [--limit N]
// Draws annotations on their pictures, so that a person can look whether they are right.
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <CLI/App.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/progress.h"
#include "cli/dataset_commands.h"
#include "cli/findings_report.h"
#include "data/image_io.h"
#include "inference/annotation_drawing.h"

namespace hoi {
namespace {

struct DrawArguments {
  DatasetArguments dataset;
  std::vector<std::string> splits;
  std::string output;
  std::size_t limit = 100;
};

void create_draw_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw InputError(
        fmt::format("{}: cannot create this folder: {}", folder.string(), error.message()));
  }
}

int run_draw(const DrawArguments& arguments) {
  DatasetFindings findings(arguments.dataset.strict);
  const AnnotatedDataset dataset = read_named_dataset(arguments.dataset, findings);
  report_findings(findings, arguments.dataset.report);
  auto images = images_of_splits(dataset, arguments.splits);
  if (images.empty()) throw InputError(arguments.dataset.folder + ": no image in these splits");
  if (images.size() > arguments.limit) images.resize(arguments.limit);
  create_draw_folder(arguments.output);
  Progress progress("drawing", static_cast<std::int64_t>(images.size()));
  std::int64_t done = 0;
  for (const auto& image : images) {
    const Image picture = read_image(dataset.image_folder / image.file_name);
    const std::string name = std::filesystem::path(image.file_name).stem().string();
    write_image(std::filesystem::path(arguments.output) / (name + ".png"),
                draw_annotation(picture.bgr, image, dataset.vocabulary));
    progress.update(++done);
  }
  std::cout << fmt::format("{} pictures in {}\n", done, arguments.output);
  return 0;
}

}  // namespace

void add_dataset_draw_command(CLI::App& dataset, int& exit_code) {
  auto arguments = std::make_shared<DrawArguments>();
  CLI::App* command = dataset.add_subcommand("draw", "draw annotations on their pictures");
  add_dataset_arguments(*command, arguments->dataset);
  command->add_option("--output", arguments->output, "folder for the drawn pictures")->required();
  command->add_option("--split", arguments->splits, "splits to draw (default: all)");
  command->add_option("--limit", arguments->limit, "at most this many pictures")
      ->capture_default_str();
  command->callback([arguments, &exit_code] { exit_code = run_draw(*arguments); });
}

}  // namespace hoi
