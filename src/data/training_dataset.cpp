#include "data/training_dataset.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <opencv2/core.hpp>
#include <torch/types.h>

#include "base/error.h"
#include "data/truth_mask.h"
#include "domain/polygon_mask.h"
#include "vision/box_masks.h"

namespace hoi {
namespace {

torch::Tensor box_tensor(const std::vector<Box>& boxes) {
  auto tensor = torch::empty({static_cast<int64_t>(boxes.size()), 4});
  auto* values = tensor.data_ptr<float>();
  for (const Box& box : boxes) {
    for (const float value : {box.x1, box.y1, box.x2, box.y2}) *values++ = value;
  }
  return tensor;
}

/// Maps boxes of the original picture to the network frame.
class FrameMapping {
 public:
  FrameMapping(const NetworkImage& image, bool flip)
      : scale_(image.scale),
        width_(static_cast<float>(image.size.width)),
        height_(static_cast<float>(image.size.height)),
        flip_(flip) {}

  Box operator()(const Box& original) const {
    Box box{along(original.x1, scale_.x, width_), along(original.y1, scale_.y, height_),
            along(original.x2, scale_.x, width_), along(original.y2, scale_.y, height_)};
    if (flip_) {
      const float left = width_ - box.x2;
      box.x2 = width_ - box.x1;
      box.x1 = left;
    }
    return box;
  }

 private:
  static float along(float value, double scale, float side) {
    return std::clamp(static_cast<float>(double{value} * scale), 0.0F, side);
  }

  FrameScale scale_;
  float width_, height_;
  bool flip_;
};

/// Writes the pairs of `truth`; rows[i] is the row of instance i in truth.boxes or -1.
void set_pairs(const ImageAnnotation& annotation, const std::vector<int64_t>& rows,
               int64_t num_verbs, GroundTruth& truth) {
  std::map<std::pair<int64_t, int64_t>, std::vector<int64_t>> verbs_of_pair;
  for (const auto& interaction : annotation.interactions) {
    const int64_t subject = rows.at(static_cast<std::size_t>(interaction.subject));
    const int64_t object = rows.at(static_cast<std::size_t>(interaction.object));
    if (subject >= 0 && object >= 0) verbs_of_pair[{subject, object}].push_back(interaction.verb);
  }
  const auto pairs = static_cast<int64_t>(verbs_of_pair.size());
  truth.pair_subject = torch::empty({pairs}, torch::kInt64);
  truth.pair_object = torch::empty({pairs}, torch::kInt64);
  truth.pair_verbs = torch::zeros({pairs, num_verbs});
  int64_t pair = 0;
  for (const auto& [people, verbs] : verbs_of_pair) {
    truth.pair_subject.data_ptr<int64_t>()[pair] = people.first;
    truth.pair_object.data_ptr<int64_t>()[pair] = people.second;
    for (const auto verb : verbs) truth.pair_verbs.data_ptr<float>()[pair * num_verbs + verb] = 1;
    ++pair;
  }
}

/// Masks of the annotated instances that are rows of `truth`. A mask lives in the frame of its box,
/// so that only the flip changes it.
void set_masks(const ImageAnnotation& annotation, const std::vector<int64_t>& rows, bool flip,
               GroundTruth& truth) {
  const int64_t count = truth.boxes.size(0);
  truth.masks = torch::zeros({count, kTruthMaskSize, kTruthMaskSize});
  truth.has_mask = torch::zeros({count}, torch::kBool);
  const Box whole{0, 0, static_cast<float>(annotation.width),
                  static_cast<float>(annotation.height)};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i] < 0) continue;
    const auto& instance = annotation.instances[i];
    const auto mask = instance_mask(instance, annotation.width, annotation.height);
    if (!mask) continue;
    const Box visible{std::max(instance.box.x1, whole.x1), std::max(instance.box.y1, whole.y1),
                      std::min(instance.box.x2, whole.x2), std::min(instance.box.y2, whole.y2)};
    truth.masks[rows[i]].copy_(truth_mask(*mask, visible, kTruthMaskSize));
    truth.has_mask[rows[i]] = true;
  }
  if (flip) truth.masks = truth.masks.flip(2);
}

