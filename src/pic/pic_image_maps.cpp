#include "pic/pic_image_maps.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "domain/polygon_mask.h"
#include "pic/label_map_painter.h"
#include "pic/label_map_png.h"

namespace hoi {
namespace {

constexpr std::size_t kMostInstances = 255;

/// An instance to be painted: an annotation or a detection.
struct PicShape {
  std::size_t row = 0;  ///< in the image
  int label = 0;        ///< class in PIC files
  double score = 0;
  RunLengthMask mask;
};

/// Paints the shapes of one image and translates its relations.
class PicImageWriter {
 public:
  PicImageWriter(std::size_t rows, int width, int height, const PicImagePlace& place,
                 DatasetFindings& findings)
      : id_of_row_(rows, 0), width_(width), height_(height), place_(place), findings_(findings) {}

  void loss(const char* rule, const std::string& text) {
    findings_.loss(rule, place_.file, place_.where, text);
  }

  /// mask: nothing when only a box is known.
  void add(std::size_t row, int label, double score, std::optional<RunLengthMask> mask,
           const Box& box) {
    if (label == 0) {
      loss("object class outside PIC", fmt::format("instance {}: left out", row));
      return;
    }
    if (!mask) {
      loss("instance without a mask", fmt::format("instance {}: painted as its box", row));
      mask = box_mask(box, width_, height_);
    }
    shapes_.push_back({row, label, score, std::move(*mask)});
  }

  SegmentedImage paint() {
    keep_best();
    std::vector<PaintedInstance> painted;
    for (PicShape& shape : shapes_) {
      const auto id = static_cast<std::uint8_t>(painted.size() + 1);
      id_of_row_[shape.row] = id;
      painted.push_back({std::move(shape.mask), static_cast<std::uint8_t>(shape.label), id});
    }
    SegmentedImage maps = paint_instances(painted, width_, height_);
    const auto visible = values_of(maps.instance);
    for (const PicShape& shape : shapes_) {
      int& id = id_of_row_[shape.row];
      if (visible[static_cast<std::size_t>(id)]) continue;
      id = 0;
      loss("instance without visible pixels", fmt::format("instance {}: left out", shape.row));
    }
    return maps;
  }

  /// Nothing when an end or the relation cannot be said.
  std::optional<PicRelation> relation(std::size_t position, int subject, int object, int number) {
    if (number == 0) {
      loss("relation outside PIC", fmt::format("interaction {}: left out", position));
      return std::nullopt;
    }
    const int subject_id = id_of_row_.at(static_cast<std::size_t>(subject));
    const int object_id = id_of_row_.at(static_cast<std::size_t>(object));
    if (subject_id == 0 || object_id == 0) {
      loss("relation of an instance that was left out",
           fmt::format("interaction {}: left out", position));
      return std::nullopt;
    }
    return PicRelation{subject_id, object_id, number, 0};
  }

 private:
  void keep_best() {
    if (shapes_.size() <= kMostInstances) return;
    std::vector<PicShape> best = shapes_;
    std::stable_sort(best.begin(), best.end(),
                     [](const PicShape& a, const PicShape& b) { return a.score > b.score; });
    for (std::size_t i = kMostInstances; i < best.size(); ++i) {
      loss("more than 255 instances", fmt::format("instance {}: left out", best[i].row));
    }
    best.resize(kMostInstances);
    std::sort(best.begin(), best.end(),
              [](const PicShape& a, const PicShape& b) { return a.row < b.row; });
    shapes_ = std::move(best);
  }

  std::vector<PicShape> shapes_;
  std::vector<int> id_of_row_;
  int width_, height_;
  const PicImagePlace& place_;
  DatasetFindings& findings_;
};

double finite_score(float score) { return std::isfinite(score) ? static_cast<double>(score) : 0; }

int number_of(const std::vector<int>& numbers, int row) {
  return numbers.at(static_cast<std::size_t>(row));
}

}  // namespace

PicNumbers::PicNumbers(const Vocabulary& vocabulary, const PicNumbering& numbering) {
  for (const std::string& name : vocabulary.objects) {
    label_of_category.push_back(pic_object_id(numbering, name).value_or(0));
  }
  for (const std::string& name : vocabulary.verbs) {
    relation_of_verb.push_back(pic_relation_id(numbering, name).value_or(0));
  }
}

PicImageMaps pic_maps_of_annotation(const ImageAnnotation& image, const PicNumbers& numbers,
                                    const PicImagePlace& place, DatasetFindings& findings) {
  PicImageWriter writer(image.instances.size(), image.width, image.height, place, findings);
  for (std::size_t i = 0; i < image.faces.size(); ++i) {
    writer.loss("face", fmt::format("face {}: left out", i));
  }
  if (!image.boxes_exhaustive) {
    writer.loss("boxes not exhaustive", "things without a box become background");
  }
  for (std::size_t row = 0; row < image.instances.size(); ++row) {
    const InstanceAnnotation& instance = image.instances[row];
    if (instance.crowd) {
      writer.loss("crowd", fmt::format("instance {}: left out", row));
    } else {
      writer.add(row, number_of(numbers.label_of_category, instance.category), 0,
                 instance_mask(instance, image.width, image.height), instance.box);
    }
  }
  PicImageMaps result{writer.paint(), {}};
  for (std::size_t i = 0; i < image.interactions.size(); ++i) {
    const auto& [subject, object, verb] = image.interactions[i];
    const auto relation =
        writer.relation(i, subject, object, number_of(numbers.relation_of_verb, verb));
    if (relation) result.relations.push_back(*relation);
  }
  return result;
}

PicImageMaps pic_maps_of_result(const ImageResult& image, const PicNumbers& numbers,
                                const PicImagePlace& place, DatasetFindings& findings) {
  PicImageWriter writer(image.instances.size(), image.width, image.height, place, findings);
  for (std::size_t row = 0; row < image.instances.size(); ++row) {
    const DetectedInstance& instance = image.instances[row];
    const bool fits = instance.mask && instance.mask->width == image.width &&
                      instance.mask->height == image.height && is_valid(*instance.mask);
    writer.add(row, number_of(numbers.label_of_category, instance.category), instance.score,
               fits ? instance.mask : std::nullopt, instance.box);
  }
  PicImageMaps result{writer.paint(), {}};
  for (std::size_t i = 0; i < image.interactions.size(); ++i) {
    const DetectedInteraction& triple = image.interactions[i];
    auto relation = writer.relation(i, triple.subject, triple.object,
                                    number_of(numbers.relation_of_verb, triple.verb));
    if (!relation) continue;
    const auto score_of = [&](int row) {
      return finite_score(image.instances[static_cast<std::size_t>(row)].score);
    };
    relation->score =
        score_of(triple.subject) * score_of(triple.object) * finite_score(triple.score);
    result.relations.push_back(*relation);
  }
  std::stable_sort(result.relations.begin(), result.relations.end(),
                   [](const PicRelation& a, const PicRelation& b) { return a.score > b.score; });
  return result;
}

bool is_pic_size(int width, int height) {
  const LabelMapLimits limits;
  return width >= 1 && height >= 1 && width <= limits.largest_side &&
         height <= limits.largest_side && std::int64_t{width} * height <= limits.most_pixels;
}

}  // namespace hoi
