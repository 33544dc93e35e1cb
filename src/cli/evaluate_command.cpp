// hoi evaluate --model NAME|FILE --data DIR --split S [--json FILE|-] [--scores network|prior]
//              [--faces none|haar|FILE]
// Measures a model on annotated pictures: mAP_rel with AP per verb, and COCO box AP.
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include "base/file.h"
#include "cli/command.h"
#include "cli/face_option.h"
#include "cli/model_location.h"
#include "evaluation/evaluation_report.h"
#include "inference/model_evaluation.h"

namespace hoi {
namespace {

struct EvaluateArguments {
  std::string model = kDefaultModel;
  std::string data;
  std::vector<std::string> splits;
  std::string json;
  std::string faces;
  std::string device = "auto";
  Scoring scoring = Scoring::kNetwork;
};

nlohmann::json evaluation_json(const ModelEvaluation& evaluation, const ModelPackage& package,
                               const EvaluateArguments& arguments) {
  return {{"schema", "hoi-evaluation/1"},
          {"model", {{"name", package.provenance.name}, {"sha256", package.sha256}}},
          {"data",
           {{"root", arguments.data}, {"splits", arguments.splits}, {"images", evaluation.images}}},
          {"scores", arguments.scoring == Scoring::kPrior ? "prior" : "network"},
          {"triplets", triplet_json(evaluation.triplets, package.vocabulary)},
          {"detection", detection_json(evaluation.detection, package.vocabulary)},
          {"seconds_per_image", evaluation.seconds_per_image}};
}

int run_evaluate(const EvaluateArguments& arguments) {
  ModelPackage package = read_model_package(find_model(arguments.model));
  apply_face_option(arguments.faces, package.config.faces);
  EvaluationOptions options;
  options.device = arguments.device;
  options.scoring = arguments.scoring;
  options.show_progress = true;
  const ModelEvaluation evaluation =
      evaluate_model(package, {{arguments.data, arguments.splits, ""}}, options);
  if (!arguments.json.empty()) {
    const std::string text = evaluation_json(evaluation, package, arguments).dump(2) + "\n";
    if (arguments.json == "-") {
      std::cout << text;
      return 0;
    }
    write_file_atomically(arguments.json, text);
  }
  std::cout << fmt::format("{} pictures, {:.3f} s each\n\n", evaluation.images,
                           evaluation.seconds_per_image)
            << triplet_table(evaluation.triplets, package.vocabulary) << "\n"
            << detection_table(evaluation.detection, package.vocabulary);
  return 0;
}

}  // namespace

void add_evaluate_command(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<EvaluateArguments>();
  CLI::App* command = app.add_subcommand("evaluate", "measure a model on annotated pictures");
  command->add_option("--model", arguments->model, "shipped model by name, or a model file")
      ->capture_default_str();
  command->add_option("--data", arguments->data, "data set folder (docs/formats.md)")->required();
  command->add_option("--split", arguments->splits, "splits to use (default: all)");
  command->add_option("--json", arguments->json,
                      "write the result as JSON to this file, or - to print it");
  command->add_option("--faces", arguments->faces, kFaceOptionHelp);
  command->add_option("--device", arguments->device, "cpu, cuda:0 or auto")->capture_default_str();
  const std::map<std::string, Scoring> scorings{{"network", Scoring::kNetwork},
                                                {"prior", Scoring::kPrior}};
  command
      ->add_option("--scores", arguments->scoring,
                   "network, or prior: the same detections scored by verb frequencies alone")
      ->transform(CLI::CheckedTransformer(scorings))
      ->default_str("network");
  command->callback([arguments, &exit_code] { exit_code = run_evaluate(*arguments); });
}

}  // namespace hoi