void set_faces(const ImageAnnotation& annotation, const FrameMapping& to_network,
               GroundTruth& truth) {
  std::vector<Box> boxes;
  std::vector<float> scores;
  for (const auto& face : annotation.faces) {
    const Box box = to_network(face.box);
    if (box.area() <= 0) continue;
    boxes.push_back(box);
    scores.push_back(face.score);
  }
  truth.faces = torch::cat({box_tensor(boxes), torch::tensor(scores).reshape({-1, 1})}, 1);
}

}  // namespace

GroundTruth make_ground_truth(const ImageAnnotation& annotation, const Vocabulary& vocabulary,
                              const NetworkImage& image, bool flip, bool masks) {
  const FrameMapping to_network(image, flip);
  GroundTruth truth;
  truth.boxes_exhaustive = annotation.boxes_exhaustive;
  truth.interactions_annotated = annotation.interactions_annotated;
  std::vector<Box> boxes, crowds;
  std::vector<int64_t> labels, rows;
  for (const auto& instance : annotation.instances) {
    const Box box = to_network(instance.box);
    const bool target = !instance.crowd && box.area() > 0;
    rows.push_back(target ? static_cast<int64_t>(boxes.size()) : -1);
    if (target) {
      boxes.push_back(box);
      labels.push_back(instance.category);
    } else if (box.area() > 0) {
      crowds.push_back(box);
    }
  }
  truth.boxes = box_tensor(boxes);
  truth.labels = torch::tensor(labels, torch::kInt64);
  truth.crowd_boxes = box_tensor(crowds);
  set_pairs(annotation, rows, static_cast<int64_t>(vocabulary.verbs.size()), truth);
  set_faces(annotation, to_network, truth);
  if (masks) set_masks(annotation, rows, flip, truth);
  return truth;
}

TrainingDataset::TrainingDataset(const std::vector<DataSourceOptions>& sources,
                                 const ImageTransformOptions& transform, bool masks,
                                 const ImageLimits& limits)
    : TrainingDataset(read_picture_sources(sources), transform, masks, limits) {}

TrainingDataset::TrainingDataset(AnnotatedPictures pictures, const ImageTransformOptions& transform,
                                 bool masks, const ImageLimits& limits)
    : transform_(transform), masks_(masks), limits_(limits), pictures_(std::move(pictures)) {
  const ImageTransform check_options(transform);
}

const ImageAnnotation& TrainingDataset::annotation(std::int64_t index) const {
  return pictures_.images.at(static_cast<std::size_t>(index));
}

const std::filesystem::path& TrainingDataset::path(std::int64_t index) const {
  return pictures_.paths.at(static_cast<std::size_t>(index));
}

TrainingExample TrainingDataset::load(std::int64_t index, const AugmentationChoice& choice) const {
  const ImageAnnotation& annotation = this->annotation(index);
  const auto& path = this->path(index);
  cv::Mat bgr = read_image(path, limits_).bgr;
  if (bgr.cols != annotation.width || bgr.rows != annotation.height) {
    throw InputError(fmt::format("{}: the picture is {} x {} but its annotation says {} x {}",
                                 path.string(), bgr.cols, bgr.rows, annotation.width,
                                 annotation.height));
  }
  bgr = jitter_colors(bgr, choice);
  if (choice.flip) cv::flip(bgr, bgr, 1);
  ImageTransformOptions options = transform_;
  if (choice.short_side > 0) options.short_side = choice.short_side;
  const NetworkImage image = ImageTransform(options)(bgr);
  TrainingExample example;
  example.pixels = image.pixels;
  example.size = image.size;
  example.truth = make_ground_truth(annotation, pictures_.vocabulary, image, choice.flip, masks_);
  example.file_name = path.string();
  return example;
}

}  // namespace hoi
