// hoi dataset synthesize OUT --images N [--seed S] [--size WxH]   draws a data set
// hoi dataset validate DIR                                        every defect of a data set
// hoi dataset stats DIR                                           what is in a data set
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/progress.h"
#include "cli/command.h"
#include "data/image_io.h"
#include "formats/annotation_file.h"
#include "formats/dataset_statistics.h"
#include "formats/dataset_validation.h"
#include "scene/synthetic_dataset.h"

namespace hoi {
namespace {

struct SynthesizeArguments {
  std::string folder;
  std::string size = "256x192";
  SyntheticDatasetOptions options;
};

/// "256x192" -> width and height.
void parse_size(const std::string& text, SceneOptions& scene) {
  const char* const end = text.data() + text.size();
  const auto width = std::from_chars(text.data(), end, scene.width);
  if (width.ec == std::errc() && width.ptr != end && *width.ptr == 'x') {
    const auto height = std::from_chars(width.ptr + 1, end, scene.height);
    if (height.ec == std::errc() && height.ptr == end) return;
  }
  throw InputError(fmt::format("--size: '{}'; expected WIDTHxHEIGHT such as 256x192", text));
}

int synthesize(SynthesizeArguments& arguments) {
  SyntheticDatasetOptions& options = arguments.options;
  parse_size(arguments.size, options.scene);
  {
    Progress progress("drawing", options.images);
    write_synthetic_dataset(arguments.folder, options, [&](int done) { progress.update(done); });
  }
  std::cout << fmt::format("{} images in {}\n", options.images, arguments.folder);
  return 0;
}

int validate(const std::string& folder) {
  const auto defects = validate_dataset_folder(folder, read_image_size);
  for (const auto& defect : defects) {
    std::cout << (defect.unreadable ? "error: " : "warning: ") << describe(defect) << "\n";
  }
  if (defects.empty()) {
    std::cout << folder << ": no defects\n";
    return 0;
  }
  std::cout << fmt::format("{}: {} defect{}\n", folder, defects.size(),
                           defects.size() == 1 ? "" : "s");
  return 2;
}

int show_statistics(const std::string& folder) {
  const AnnotatedDataset dataset = read_dataset_folder(folder);
  std::cout << statistics_table(count_statistics(dataset), dataset.vocabulary);
  return 0;
}

void add_synthesize(CLI::App& command, int& exit_code) {
  auto arguments = std::make_shared<SynthesizeArguments>();
  SyntheticDatasetOptions& options = arguments->options;
  CLI::App* app = command.add_subcommand("synthesize", "draw scenes with exact annotations");
  app->add_option("out", arguments->folder, "folder to write: annotations.json and images/")
      ->required();
  app->add_option("--images", options.images, "number of images")
      ->required()
      ->check(CLI::PositiveNumber);
  app->add_option("--seed", options.seed, "the same seed gives the same bytes")
      ->capture_default_str();
  app->add_option("--size", arguments->size, "WIDTHxHEIGHT in pixels")->capture_default_str();
  app->add_option("--val", options.val_fraction, "part of the images in the split val")
      ->capture_default_str();
  app->add_option("--test", options.test_fraction, "part of the images in the split test")
      ->capture_default_str();
  app->add_option("--max-people", options.scene.max_people, "at most this many people, 1 to 3")
      ->capture_default_str();
  app->add_option("--max-loose-objects", options.scene.max_loose_objects,
                  "at most this many things that nobody uses")
      ->capture_default_str();
  app->callback([arguments, &exit_code] { exit_code = synthesize(*arguments); });
}

}  // namespace

void add_dataset_command(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("dataset", "make, check and count annotated data sets");
  command->require_subcommand(1);
  add_synthesize(*command, exit_code);

  auto folder = std::make_shared<std::string>();
  CLI::App* check =
      command->add_subcommand("validate", "list every defect with file and id; exit code 2 if any");
  check->add_option("folder", *folder, "folder with annotations.json and images/")->required();
  check->callback([folder, &exit_code] { exit_code = validate(*folder); });
  CLI::App* count = command->add_subcommand("stats", "count images, instances, verbs and pairs");
  count->add_option("folder", *folder, "folder with annotations.json and images/")->required();
  count->callback([folder, &exit_code] { exit_code = show_statistics(*folder); });
}

}  // namespace hoi
