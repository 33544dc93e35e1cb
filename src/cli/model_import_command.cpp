// hoi model import WEIGHTS CONFIG [key=value ...] --out MODEL [--partial] [--list]
// Fills the detector of an experiment's network with weights of torchvision, detectron2, Detectron,
// mmdetection, Keras or TensorFlow.js and writes a model to start training from.
#include "cli/model_import_command.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text_table.h"
#include "formats/printable_text.h"
#include "model/imported_weights.h"
#include "model/tensor_file.h"
#include "training/trainer.h"

namespace hoi {
namespace {

struct ImportArguments {
  std::string weights, config, out;
  std::vector<std::string> assignments;
  bool partial = false, list = false, ignore_conventions = false;
};

/// The experiment's network with random weights, whatever it would start from in training.
ModelPackage build_fresh_package(ExperimentOptions experiment) {
  experiment.training.initial_model.clear();
  experiment.training.pretrained_backbone.clear();
  const TrainingDataset dataset(experiment.data.train, experiment.model.input);
  return build_initial_package(experiment, dataset);
}

bool is_near(const std::vector<double>& numbers, const std::array<double, 3>& wanted) {
  constexpr double kTolerance = 1e-3;  // of numbers that a file may hold in single precision
  if (numbers.size() != wanted.size()) return false;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!(std::abs(numbers[i] - wanted[i]) <= kTolerance)) return false;
  }
  return true;
}

void check_pixels(const ImportArguments& arguments, const ImportReport& report,
                  const ImageTransformOptions& input) {
  const PixelConvention& pixels = report.pixels;
  const std::string order = input.color_order == ColorOrder::kRgb ? "rgb" : "bgr";
  const auto require = [&](bool is_met, const std::string& setting) {
    if (is_met) return;
    throw InputError(fmt::format("{}: weights of a {} need input.{}; set it in the configuration",
                                 arguments.weights, report.layout, setting));
  };
  require(order == pixels.color_order, fmt::format("color_order = \"{}\"", pixels.color_order));
  require(is_near(input.mean, pixels.mean),
          fmt::format("mean = [{:.6g}]", fmt::join(pixels.mean, ", ")));
  require(is_near(input.deviation, pixels.deviation),
          fmt::format("deviation = [{:.6g}]", fmt::join(pixels.deviation, ", ")));
}

/// "localization1" of "localization1.head.deltas.bias".
std::string part_of_tensor(const std::string& name) { return name.substr(0, name.find('.')); }

std::string counts_table(const ImportReport& report, const HoiCascade& network) {
  std::vector<std::string> parts;
  std::map<std::string, std::pair<int, int>> counts;
  for (const auto& [name, tensor] : state_of(*network)) {
    const std::string part = part_of_tensor(name);
    if (part.rfind("recognition", 0) == 0) continue;
    if (counts.emplace(part, std::pair(0, 0)).second) parts.push_back(part);
  }
  for (const ImportedTensor& tensor : report.filled) ++counts[part_of_tensor(tensor.target)].first;
  for (const FreshTensor& tensor : report.fresh) ++counts[part_of_tensor(tensor.target)].second;
  TextTable table({"part", "filled", "fresh"});
  for (const std::string& part : parts) {
    table.add_row({part, std::to_string(counts[part].first), std::to_string(counts[part].second)});
  }
  table.add_row(
      {"detector", std::to_string(report.filled.size()), std::to_string(report.fresh.size())});
  return table.text();
}

/// A titled list of lines, cut after some unless all are wanted.
void print_lines(const std::string& title, const std::vector<std::string>& lines, bool all) {
  constexpr std::size_t kShown = 10;
  if (lines.empty()) return;
  std::cout << fmt::format("\n{} ({}):\n", title, lines.size());
  const std::size_t shown = all ? lines.size() : std::min(lines.size(), kShown);
  for (std::size_t i = 0; i < shown; ++i) std::cout << "  " << lines[i] << "\n";
  if (shown < lines.size()) {
    std::cout << fmt::format("  ... and {} more; --list names all\n", lines.size() - shown);
  }
}

