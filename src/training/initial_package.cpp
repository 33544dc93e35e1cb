#include <set>

#include <ATen/Functions.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/utils.h>

#include "base/error.h"
#include "domain/verb_prior.h"
#include "model/pretrained_weights.h"
#include "training/trainer.h"

namespace hoi {
namespace {

torch::Tensor prior_of(const TrainingDataset& dataset) {
  const auto rates = count_verb_prior(dataset.vocabulary(), dataset.annotations());
  const auto verbs = static_cast<int64_t>(dataset.vocabulary().verbs.size());
  auto prior = torch::zeros({static_cast<int64_t>(rates.size()), verbs});
  auto cells = prior.accessor<float, 2>();
  for (std::size_t object = 0; object < rates.size(); ++object) {
    for (std::size_t verb = 0; verb < rates[object].size(); ++verb) {
      cells[static_cast<int64_t>(object)][static_cast<int64_t>(verb)] = rates[object][verb];
    }
  }
  return prior;
}

/// A trunk fed with pixels of another convention still trains, badly and without a word; so it is
/// refused here.
void check_pixel_convention(const ImageTransformOptions& input, const PretrainedReport& report) {
  const PixelConvention& pixels = report.pixels;
  const std::string order = input.color_order == ColorOrder::kRgb ? "rgb" : "bgr";
  const std::vector<double> mean(pixels.mean.begin(), pixels.mean.end());
  const std::vector<double> deviation(pixels.deviation.begin(), pixels.deviation.end());
  if (order != pixels.color_order || input.mean != mean || input.deviation != deviation) {
    throw InputError(fmt::format(
        "training.pretrained_backbone: {} wants input.color_order = \"{}\", "
        "input.mean = [{}], input.deviation = [{}]",
        report.package, pixels.color_order, fmt::join(mean, ", "), fmt::join(deviation, ", ")));
  }
}

/// Parts of the file that the network does without: stages beyond its T, mask heads.
std::vector<std::string> parts_without_place(const HoiCascade& network,
                                             const SafetensorsFile& file) {
  std::set<std::string> own, foreign;
  for (const auto& part : network->named_children()) own.insert(part.key() + ".");
  for (const auto& record : file.tensors()) {
    const auto dot = record.name.find('.');
    if (dot == std::string::npos) continue;
    const std::string part = record.name.substr(0, dot + 1);
    if (own.count(part) == 0) foreign.insert(part);
  }
  return {foreign.begin(), foreign.end()};
}

void load_initial_model(ModelPackage& package, const TrainingOptions& training) {
  const SafetensorsFile file = SafetensorsFile::read(training.initial_model);
  std::vector<std::string> ignored{"training/"};
  if (training.initial_parts == InitialParts::kLocalization) {
    ignored = parts_without_place(package.network, file);
    ignored.insert(ignored.end(), {"training/", "recognition"});
  }
  load_state(*package.network, file, training.initial_model, {}, ignored);
}

}  // namespace

ModelPackage build_initial_package(const ExperimentOptions& experiment,
                                   const TrainingDataset& dataset) {
  torch::manual_seed(static_cast<uint64_t>(experiment.seed));
  ModelPackage package;
  package.config = experiment.model;
  package.vocabulary = dataset.vocabulary();
  package.provenance.name = experiment.name;
  package.provenance.training_data = experiment.training_data;
  package.provenance.licence = experiment.licence;
  package.network = HoiCascade(experiment.model.network, package.vocabulary, prior_of(dataset));
  const auto& training = experiment.training;
  if (!training.pretrained_backbone.empty()) {
    check_pixel_convention(
        experiment.model.input,
        load_pretrained_backbone(package.network->backbone(), experiment.model.network.backbone,
                                 training.pretrained_backbone));
  }
  if (!training.initial_model.empty()) load_initial_model(package, training);
  return package;
}

}  // namespace hoi
