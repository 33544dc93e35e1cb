#include "interchange/dataset_losses.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "formats/printable_text.h"

namespace hoi {
namespace {

void count_unused(const std::vector<std::string>& words, const std::vector<bool>& used,
                  DatasetFindings& findings) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!used[i]) findings.loss("word without use", "", "", "'" + printable(words[i]) + "'");
  }
}

}  // namespace

std::string where_in(const ImageAnnotation& image) {
  return "image '" + printable(image.file_name) + "'";
}

void count_masks_and_faces(const ImageAnnotation& image, DatasetFindings& findings) {
  for (const InstanceAnnotation& instance : image.instances) {
    if (instance.polygons.empty() && !instance.run_lengths) continue;
    findings.loss("mask", "", where_in(image), fmt::format("mask of instance {}", instance.id));
  }
  for (std::size_t i = 0; i < image.faces.size(); ++i) {
    findings.loss("face", "", where_in(image), fmt::format("face {}", i));
  }
}

void count_unused_words(const AnnotatedDataset& dataset, DatasetFindings& findings) {
  const Vocabulary& words = dataset.vocabulary;
  std::vector<bool> objects(words.objects.size()), verbs(words.verbs.size());
  objects.at(static_cast<std::size_t>(words.person)) = true;  // readers always add it
  for (const ImageAnnotation& image : dataset.images) {
    for (const auto& instance : image.instances) {
      objects.at(static_cast<std::size_t>(instance.category)) = true;
    }
    for (const auto& interaction : image.interactions) {
      verbs.at(static_cast<std::size_t>(interaction.verb)) = true;
    }
  }
  count_unused(words.objects, objects, findings);
  count_unused(words.verbs, verbs, findings);
}

}  // namespace hoi
