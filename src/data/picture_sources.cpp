#include "data/picture_sources.h"

#include <algorithm>
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
  const std::size_t number = pictures.image_folders.size();
  pictures.image_folders.push_back(dataset.image_folder);
  for (ImageAnnotation image : images_of_splits(dataset, source.splits)) {
    for (auto& instance : image.instances) {
      instance.category = categories.at(static_cast<std::size_t>(instance.category));
    }
    for (auto& interaction : image.interactions) {
      interaction.verb = verbs.at(static_cast<std::size_t>(interaction.verb));
    }
    pictures.faces_known.push_back(!image.faces.empty());
    pictures.sources.push_back(number);
    pictures.paths.push_back(dataset.image_folder / image.file_name);
    pictures.images.push_back(std::move(image));
  }
  if (!source.faces.empty()) add_cached_faces(FaceCache::read(source.faces), number, pictures);
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

void add_cached_faces(const FaceCache& cache, std::size_t source, AnnotatedPictures& pictures) {
  for (std::size_t i = 0; i < pictures.images.size(); ++i) {
    if (pictures.sources[i] != source || pictures.faces_known[i]) continue;
    const auto* faces = cache.find(pictures.images[i].file_name);
    if (faces == nullptr) continue;
    pictures.images[i].faces = *faces;
    pictures.faces_known[i] = true;
  }
}

}  // namespace hoi
