#include "step_decisions.h"

#include <algorithm>
#include <memory>
#include <tuple>
#include <utility>

#include <ATen/Functions.h>
#include <fmt/format.h>
#include <torch/utils.h>

#include "detection/localization_stage.h"
#include "detection/region_proposal_network.h"
#include "model/image_rows.h"
#include "model/relation_candidates.h"
#include "vision/box_codec.h"
#include "vision/boxes.h"
#include "vision/nms.h"

namespace hoi {
namespace {

template <class Module>
std::shared_ptr<Module> part(HoiCascade& network, const std::string& name) {
  auto found = std::dynamic_pointer_cast<Module>(network->named_children()[name]);
  TORCH_CHECK(found, "step_decisions: the network has no part '", name, "'");
  return found;
}

/// The greatest IoU of each candidate with a kept one before it, within its level.
torch::Tensor rival_overlap(const torch::Tensor& boxes, const torch::Tensor& scores,
                            const torch::Tensor& levels, const torch::Tensor& is_kept) {
  const auto place = std::get<1>(std::get<1>(scores.sort(true, 0, true)).sort());
  const auto is_rival = place.unsqueeze(1)
                            .gt(place.unsqueeze(0))
                            .logical_and(levels.unsqueeze(1).eq(levels.unsqueeze(0)))
                            .logical_and(is_kept.unsqueeze(0));
  return std::get<0>(box_iou(boxes, boxes).masked_fill(is_rival.logical_not(), 0).max(1));
}

/// What RegionProposalNetworkImpl::proposals decides for one picture.
void add_proposals(const RegionProposalOutput& output, const RegionProposalOptions& options,
                   const ImageSize& size, int64_t image, PictureDecisions& decisions) {
  std::vector<torch::Tensor> rows_of_level, level_of_row;
  int64_t begin = 0;
  for (std::size_t l = 0; l < output.level_sizes.size(); ++l) {
    const int64_t count = std::min(options.train_proposals, output.level_sizes[l]);
    const auto scores = output.objectness[image].slice(0, begin, begin + output.level_sizes[l]);
    const auto rows = std::get<1>(scores.topk(count));
    decisions.push_back({fmt::format("proposals/best of level {}", l + 2), rows, scores, true});
    rows_of_level.push_back(rows + begin);
    level_of_row.push_back(at::full_like(rows, static_cast<int64_t>(l)));
    begin += output.level_sizes[l];
  }
  const auto rows = at::cat(rows_of_level);
  const auto boxes = clip_boxes(BoxCodec().decode(output.anchors.index_select(0, rows),
                                                  output.deltas[image].index_select(0, rows)),
                                size);
  const auto is_large = is_large_enough(boxes, options.min_size);
  const auto extent = boxes.slice(1, 2) - boxes.slice(1, 0, 2);
  decisions.push_back({"proposals/large enough", is_large.to(at::kLong), extent.amin(1)});
  const auto kept = is_large.nonzero().squeeze(1);
  const auto candidates = boxes.index_select(0, kept);
  const auto scores = output.objectness[image].index_select(0, rows.index_select(0, kept));
  const auto levels = at::cat(level_of_row).index_select(0, kept);
  const auto survivors = class_wise_nms(candidates, scores, levels, options.nms_iou);
  auto survives = at::zeros({kept.size(0)}, kept.options().dtype(at::kBool));
  survives.index_fill_(0, survivors, true);
  decisions.push_back({"proposals/suppression", survives.to(at::kLong),
                       rival_overlap(candidates, scores, levels, survives)});
  decisions.push_back({"proposals/order", survivors, scores, true});
}

void add_order(const std::string& name, const torch::Tensor& numbers, PictureDecisions& decisions) {
  const auto order = std::get<1>(numbers.sort(/*stable=*/true, 0, /*descending=*/true));
  decisions.push_back({name, order, numbers, true});
}

/// Which of the regions are positives of the stage, and of which annotated box.
void add_matches(const std::string& stage, const torch::Tensor& regions, const GroundTruth& truth,
                 double threshold, PictureDecisions& decisions) {
  if (truth.boxes.size(0) == 0) return;
  const auto iou = box_iou(regions, truth.boxes);
  const auto [best, box] = iou.max(1);
  decisions.push_back({stage + "/match", best.ge(threshold).to(at::kLong), best});
  decisions.push_back({stage + "/matched box", box, best});
}

/// Which candidates take part in pairs.
void add_candidates(const std::string& stage, const RelationCandidates& candidates,
                    const GroundTruth& truth, double threshold, const PairSamplerOptions& options,
                    PictureDecisions& decisions) {
  decisions.push_back({stage + "/class", candidates.labels, candidates.scores});
  decisions.push_back({stage + "/believed in",
                       candidates.scores.ge(options.background_min_score).to(at::kLong),
                       candidates.scores});
  add_order(stage + "/order of belief", candidates.scores, decisions);
  if (truth.boxes.size(0) == 0) return;
  const auto iou = box_iou(candidates.boxes, truth.boxes);
  for (int64_t box = 0; box < truth.boxes.size(0); ++box) {
    const auto matched = candidates.gt_index.eq(box).nonzero().squeeze(1);
    add_order(fmt::format("{}/order around box {}", stage, box),
              iou.select(1, box).index_select(0, matched), decisions);
  }
  decisions.push_back(
      {stage + "/stands for", iou.ge(threshold).to(at::kLong).flatten(), iou.flatten()});
}

double number_at(const Decision& decision, int64_t row) {
  return decision.numbers[row].item<double>();
}

/// Two rows that changed places, each with its number on both sides.
std::string swapped_rows(const Decision& one, const Decision& other, int64_t place) {
  const auto first = one.chosen[place].item<int64_t>(), second = other.chosen[place].item<int64_t>();
  return fmt::format("row {} ({:.9g}) before {} ({:.9g}), and {} ({:.9g}) before {} ({:.9g})", first,
                     number_at(one, first), second, number_at(one, second), second,
                     number_at(other, second), first, number_at(other, first));
}

std::string describe(const Decision& one, const Decision& other) {
  if (one.chosen.sizes() != other.chosen.sizes()) {
    return fmt::format("{}: {} and {} rows", one.name, one.chosen.size(0), other.chosen.size(0));
  }
  const auto row = one.chosen.ne(other.chosen).nonzero()[0].item<int64_t>();
  if (one.is_order) return one.name + ": " + swapped_rows(one, other, row);
  return fmt::format("{}: row {}: {} ({:.9g}) and {} ({:.9g})", one.name, row,
                     one.chosen[row].item<int64_t>(), number_at(one, row),
                     other.chosen[row].item<int64_t>(), number_at(other, row));
}

/// Goes through a step as HoiCascadeImpl::loss does.
class StepTrace {
 public:
  StepTrace(HoiCascade& network, const TrainingBatch& batch,
            std::vector<torch::Generator> generators)
      : network_(network),
        batch_(batch),
        generators_(std::move(generators)),
        image_(part<FeaturePyramidNetworkImpl>(network, "pyramid")
                   ->forward(network->backbone().forward(batch.images.pixels))),
        decisions_(batch.truths.size()) {}

