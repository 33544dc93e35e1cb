#include "model/imported_weights.h"

#include <array>
#include <map>
#include <optional>
#include <utility>

#include <ATen/Functions.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/utils.h>

#include "base/error.h"
#include "model/imported_adaptation.h"
#include "model/imported_arrays.h"
#include "model/imported_conventions.h"
#include "model/imported_layout.h"
#include "model/imported_names.h"
#include "model/tensor_file.h"
#include "weights/weight_file.h"
#include "weights/weight_source.h"

namespace hoi {
namespace {

bool has_ending(const std::string& name, const std::string& ending) {
  return name.size() >= ending.size() &&
         name.compare(name.size() - ending.size(), ending.size(), ending) == 0;
}

bool is_of_detector(const std::string& target) { return target.rfind("recognition", 0) != 0; }

/// Collects what goes where; nothing is changed before apply().
class Importer {
 public:
  Importer(HoiCascadeImpl& network, ImportedArrays& arrays, WeightLayout layout, std::string file)
      : network_(network), arrays_(arrays), layout_(layout), file_(std::move(file)) {}

  void plan() {
    for (const auto& [target, tensor] : state_of(network_)) {
      if (is_of_detector(target)) plan_tensor(target, tensor);
    }
    check_trunk();
  }

  void apply() const {
    torch::NoGradGuard no_gradient;
    for (const PlannedCopy& copy : copies_) {
      torch::Tensor target = copy.target;
      if (copy.record == nullptr) {
        target.fill_(copy.constant);
      } else {
        target.copy_(copy.array());
      }
    }
  }

  std::vector<ImportedTensor> filled;
  std::vector<FreshTensor> fresh;

 private:
  /// What a tensor will get. The array is made twice, to be checked and to be copied, so that the
  /// whole file is never held a second time.
  struct PlannedCopy {
    torch::Tensor target;
    const TensorRecord* record = nullptr;
    double constant = 0;  ///< where there is no record
    Adaptation adaptation = Adaptation::kNone;
    AdaptationContext context;

    torch::Tensor array() const {
      return adapted(to_tensor(*record).to(torch::kFloat32), adaptation, context);
    }
  };

  /// Half a trunk is no trunk: neither tensors without an array nor arrays without a tensor.
  void check_trunk() const {
    for (const FreshTensor& tensor : fresh) {
      if (tensor.target.rfind("backbone.", 0) == 0) fail_trunk(tensor.reason);
    }
    for (const std::string& name : arrays_.unused()) {
      if (name.rfind(trunk_layer_prefix(layout_), 0) == 0) {
        fail_trunk(fmt::format("the network has no place for {}", shown_text(name)));
      }
    }
  }

  [[noreturn]] void fail_trunk(const std::string& reason) const {
    throw InputError(fmt::format(
        "{}: its trunk is another one: {}; set network.backbone.kind to that of the file", file_,
        reason));
  }

  void plan_tensor(const std::string& target, const torch::Tensor& tensor) {
    const auto rule = import_rule(layout_, target, network_.options().backbone.batch_norm_epsilon);
    if (!rule) {
      fresh.push_back({target, fmt::format("a {} has no such part", weight_layout_name(layout_))});
    } else if (rule->constant) {
      copies_.push_back({tensor, nullptr, *rule->constant, Adaptation::kNone, {}});
      filled.push_back({target, fmt::format("(always {:g})", *rule->constant)});
    } else {
      plan_copy(target, tensor, *rule);
    }
  }

  void plan_copy(const std::string& target, const torch::Tensor& tensor, const ImportRule& rule) {
    const auto [name, record] = arrays_.take(rule.sources);
    if (record == nullptr) {
      fresh.push_back({target, "the file has no " + rule.sources.front()});
      return;
    }
    check_numbers(name, *record);
    const PlannedCopy copy{tensor, record, 0, rule.adaptation, context_of(target)};
    const auto array = copy.array();
    if (array.sizes() != tensor.sizes()) {
      const auto reason = reason_of_other_rows(target, array, tensor);
      if (!reason) fail_shape(name, *record, target, tensor);
      fresh.push_back({target, *reason});
      arrays_.give_back(name);
      return;
    }
    if (!torch::isfinite(array).all().item<bool>()) {
      throw InputError(fmt::format("{}: array {} holds numbers that are not finite", file_, name));
    }
    copies_.push_back(copy);
    filled.push_back({target, name});
  }

  /// Why rows of classes cannot be taken; nothing when the shapes differ in something else.
  std::optional<std::string> reason_of_other_rows(const std::string& target,
                                                  const torch::Tensor& array,
                                                  const torch::Tensor& tensor) const {
    if (array.dim() != tensor.dim() || array.dim() == 0 ||
        array.sizes().slice(1) != tensor.sizes().slice(1)) {
      return std::nullopt;
    }
    const bool is_of_classes = target.find(".head.classes.") != std::string::npos ||
                               target.find(".predict.") != std::string::npos;
    if (is_of_classes) {
      return fmt::format("the file has {} classes, the network {}", array.size(0) - 1,
                         tensor.size(0) - 1);
    }
    if (target.find(".head.deltas.") != std::string::npos && array.size(0) % 4 == 0) {
      return fmt::format("box deltas of {} classes cannot become class-agnostic ones",
                         array.size(0) / 4);
    }
    return std::nullopt;
  }

