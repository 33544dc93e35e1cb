// hoi detect SOURCE... [--model NAME|FILE] [--json FILE|-] [--draw DIR] [--top N] [--min-score S]
//            [--masks] [--faces none|haar|FILE] [--device cpu|cuda:0|auto]
//            [--predictions P --format M]
// Finds the <human, verb, object> triplets of pictures: a table, drawn pictures, or JSON.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/face_option.h"
#include "cli/findings_report.h"
#include "cli/image_sources.h"
#include "cli/model_location.h"
#include "cli/named_choice.h"
#include "data/image_io.h"
#include "datasets/prediction_file.h"
#include "inference/drawing.h"
#include "inference/model_package.h"
#include "inference/predictor.h"
#include "inference/result_json.h"
#include "inference/result_table.h"

namespace hoi {
namespace {

struct DetectArguments {
  std::vector<std::string> sources;
  std::string model = kDefaultModel;
  std::string json;
  std::string draw;
  std::size_t top = 20;
  double min_score = 0.05;
  bool masks = false;
  std::string faces;
  std::string device = "auto";
  std::string predictions;
  std::optional<OfficialMetric> format;
};

/// Where the results of a call go; JSON is collected and written whole, so that a file is never
/// half a result.
class Output {
 public:
  Output(const DetectArguments& arguments, bool is_batch)
      : arguments_(arguments), is_batch_(is_batch), quiet_(arguments.json == "-") {
    if (!arguments.draw.empty()) {
      draw_folder_ = arguments.draw;
    } else if (arguments.json.empty()) {
      draw_folder_ = "hoi-results";
    }
    std::error_code error;
    if (!draw_folder_.empty()) std::filesystem::create_directories(draw_folder_, error);
    if (error) {
      throw InputError(
          fmt::format("{}: cannot create this folder: {}", draw_folder_.string(), error.message()));
    }
  }

  void add(const Image& image, const TimedResult& timed, const ModelPackage& package) {
    const auto& result = timed.result;
    if (!arguments_.json.empty()) add_json(timed, package);
    std::filesystem::path drawn;
    if (!draw_folder_.empty()) {
      DrawingOptions drawing;
      drawing.max_pairs = arguments_.top;
      const auto picture = draw_result(image.bgr, result, package.vocabulary, drawing);
      drawn = draw_folder_ / (std::filesystem::path(result.file).stem().string() + ".png");
      write_image(drawn, picture);
    }
    if (quiet_) return;
    ResultTableOptions table;
    table.color = terminal_shows_colors(STDOUT_FILENO);
    table.max_rows = arguments_.top;
    std::cout << format_result_table(result, package.vocabulary, table);
    if (!drawn.empty()) std::cout << "  drawn: " << drawn.string() << "\n";
    std::cout << std::flush;
  }

  void finish() {
    if (!arguments_.json.empty() && arguments_.json != "-") {
      write_file_atomically(arguments_.json, lines_);
    }
  }

 private:
  void add_json(const TimedResult& timed, const ModelPackage& package) {
    const auto& timing = timed.timing;
    const auto json =
        result_to_json(timed.result, package.vocabulary, {package.provenance.name, package.sha256},
                       {{"prepare", timing.prepare_ms},
                        {"faces", timing.faces_ms},
                        {"network", timing.network_ms}});
    const std::string text = dump_result(json, is_batch_ ? -1 : 2) + "\n";
    if (quiet_) {
      std::cout << text << std::flush;
    } else {
      lines_ += text;
    }
  }

  const DetectArguments& arguments_;
  bool is_batch_;
  bool quiet_;
  std::filesystem::path draw_folder_;
  std::string lines_;
};

/// Keeps what a person wants to see; interactions are sorted by score.
void keep_best(ImageResult& result, const DetectArguments& arguments) {
  auto& found = result.interactions;
  const auto weak = std::find_if(found.begin(), found.end(), [&](const auto& interaction) {
    return double{interaction.score} < arguments.min_score;
  });
  found.erase(weak, found.end());
  if (found.size() > arguments.top) found.resize(arguments.top);
}

/// An official prediction file of everything that was found, for a test server or `hoi score`.
void write_official_predictions(const std::vector<ImageResult>& results,
                                const Vocabulary& vocabulary, const DetectArguments& arguments) {
  std::vector<ImageAnnotation> images;
  for (const auto& result : results) {
    ImageAnnotation image;
    image.id = static_cast<std::int64_t>(images.size()) + 1;
    image.file_name = result.file;
    image.width = result.width;
    image.height = result.height;
    images.push_back(image);
  }
  DatasetFindings findings;
  write_predictions(*arguments.format, results, vocabulary, images, arguments.predictions,
                    findings);
  report_findings(findings, "");
}

void check_prediction_options(const DetectArguments& arguments) {
  if (arguments.predictions.empty() != !arguments.format.has_value()) {
    throw InputError("--predictions and --format belong together: where, and in whose format");
  }
}

int run_detect(const DetectArguments& arguments) {
  check_prediction_options(arguments);
  const ImageSources sources = expand_image_sources(arguments.sources);
  PredictorOptions options;
  options.device = arguments.device;
  options.masks = arguments.masks;
  // Metrics count every scored triplet; people see those above their threshold.
  options.min_interaction_score = arguments.format ? 0 : arguments.min_score;
  ModelPackage package = read_model_package(find_model(arguments.model));
  apply_face_option(arguments.faces, package.config.faces);
  Predictor predictor(std::move(package), options);
  Output output(arguments, sources.is_batch);
  int exit_code = 0;
  std::vector<ImageResult> all;
  for (const auto& file : sources.files) {
    try {
      const Image image = read_image(file);
      TimedResult timed = predictor.predict(image, file.string());
      if (arguments.format) all.push_back(timed.result);
      keep_best(timed.result, arguments);
      output.add(image, timed, predictor.package());
    } catch (const InputError& error) {
      if (!sources.is_batch) throw;
      std::cerr << "hoi: " << error.what() << " (skipped)\n";
      exit_code = 2;
    }
  }
  output.finish();
  if (arguments.format) {
    write_official_predictions(all, predictor.package().vocabulary, arguments);
  }
  return exit_code;
}

}  // namespace

void add_detect_command(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<DetectArguments>();
  CLI::App* command = app.add_subcommand("detect", "find the triplets of photographs");
  command->add_option("source", arguments->sources, "picture files, folders or glob patterns")
      ->required();
  command->add_option("--model", arguments->model, "shipped model by name, or a model file")
      ->capture_default_str();
  command->add_option("--json", arguments->json,
                      "write JSON to this file, or - for standard output (one line per picture for "
                      "folders); pictures are then drawn only with --draw");
  command->add_option("--draw", arguments->draw,
                      "folder for drawn pictures (default: hoi-results)");
  command->add_option("--top", arguments->top, "at most this many interactions per picture")
      ->capture_default_str();
  command
      ->add_option("--min-score", arguments->min_score, "leave out interactions below this score")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 1.0));
  command->add_flag("--masks", arguments->masks,
                    "masks of the instances in JSON, drawings and prediction files; needs a model "
                    "with mask heads");
  command->add_option("--faces", arguments->faces, kFaceOptionHelp);
  command->add_option("--device", arguments->device, "cpu, cuda:0 or auto")->capture_default_str();
  command->add_option("--predictions", arguments->predictions,
                      "write every scored triplet as an official prediction file (pic: a folder)");
  add_optional_choice(*command, "--format", arguments->format, official_metrics(),
                      "whose prediction format");
  command->callback([arguments, &exit_code] { exit_code = run_detect(*arguments); });
}

}  // namespace hoi
