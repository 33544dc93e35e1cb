#include "model/imported_names.h"

#include <cstdint>
#include <map>

#include <fmt/format.h>

namespace hoi {
namespace {

using Words = std::vector<std::string>;
using Rule = std::optional<ImportRule>;

/// "layer2.0.reduce" -> {"layer2", "0", "reduce"}.
Words words_of(const std::string& name) {
  Words words{""};
  for (const char letter : name) {
    if (letter == '.') {
      words.emplace_back();
    } else {
      words.back() += letter;
    }
  }
  return words;
}

/// The number behind `prefix` in "localization2"; 0 when the word is another one.
std::int64_t number_behind(const std::string& word, const std::string& prefix) {
  if (word.rfind(prefix, 0) != 0 || word.size() != prefix.size() + 1) return 0;
  const char digit = word.back();
  return digit >= '1' && digit <= '9' ? digit - '0' : 0;
}

/// A unit of the trunk: "stem.norm.bias" or "layer2.0.reduce.conv.weight".
struct UnitTensor {
  bool is_stem = false, is_shortcut = false, is_norm = false;
  std::int64_t layer = 0;
  std::string block, place;  ///< place: of the convolution in its block, "1" to "3"
  std::string tensor;        ///< weight, bias, running_mean, running_var
};

std::optional<UnitTensor> parse_unit(const Words& words) {
  static const std::map<std::string, std::string> kPlaces{{"reduce", "1"}, {"spatial", "2"},
                                                          {"expand", "3"}, {"first", "1"},
                                                          {"second", "2"}, {"shortcut", ""}};
  UnitTensor unit;
  unit.is_stem = words.size() == 4 && words[1] == "stem";
  if (!unit.is_stem) {
    if (words.size() != 6 || kPlaces.count(words[3]) == 0) return std::nullopt;
    unit.layer = number_behind(words[1], "layer");
    unit.block = words[2];
    unit.place = kPlaces.at(words[3]);
    unit.is_shortcut = unit.place.empty();
    if (unit.layer == 0) return std::nullopt;
  }
  unit.is_norm = words[words.size() - 2] == "norm";
  unit.tensor = words.back();
  return unit;
}

/// torchvision's names, which mmdetection took over.
std::string torchvision_unit(const UnitTensor& unit) {
  if (unit.is_stem) return fmt::format("{}1.{}", unit.is_norm ? "bn" : "conv", unit.tensor);
  const std::string block = fmt::format("layer{}.{}", unit.layer, unit.block);
  if (unit.is_shortcut) {
    return fmt::format("{}.downsample.{}.{}", block, unit.is_norm ? 1 : 0, unit.tensor);
  }
  return fmt::format("{}.{}{}.{}", block, unit.is_norm ? "bn" : "conv", unit.place, unit.tensor);
}

std::string detectron2_unit(const UnitTensor& unit) {
  const std::string place = unit.is_stem
                                ? "stem.conv1"
                                : fmt::format("res{}.{}.{}", unit.layer + 1, unit.block,
                                              unit.is_shortcut ? "shortcut" : "conv" + unit.place);
  return fmt::format("{}{}.{}", place, unit.is_norm ? ".norm" : "", unit.tensor);
}

/// Norms of Detectron are a scale and a shift.
ImportRule caffe2_unit(const UnitTensor& unit, double epsilon) {
  ImportRule rule;
  if (unit.tensor == "running_mean") rule.constant = 0;
  if (unit.tensor == "running_var") rule.constant = 1 - epsilon;
  if (rule.constant) return rule;
  const std::string branch =
      unit.is_shortcut ? "1" : "2" + std::string(1, static_cast<char>('a' + unit.place[0] - '1'));
  const std::string place =
      unit.is_stem ? "conv1" : fmt::format("res{}_{}_branch{}", unit.layer + 1, unit.block, branch);
  const std::string ending = !unit.is_norm ? "_w" : (unit.tensor == "weight" ? "_bn_s" : "_bn_b");
  rule.sources = {unit.is_stem && unit.is_norm ? "res_" + place + ending : place + ending};
  return rule;
}

Rule trunk_rule(WeightLayout layout, const Words& words, double epsilon) {
  const auto unit = parse_unit(words);
  if (!unit) return std::nullopt;
  switch (layout) {
    case WeightLayout::kTorchvisionDetector:
      return ImportRule{{"backbone.body." + torchvision_unit(*unit)}, Adaptation::kNone, {}};
    case WeightLayout::kTorchvisionTrunk:
      return ImportRule{{torchvision_unit(*unit)}, Adaptation::kNone, {}};
    case WeightLayout::kMmdetection:
      return ImportRule{{"backbone." + torchvision_unit(*unit)}, Adaptation::kNone, {}};
    case WeightLayout::kDetectron2:
      return ImportRule{{"backbone.bottom_up." + detectron2_unit(*unit)}, Adaptation::kNone, {}};
    case WeightLayout::kCaffe2Trunk:
      return caffe2_unit(*unit, epsilon);
    default:
      return std::nullopt;
  }
}

/// What a part of the detector is called elsewhere; the name of its tensor follows.
struct PartNames {
  Words places;
  Adaptation adaptation = Adaptation::kNone;
};
using Part = std::optional<PartNames>;

/// Both spellings of a head: one of a cascade, and for stage 1 the only one of a detector.
Words stage_spellings(const std::string& head, std::int64_t stage, const std::string& rest) {
  Words spellings{fmt::format("{}.{}.{}", head, stage - 1, rest)};
  if (stage == 1) spellings.push_back(fmt::format("{}.{}", head, rest));
  return spellings;
}

/// The names of before 0.13 and of after.
Part torchvision_part(const std::string& part, std::int64_t stage) {
  static const std::map<std::string, Words> kPlaces{
      {"shared", {"rpn.head.conv.0.0", "rpn.head.conv"}},
      {"objectness", {"rpn.head.cls_logits"}},
      {"proposal_deltas", {"rpn.head.bbox_pred"}},
      {"hidden1", {"roi_heads.box_head.fc6"}},
      {"hidden2", {"roi_heads.box_head.fc7"}},
      {"classes", {"roi_heads.box_predictor.cls_score"}},
      {"deltas", {"roi_heads.box_predictor.bbox_pred"}},
      {"upsample", {"roi_heads.mask_predictor.conv5_mask"}},
      {"predict", {"roi_heads.mask_predictor.mask_fcn_logits"}}};
  if (stage > 1) return std::nullopt;
  const auto found = kPlaces.find(part);
  if (found != kPlaces.end()) return PartNames{found->second, Adaptation::kNone};
  const std::string number(1, part.back());
  if (part.rfind("lateral", 0) == 0 || part.rfind("output", 0) == 0) {
    const std::string place =
        fmt::format("backbone.fpn.{}_blocks.{}", part[0] == 'l' ? "inner" : "layer", number);
    return PartNames{{place + ".0", place}, Adaptation::kNone};
  }
  const std::int64_t convolution = number_behind(part, "convolution");
  if (convolution == 0) return std::nullopt;
  return PartNames{{fmt::format("roi_heads.mask_head.{}.0", convolution - 1),
                    fmt::format("roi_heads.mask_head.mask_fcn{}", convolution)},
                   Adaptation::kNone};
}

Part detectron2_part(const std::string& part, std::int64_t stage) {
  const auto box = [&](const char* name) {
    return stage_spellings("roi_heads.box_head", stage, name);
  };
  const auto predictor = [&](const char* name) {
    return stage_spellings("roi_heads.box_predictor", stage, name);
  };
  const std::string rpn = "proposal_generator.rpn_head.", mask = "roi_heads.mask_head.";
  if (part == "shared") return PartNames{{rpn + "conv"}};
  if (part == "objectness") return PartNames{{rpn + "objectness_logits"}};
  if (part == "proposal_deltas") {
    return PartNames{{rpn + "anchor_deltas"}, Adaptation::kAnchorCentres};
  }
  if (part.rfind("lateral", 0) == 0 || part.rfind("output", 0) == 0) {
    const std::string kind = part.substr(0, part.size() - 1);
    return PartNames{{fmt::format("backbone.fpn_{}{}", kind, part.back() - '0' + 2)}};
  }
  if (part == "hidden1") return PartNames{box("fc1")};
  if (part == "hidden2") return PartNames{box("fc2")};
  if (part == "classes") return PartNames{predictor("cls_score"), Adaptation::kBackgroundFirst};
  if (part == "deltas") return PartNames{predictor("bbox_pred"), Adaptation::kStageDeviations};
  if (stage > 1) return std::nullopt;  // its cascade has one mask head
  if (part == "upsample") return PartNames{{mask + "deconv"}};
  if (part == "predict") return PartNames{{mask + "predictor"}, Adaptation::kBackgroundAdded};
  const std::int64_t convolution = number_behind(part, "convolution");
  if (convolution == 0) return std::nullopt;
  return PartNames{{fmt::format("{}mask_fcn{}", mask, convolution)}};
}

Part mmdetection_part(const std::string& part, std::int64_t stage) {
  const auto box = [&](const char* name) {
    return stage_spellings("roi_head.bbox_head", stage, name);
  };
  const auto mask = [&](const std::string& name) {
    return stage_spellings("roi_head.mask_head", stage, name);
  };
  if (part == "shared") return PartNames{{"rpn_head.rpn_conv"}};
  if (part == "objectness") return PartNames{{"rpn_head.rpn_cls"}};
  if (part == "proposal_deltas") {
    return PartNames{{"rpn_head.rpn_reg"}, Adaptation::kAnchorCentres};
  }
  if (part.rfind("lateral", 0) == 0 || part.rfind("output", 0) == 0) {
    return PartNames{
        {fmt::format("neck.{}_convs.{}.conv", part[0] == 'l' ? "lateral" : "fpn", part.back())}};
  }
  if (part == "hidden1") return PartNames{box("shared_fcs.0")};
  if (part == "hidden2") return PartNames{box("shared_fcs.1")};
  if (part == "classes") return PartNames{box("fc_cls"), Adaptation::kBackgroundFirst};
  if (part == "deltas") return PartNames{box("fc_reg")};
  if (part == "flow") return PartNames{mask("conv_res.conv")};
  if (part == "upsample") return PartNames{mask("upsample")};
  if (part == "predict") return PartNames{mask("conv_logits"), Adaptation::kBackgroundAdded};
  const std::int64_t convolution = number_behind(part, "convolution");
  if (convolution == 0) return std::nullopt;
  return PartNames{mask(fmt::format("convs.{}.conv", convolution - 1))};
}

/// "lateral0", "proposal_deltas", "classes", "convolution1" and so on; stage 0 for shared parts.
std::pair<std::string, std::int64_t> part_of(const Words& words) {
  if (words[0] == "pyramid" && words.size() == 4 && words[2].size() == 1) {
    return {(words[1] == "laterals" ? "lateral" : "output") + words[2], 0};
  }
  if (words[0] == "proposals" && words.size() == 3) {
    return {words[1] == "deltas" ? "proposal_deltas" : words[1], 0};
  }
  const std::int64_t box_stage = number_behind(words[0], "localization");
  if (box_stage > 0 && words.size() == 4) return {words[2], box_stage};
  const std::int64_t mask_stage = number_behind(words[0], "segmentation");
  if (mask_stage > 0 && words.size() == 3) return {words[1], mask_stage};
  return {"", 0};
}

Part detector_part(WeightLayout layout, const std::string& part, std::int64_t stage) {
  switch (layout) {
    case WeightLayout::kTorchvisionDetector:
      return torchvision_part(part, stage);
    case WeightLayout::kDetectron2:
      return detectron2_part(part, stage);
    case WeightLayout::kMmdetection:
      return mmdetection_part(part, stage);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<ImportRule> import_rule(WeightLayout layout, const std::string& target,
                                      double epsilon) {
  const Words words = words_of(target);
  if (words[0] == "backbone") return trunk_rule(layout, words, epsilon);
  const auto [part, stage] = part_of(words);
  if (part.empty()) return std::nullopt;
  const Part names = detector_part(layout, part, stage);
  if (!names) return std::nullopt;
  ImportRule rule;
  rule.adaptation = names->adaptation;
  for (const std::string& place : names->places) {
    rule.sources.push_back(place + "." + words.back());
  }
  return rule;
}

}  // namespace hoi
