// hoi evaluate --model NAME|FILE --data DIR [--layout L] --split S [--metric M] [--predictions P]
//              [--json FILE|-] [--masks] [--scores network|prior] [--faces none|haar|FILE]
// Measures a model on annotated pictures: mAP_rel with AP per verb, COCO box AP and, if asked, COCO
// mask AP and the official metric of a data set.
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/dataset_commands.h"
#include "cli/face_option.h"
#include "cli/findings_report.h"
#include "cli/model_location.h"
#include "cli/named_choice.h"
#include "cli/scratch_folder.h"
#include "datasets/official_ground_truth.h"
#include "datasets/prediction_file.h"
#include "evaluation/evaluation_report.h"
#include "inference/model_evaluation.h"
#include "training/shared_session.h"

namespace hoi {
namespace {

struct EvaluateArguments {
  std::string model = kDefaultModel;
  DataSourceOptions data;
  std::string json;
  std::string faces;
  std::string device = "auto";
  Scoring scoring = Scoring::kNetwork;
  bool masks = false;
  std::optional<OfficialMetric> metric;
  std::string predictions;
};

/// Scores the results through the files of the metric, as `hoi score` would.
ScoreReport score_officially(const ModelEvaluation& evaluation, const Vocabulary& vocabulary,
                             const EvaluateArguments& arguments) {
  const ScratchFolder scratch;
  DatasetFindings findings;
  const AnnotatedDataset dataset{vocabulary, arguments.data.root, evaluation.images};
  ScoreFiles files = official_ground_truth(
      *arguments.metric,
      {arguments.data.layout, arguments.data.root, arguments.data.splits, dataset}, scratch.path(),
      findings);
  files.predictions = arguments.predictions.empty() ? scratch.path() / "predictions.json"
                                                    : std::filesystem::path(arguments.predictions);
  write_predictions(*arguments.metric, evaluation.results, vocabulary, evaluation.images,
                    files.predictions, findings);
  report_findings(findings, "");
  return score_files(*arguments.metric, files, reading_progress());
}

nlohmann::json evaluation_json(const ModelEvaluation& evaluation, const ModelPackage& package,
                               const EvaluateArguments& arguments) {
  nlohmann::json json = {{"schema", "hoi-evaluation/1"},
                         {"model", {{"name", package.provenance.name}, {"sha256", package.sha256}}},
                         {"data",
                          {{"root", arguments.data.root},
                           {"layout", layout_name(arguments.data.layout)},
                           {"splits", arguments.data.splits},
                           {"images", evaluation.images.size()}}},
                         {"scores", arguments.scoring == Scoring::kPrior ? "prior" : "network"},
                         {"triplets", triplet_json(evaluation.triplets, package.vocabulary)},
                         {"detection", detection_json(evaluation.detection, package.vocabulary)},
                         {"seconds_per_image", evaluation.seconds_per_image}};
  if (evaluation.masks) json["masks"] = detection_json(*evaluation.masks, package.vocabulary);
  return json;
}

void print_tables(const ModelEvaluation& evaluation, const Vocabulary& vocabulary) {
  std::cout << fmt::format("{} pictures, {:.3f} s each\n\n", evaluation.images.size(),
                           evaluation.seconds_per_image)
            << triplet_table(evaluation.triplets, vocabulary) << "\n"
            << detection_table(evaluation.detection, vocabulary);
  if (evaluation.masks) {
    std::cout << "\nmasks\n" << detection_table(*evaluation.masks, vocabulary);
  }
}

/// Tells the other processes when this one fails.
ModelEvaluation evaluate_in_group(const ModelPackage& package, const EvaluateArguments& arguments,
                                  const EvaluationOptions& options) {
  try {
    return evaluate_model(package, {arguments.data}, options);
  } catch (const std::exception& error) {
    options.group->abandon(error.what());
    throw;
  }
}

int run_evaluate(const EvaluateArguments& arguments) {
  if (!arguments.predictions.empty() && !arguments.metric) {
    throw InputError("--predictions: needs --metric, which says in whose format");
  }
  ModelPackage package = read_model_package(find_model(arguments.model));
  apply_face_option(arguments.faces, package.config.faces);
  EvaluationOptions options;
  const WorkerPlace place = read_worker_place();
  WorkerGroup group(place, {});
  options.group = &group;
  options.device = device_of_worker(arguments.device, place);
  options.scoring = arguments.scoring;
  options.masks = arguments.masks;
  options.show_progress = group.is_first();
  const ModelEvaluation evaluation = evaluate_in_group(package, arguments, options);
  if (!group.is_first()) return 0;
  for (const auto& notice : evaluation.notices) std::cerr << "note: " << notice << "\n";
  if (arguments.masks && !evaluation.masks) {
    std::cerr << "note: no instance of these pictures has a mask, so there is no mask AP\n";
  }
  ScoreReport official;
  if (arguments.metric) official = score_officially(evaluation, package.vocabulary, arguments);
  for (const auto& notice : official.notices) std::cerr << "note: " << notice << "\n";
  if (!arguments.json.empty()) {
    nlohmann::json json = evaluation_json(evaluation, package, arguments);
    if (arguments.metric) json["official"] = official.json;
    const std::string text = json.dump(2) + "\n";
    if (arguments.json == "-") {
      std::cout << text;
      return 0;
    }
    write_file_atomically(arguments.json, text);
  }
  print_tables(evaluation, package.vocabulary);
  if (arguments.metric) std::cout << "\n" << official.table;
  return 0;
}

}  // namespace

void add_evaluate_command(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<EvaluateArguments>();
  CLI::App* command = app.add_subcommand("evaluate", "measure a model on annotated pictures");
  command->add_option("--model", arguments->model, "shipped model by name, or a model file")
      ->capture_default_str();
  command->add_option("--data", arguments->data.root, "data set folder (docs/datasets.md)")
      ->required();
  add_choice(*command, "--layout", arguments->data.layout, dataset_layouts(),
             "how the folder is laid out");
  command->add_option("--split", arguments->data.splits, "splits to use (default: all)");
  add_optional_choice(*command, "--metric", arguments->metric, official_metrics(),
                      "score by this official metric too");
  command->add_option("--predictions", arguments->predictions,
                      "keep the official prediction file (pic: folder) of --metric here");
  command->add_option("--json", arguments->json,
                      "write the result as JSON to this file, or - to print it");
  command->add_flag("--masks", arguments->masks,
                    "COCO mask AP too, and masks in the official prediction file; needs a model "
                    "with mask heads");
  command->add_option("--faces", arguments->faces, kFaceOptionHelp);
  command->add_option("--device", arguments->device, "cpu, cuda:0 or auto")->capture_default_str();
  const Choices<Scoring> scorings{{"network", Scoring::kNetwork}, {"prior", Scoring::kPrior}};
  add_choice(*command, "--scores", arguments->scoring, scorings,
             "prior: the same detections scored by verb frequencies alone");
  command->callback([arguments, &exit_code] { exit_code = run_evaluate(*arguments); });
}

}  // namespace hoi