bool fills(const ImportReport& report, const std::string& part) {
  return std::any_of(report.filled.begin(), report.filled.end(), [&](const ImportedTensor& tensor) {
    return part_of_tensor(tensor.target) == part;
  });
}

void print_report(const ImportArguments& arguments, const ImportReport& report,
                  const HoiCascade& network) {
  std::cout << fmt::format("{}: {}, {}\n\n", arguments.weights, report.format, report.layout)
            << counts_table(report, network);
  if (network->options().stages > 1 && fills(report, "localization1") &&
      !fills(report, "localization2")) {
    std::cout << "\nThe file has one detector stage; it became stage 1 of the cascade.\n";
  }
  std::vector<std::string> fresh, unused, filled;
  for (const FreshTensor& tensor : report.fresh) {
    fresh.push_back(fmt::format("{}: {}", tensor.target, tensor.reason));
  }
  for (const std::string& name : report.unused) unused.push_back(printable(name));
  for (const ImportedTensor& tensor : report.filled) {
    filled.push_back(fmt::format("{} <- {}", tensor.target, tensor.source));
  }
  if (arguments.list) print_lines("filled", filled, true);
  print_lines("fresh, because the file has nothing for them", fresh, arguments.list);
  print_lines("in the file, but without a place in the network", unused, arguments.list);
  std::cout << std::flush;
}

/// In full precision: this is where training starts, not what a user runs.
void write_initial_model(const std::string& path, const ModelPackage& package) {
  write_file_atomically(path, encode_tensors(state_of(*package.network),
                                             package_metadata(package.config, package.vocabulary,
                                                              package.provenance)));
}

int import_model(const ImportArguments& arguments) {
  const ExperimentOptions experiment = read_experiment(arguments.config, arguments.assignments);
  ModelPackage package = build_fresh_package(experiment);
  ImportOptions options;
  options.check_conventions = !arguments.ignore_conventions;
  const ImportReport report = import_weights(*package.network, arguments.weights, options);
  if (options.check_conventions) check_pixels(arguments, report, package.config.input);
  print_report(arguments, report, package.network);
  if (!report.fresh.empty() && !arguments.partial) {
    throw InputError(fmt::format(
        "{}: {} of the {} tensors of the detector are not in it; nothing was written, --partial "
        "lets them start fresh",
        arguments.weights, report.fresh.size(), report.fresh.size() + report.filled.size()));
  }
  package.provenance.training_data =
      fmt::format("nothing yet; the detector begins with {} ({})",
                  std::filesystem::path(arguments.weights).filename().string(), report.layout);
  package.provenance.licence = "that of the imported weights";
  write_initial_model(arguments.out, package);
  return 0;
}

}  // namespace

void add_model_import_command(CLI::App& model_command, int& exit_code) {
  auto arguments = std::make_shared<ImportArguments>();
  CLI::App* command = model_command.add_subcommand(
      "import", "fill a network's detector with weights of another program");
  command
      ->add_option("weights", arguments->weights,
                   "file (.pth, .pkl, .safetensors, .npz) or folder of a TensorFlow.js model")
      ->required();
  command->add_option("config", arguments->config, "configuration file (TOML) of the experiment")
      ->required();
  command->add_option("assignments", arguments->assignments,
                      "settings that replace those of the file, as section.key=value");
  command->add_option("--out", arguments->out, "model file to write, for training.initial_model")
      ->required();
  command->add_flag("--partial", arguments->partial,
                    "parts of the detector that the file lacks may start fresh");
  command->add_flag("--list", arguments->list, "name every tensor, filled, fresh or unused");
  command->add_flag("--ignore-conventions", arguments->ignore_conventions,
                    "take the configuration's word for pixels, strides, RoIs and anchors");
  command->callback([arguments, &exit_code] { exit_code = import_model(*arguments); });
}

}  // namespace hoi
