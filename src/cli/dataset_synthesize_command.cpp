// hoi dataset synthesize OUT --images N [--seed S] [--size WxH] [--layout L]: draws a data set.
#include <charconv>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <system_error>

#include <CLI/App.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/progress.h"
#include "cli/dataset_commands.h"
#include "cli/findings_report.h"
#include "cli/named_choice.h"
#include "datasets/dataset_conversion.h"
#include "scene/scene_translation.h"
#include "scene/synthetic_dataset.h"

namespace hoi {
namespace {

struct SynthesizeArguments {
  std::string folder;
  std::string size = "256x192";
  DatasetLayout layout = DatasetLayout::kHoi;
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

void draw_scenes(const std::filesystem::path& folder, const SyntheticDatasetOptions& options) {
  Progress progress("drawing", options.images);
  write_synthetic_dataset(folder, options, [&](int done) { progress.update(done); });
}

/// Draws in the own format beside the target and converts: every layout shows the same scenes.
void draw_scenes_in_layout(const SynthesizeArguments& arguments) {
  const std::filesystem::path own = arguments.folder + ".scenes";
  if (std::filesystem::exists(own)) {
    throw InputError(own.string() + ": is needed for a moment, but exists; remove it first");
  }
  struct Remover {
    std::filesystem::path folder;
    ~Remover() {
      std::error_code ignored;
      std::filesystem::remove_all(folder, ignored);
    }
  } remover{own};
  draw_scenes(own, arguments.options);
  DatasetConversionOptions conversion;
  conversion.to = arguments.layout;
  conversion.words = scene_translation(arguments.layout);
  DatasetFindings findings;
  convert_dataset(own, arguments.folder, conversion, {{}, {}, findings}, {});
  report_findings(findings, "");
}

int run_synthesize(SynthesizeArguments& arguments) {
  parse_size(arguments.size, arguments.options.scene);
  if (arguments.layout == DatasetLayout::kHoi) {
    draw_scenes(arguments.folder, arguments.options);
  } else {
    draw_scenes_in_layout(arguments);
  }
  std::cout << fmt::format("{} images in {}\n", arguments.options.images, arguments.folder);
  return 0;
}

}  // namespace

void add_dataset_synthesize_command(CLI::App& dataset, int& exit_code) {
  auto arguments = std::make_shared<SynthesizeArguments>();
  SyntheticDatasetOptions& options = arguments->options;
  CLI::App* app = dataset.add_subcommand("synthesize", "draw scenes with exact annotations");
  app->add_option("out", arguments->folder, "folder to write")->required();
  app->add_option("--images", options.images, "number of images")
      ->required()
      ->check(CLI::PositiveNumber);
  add_choice(*app, "--layout", arguments->layout, dataset_layouts(), "how to lay the folder out");
  app->add_option("--seed", options.seed, "the same seed gives the same bytes")
      ->capture_default_str();
  app->add_option("--size", arguments->size, "WIDTHxHEIGHT in pixels")->capture_default_str();
  app->add_option("--val", options.val_fraction, "part of the images in the split val")
      ->capture_default_str();
  app->add_option("--test", options.test_fraction, "part of the images in the split test")
      ->capture_default_str();
  app->add_option("--min-people", options.scene.min_people, "at least this many people")
      ->capture_default_str();
  app->add_option("--max-people", options.scene.max_people,
                  "at most this many people, up to 12; give crowds wide pictures, 640x240 for 8")
      ->capture_default_str();
  app->add_option("--max-loose-objects", options.scene.max_loose_objects,
                  "at most this many things that nobody uses")
      ->capture_default_str();
  app->callback([arguments, &exit_code] { exit_code = run_synthesize(*arguments); });
}

}  // namespace hoi