  void propose() {
    const auto proposals = part<RegionProposalNetworkImpl>(network_, "proposals");
    const auto& sizes = batch_.images.sizes;
    const RegionProposalOutput anchors = proposals->forward(image_);
    regions_ = proposals->proposals(anchors, sizes);
    proposals->loss(anchors, batch_.truths, sizes, generators_);  // which draws anchors
    for (std::size_t i = 0; i < decisions_.size(); ++i) {
      add_proposals(anchors, network_->options().proposals, sizes[i], static_cast<int64_t>(i),
                    decisions_[i]);
    }
  }

  void refine(int64_t t) {
    const std::string number = std::to_string(t), name = "stage" + number;
    const auto stage = part<LocalizationStageImpl>(network_, "localization" + number);
    std::vector<SampledRegions> samples;
    std::vector<torch::Tensor> boxes;
    for (std::size_t i = 0; i < decisions_.size(); ++i) {
      add_matches(name, regions_[i], batch_.truths[i], stage->options().iou_threshold,
                  decisions_[i]);
      samples.push_back(stage->sample(regions_[i], batch_.truths[i], generators_[i]));
      boxes.push_back(samples.back().boxes);
      decisions_[i].push_back(
          {name + "/level", RoiPooler().level_of(boxes[i]), box_area(boxes[i]).sqrt()});
    }
    const ImageRows rows = concatenate_rows(boxes);
    const auto output =
        stage->forward(image_, rows.boxes, rows.image_index, batch_.images.sizes);
    const auto candidates = relation_candidates(samples, output);
    for (std::size_t i = 0; i < decisions_.size(); ++i) {
      regions_[i] = candidates[i].boxes;
      pair(name, candidates[i], stage->options().iou_threshold, i);
    }
  }

  std::vector<PictureDecisions> take() { return std::move(decisions_); }

 private:
  void pair(const std::string& stage, const RelationCandidates& candidates, double threshold,
            std::size_t picture) {
    const GroundTruth& truth = batch_.truths[picture];
    if (!truth.interactions_annotated) return;
    const auto& vocabulary = network_->vocabulary();
    const auto& options = network_->options().pairs;
    add_candidates(stage, candidates, truth, threshold, options, decisions_[picture]);
    sample_pairs(candidates, truth, vocabulary.person, vocabulary.person_as_object, threshold,
                 options, generators_[picture]);  // which draws pairs
  }

  HoiCascade& network_;
  const TrainingBatch& batch_;
  std::vector<torch::Generator> generators_;
  FeaturePyramid image_;
  std::vector<torch::Tensor> regions_;  // O^{t-1} of every picture
  std::vector<PictureDecisions> decisions_;
};

}  // namespace

std::vector<PictureDecisions> decisions_of(HoiCascade& network, const TrainingBatch& batch,
                                           std::vector<torch::Generator> generators) {
  const torch::NoGradGuard no_gradient;
  StepTrace trace(network, batch, std::move(generators));
  trace.propose();
  for (int64_t t = 1; t <= network->options().stages; ++t) trace.refine(t);
  return trace.take();
}

std::optional<std::string> first_difference(const PictureDecisions& one,
                                            const PictureDecisions& other) {
  TORCH_CHECK(one.size() == other.size(), "first_difference: ", one.size(), " and ", other.size(),
              " decisions");
  for (std::size_t i = 0; i < one.size(); ++i) {
    if (!at::equal(one[i].chosen, other[i].chosen)) return describe(one[i], other[i]);
  }
  return std::nullopt;
}

}  // namespace hoi