  void check_numbers(const std::string& name, const TensorRecord& record) const {
    const bool is_floating =
        record.type == TensorType::kFloat32 || record.type == TensorType::kFloat64 ||
        record.type == TensorType::kFloat16 || record.type == TensorType::kBFloat16;
    if (!is_floating) {
      throw InputError(
          fmt::format("{}: array {} holds whole numbers, expected weights", file_, name));
    }
  }

  [[noreturn]] void fail_shape(const std::string& name, const TensorRecord& record,
                               const std::string& target, const torch::Tensor& tensor) const {
    throw InputError(fmt::format(
        "{}: array {} has shape [{}], which does not fit into {} of shape [{}]; is it of another "
        "trunk or another width?",
        file_, name, fmt::join(record.shape, ", "), target, fmt::join(tensor.sizes(), ", ")));
  }

  AdaptationContext context_of(const std::string& target) const {
    const RegionProposalOptions& proposals = network_.options().proposals;
    return {stage_of(target), has_ending(target, ".bias"), proposals.anchor_scale,
            proposals.anchor_ratios};
  }

  static std::int64_t stage_of(const std::string& target) {
    const std::string prefix = "localization";
    return target.rfind(prefix, 0) == 0 ? target.at(prefix.size()) - '0' : 0;
  }

  HoiCascadeImpl& network_;
  ImportedArrays& arrays_;
  WeightLayout layout_;
  std::string file_;
  std::vector<PlannedCopy> copies_;
};

/// detectron2 may keep the pixels' mean and deviation beside the weights.
void read_pixels(ImportedArrays& arrays, PixelConvention& pixels) {
  const auto read = [&](const char* key, std::array<double, 3>& numbers) {
    const TensorRecord* record = arrays.take({key}).second;
    if (record == nullptr) return;
    const auto values = to_tensor(*record).to(torch::kFloat64).flatten();
    if (values.numel() != static_cast<int64_t>(numbers.size())) return;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      numbers[i] = values[static_cast<int64_t>(i)].item<double>();
    }
  };
  read("pixel_mean", pixels.mean);
  read("pixel_std", pixels.deviation);
}

/// A trunk of Keras or TensorFlow: everything else of the detector stays fresh.
ImportReport trunk_report(const HoiCascadeImpl& network, PretrainedReport trunk,
                          const std::string& format) {
  ImportReport report;
  report.format = format;
  report.layout = trunk.package;
  report.pixels = trunk.pixels;
  report.unused = std::move(trunk.unused);
  for (const auto& [target, tensor] : state_of(network)) {
    if (target.rfind("backbone.", 0) == 0) {
      report.filled.push_back({target, "(from the package)"});
    } else if (is_of_detector(target)) {
      report.fresh.push_back({target, "the package holds a trunk only"});
    }
  }
  return report;
}

ImportReport import_keras_names(HoiCascadeImpl& network, const WeightFile& file,
                                const std::string& name) {
  std::map<std::string, torch::Tensor> arrays;
  for (const TensorRecord& record : file.tensors()) {
    if (record.type == TensorType::kFloat32) arrays[record.name] = to_tensor(record);
  }
  return trunk_report(network,
                      fill_pretrained_backbone(network.backbone(), network.options().backbone,
                                               std::move(arrays), name),
                      weight_format_name(file.format()));
}

}  // namespace

ImportReport import_weights(HoiCascadeImpl& network, const std::filesystem::path& source,
                            const ImportOptions& options) {
  const CascadeOptions& network_options = network.options();
  if (std::filesystem::is_directory(source)) {
    return trunk_report(
        network, load_pretrained_backbone(network.backbone(), network_options.backbone, source),
        "TensorFlow.js");
  }
  const std::string name = source.string();
  const WeightFile file = WeightFile::read(source);
  ImportedArrays arrays(file.tensors());
  const WeightLayout layout = recognise_layout(arrays.names(), name);
  if (layout == WeightLayout::kKerasResNet50 || layout == WeightLayout::kSsdMobileNetV2) {
    return import_keras_names(network, file, name);
  }
  if (network_options.backbone.normalization != Normalization::kFrozenBatch) {
    throw InputError(fmt::format(
        "{}: these weights need network.backbone.normalization = \"frozen_batch\"; set it in the "
        "configuration",
        name));
  }
  ImportConventions conventions =
      conventions_of(layout, network_options.backbone.kind, file.text("meta.config"));
  read_pixels(arrays, conventions.pixels);
  if (options.check_conventions) check_conventions(conventions, layout, network_options, name);
  Importer importer(network, arrays, layout, name);
  importer.plan();
  importer.apply();
  return {weight_format_name(file.format()), weight_layout_name(layout), conventions.pixels,
          std::move(importer.filled),        std::move(importer.fresh),  arrays.unused()};
}

}  // namespace hoi
