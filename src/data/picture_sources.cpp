#include "data/picture_sources.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/nearest_name.h"
#include "data/face_cache.h"
#include "data/image_io.h"

namespace hoi {
namespace {

/// For each word its index in `known`.
std::vector<int> indices_by_name(const std::vector<std::string>& words,
                                 const std::vector<std::string>& known, const std::string& where) {
  std::vector<int> indices;
  for (const auto& word : words) {
    const auto found = std::find(known.begin(), known.end(), word);
    if (found == known.end()) {
      const auto hint = nearest_name(word, known);
      throw InputError(
          fmt::format("{} '{}' is not in the vocabulary of the model or first data source{}", where,
                      word, hint ? "; did you mean '" + *hint + "'?" : ""));
    }
    indices.push_back(static_cast<int>(found - known.begin()));
  }
  return indices;
}

void append(const AnnotatedDataset& dataset, const DataSourceOptions& source,
            AnnotatedPictures& pictures) {
  const auto& words = dataset.vocabulary;
  const auto& known = pictures.vocabulary;
  const auto categories = indices_by_name(words.objects, known.objects, source.root + ": category");
  const auto verbs = indices_by_name(words.verbs, known.verbs, source.root + ": verb");
  if (categories.at(static_cast<std::size_t>(words.person)) != known.person) {
    throw InputError(source.root + ": the person category differs from that of the vocabulary");
  }
  std::optional<FaceCache> cache;
  if (!source.faces.empty()) cache = FaceCache::read(source.faces);
  for (ImageAnnotation image : images_of_splits(dataset, source.splits)) {
    for (auto& instance : image.instances) {
      instance.category = categories.at(static_cast<std::size_t>(instance.category));
    }
    for (auto& interaction : image.interactions) {
      interaction.verb = verbs.at(static_cast<std::size_t>(interaction.verb));
    }
    bool faces_known = !image.faces.empty();
    if (!faces_known && cache) {
      if (const auto* faces = cache->find(image.file_name)) {
        image.faces = *faces;
        faces_known = true;
      }
    }
    pictures.faces_known.push_back(faces_known);
    pictures.paths.push_back(dataset.image_folder / image.file_name);
    pictures.images.push_back(std::move(image));
  }
}

}  // namespace

AnnotatedDataset read_data_source(const DataSourceOptions& source, DatasetFindings& findings) {
  return read_dataset(source.layout, source.root, {read_image_size, {}, findings});
}

AnnotatedPictures read_picture_sources(const std::vector<DataSourceOptions>& sources,
                                       const Vocabulary* required) {
  AnnotatedPictures pictures;
  if (required != nullptr) pictures.vocabulary = *required;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    DatasetFindings findings;
    const AnnotatedDataset dataset = read_data_source(sources[i], findings);
    for (const auto& line : findings.summary()) {
      pictures.notices.push_back(sources[i].root + ": " + line);
    }
    if (i == 0 && required == nullptr) pictures.vocabulary = dataset.vocabulary;
    append(dataset, sources[i], pictures);
  }
  if (pictures.images.empty()) {
    throw InputError(
        "data: no image in the given folders and splits; check `root` and `splits` of the sources");
  }
  return pictures;
}

}  // namespace hoi
