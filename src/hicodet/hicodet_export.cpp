#include "hicodet/hicodet_export.h"

#include <cstddef>
#include <filesystem>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "formats/printable_text.h"
#include "hicodet/hicodet_folder.h"

namespace hoi {
namespace {

using WordIndices = std::vector<std::optional<int>>;

WordIndices official_indices(const std::vector<std::string>& words,
                             const std::vector<std::string>& official) {
  WordIndices indices;
  indices.reserve(words.size());
  for (const std::string& word : words) indices.push_back(find_hicodet_word(official, word));
  return indices;
}

std::array<double, 4> inclusive_corners(const Box& box) {
  return {double{box.x1} + 1, double{box.y1} + 1, box.x2, box.y2};
}

/// Turns images into HICO-DET's terms and reports what gets lost.
class ImageExporter {
 public:
  ImageExporter(const AnnotatedDataset& dataset, const std::string& file, DatasetFindings& findings)
      : dataset_(dataset),
        file_(file),
        findings_(findings),
        objects_(official_indices(dataset.vocabulary.objects, official_hicodet_words().objects)),
        verbs_(official_indices(dataset.vocabulary.verbs, official_hicodet_words().verbs)),
        interactions_(official_hicodet_words()) {}

  HicodetImage image(const ImageAnnotation& from, const std::string& name) {
    where_ = fmt::format("image '{}'", printable(from.file_name));
    HicodetImage image;
    image.file_name = name;
    image.width = from.width;
    image.height = from.height;
    std::vector<bool> used(from.instances.size(), false);
    for (const InteractionAnnotation& interaction : from.interactions) {
      add_pair(from, interaction, used, image);
    }
    report_instances(from, used);
    report_statements(from);
    return image;
  }

  void loss(const std::string& rule, const std::string& text) {
    findings_.loss(rule, file_, where_, text);
  }

 private:
  void add_pair(const ImageAnnotation& from, const InteractionAnnotation& interaction,
                std::vector<bool>& used, HicodetImage& image) {
    const auto subject = static_cast<std::size_t>(interaction.subject);
    const auto object = static_cast<std::size_t>(interaction.object);
    const auto category = static_cast<std::size_t>(from.instances.at(object).category);
    const auto verb = static_cast<std::size_t>(interaction.verb);
    const auto found = interactions_.find(objects_.at(category), verbs_.at(verb));
    if (!found) {
      loss("interaction that is no HICO-DET class",
           fmt::format("'{}' with '{}' was left out", printable(dataset_.vocabulary.verbs[verb]),
                       printable(dataset_.vocabulary.objects[category])));
      return;
    }
    used[subject] = true;
    used[object] = true;
    HicodetPair pair;
    pair.interaction = *found;
    pair.boxes.human = inclusive_corners(from.instances.at(subject).box);
    pair.boxes.object = inclusive_corners(from.instances[object].box);
    image.pairs.push_back(pair);
  }

  void report_instances(const ImageAnnotation& from, const std::vector<bool>& used) {
    for (std::size_t i = 0; i < used.size(); ++i) {
      const InstanceAnnotation& instance = from.instances[i];
      const auto& name =
          dataset_.vocabulary.objects.at(static_cast<std::size_t>(instance.category));
      const auto report = [&](const std::string& rule) {
        loss(rule, fmt::format("of instance {} ('{}')", i, printable(name)));
      };
      if (!used[i]) report("instance without interaction");
      if (!instance.polygons.empty() || instance.run_lengths) report("mask");
      if (instance.crowd) report("crowd mark");
    }
    for (std::size_t i = 0; i < from.faces.size(); ++i) loss("face", fmt::format("face {}", i));
  }

  void report_statements(const ImageAnnotation& from) {
    if (from.interactions.empty() && from.interactions_annotated) {
      loss("image without interactions", "that nobody does anything here cannot be said");
    }
    if (!from.interactions.empty() && !from.boxes_exhaustive) {
      loss("boxes that are not all there", "that boxes are missing cannot be said");
    }
  }

  const AnnotatedDataset& dataset_;
  const std::string& file_;
  DatasetFindings& findings_;
  WordIndices objects_, verbs_;
  HicodetInteractionIndex interactions_;
  std::string where_;
};

HicodetSplit empty_split(const std::string& file) {
  HicodetSplit split;
  split.file = file;
  split.words = official_hicodet_words();
  split.rare = official_hicodet_rare();
  return split;
}

}  // namespace

HicodetExport export_hicodet(const AnnotatedDataset& dataset, const std::string& file,
                             DatasetFindings& findings) {
  HicodetExport result;
  result.train = empty_split(file);
  result.test = empty_split(file);
  std::vector<std::string> originals;
  originals.reserve(dataset.images.size());
  for (const ImageAnnotation& image : dataset.images) originals.push_back(image.file_name);
  const auto names = hicodet_file_names(originals);
  ImageExporter exporter(dataset, file, findings);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const ImageAnnotation& from = dataset.images[i];
    const bool test = from.split == "test" || from.split == "val";
    const std::string split = test ? "test" : "train";
    (test ? result.test : result.train).images.push_back(exporter.image(from, names[i]));
    if (from.split != split) {
      exporter.loss("name of a split",
                    fmt::format("'{}' became '{}'", printable(from.split), split));
    }
    const auto kept = hicodet_image_folder(split) + "/" + names[i];
    if (is_renamed_in_hicodet(originals[i], names[i])) {
      exporter.loss("name of a picture", fmt::format("became '{}'", printable(names[i])));
    }
    result.placements.push_back(
        {dataset.image_folder / from.file_name, std::filesystem::path("images") / kept});
  }
  return result;
}

}  // namespace hoi
