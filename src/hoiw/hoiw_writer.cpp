#include "hoiw/hoiw_writer.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/file.h"
#include "formats/printable_text.h"
#include "hoiw/hoiw_text.h"
#include "hoiw/hoiw_word_ids.h"
#include "hoiw/hoiw_words.h"

namespace hoi {
namespace {

constexpr int kNoRow = -1;

/// Writes one image as the text of a HOIW entry and reports what it cannot say.
class EntryText {
 public:
  EntryText(const AnnotatedDataset& dataset, const HoiwWordIds& ids, DatasetFindings& findings)
      : vocabulary_(dataset.vocabulary), ids_(ids), findings_(findings) {}

  std::string of(const ImageAnnotation& image, const std::string& name) {
    where_ = "image '" + printable(image.file_name) + "'";
    for (std::size_t i = 0; i < image.faces.size(); ++i) loss("face", fmt::format("face {}", i));
    if (!image.boxes_exhaustive) loss("boxes not exhaustive", "the boxes are not exhaustive");
    const std::string boxes = boxes_text(image);
    return fmt::format(R"({{"file_name": {}, "annotations": [{}], "hoi_annotation": [{}]}})",
                       hoiw_string(name), boxes, triples_text(image));
  }

 private:
  void loss(const std::string& rule, const std::string& text) {
    findings_.loss(rule, "", where_, text);
  }

  std::string boxes_text(const ImageAnnotation& image) {
    std::string text;
    rows_.clear();
    int next_row = 0;
    for (const InstanceAnnotation& instance : image.instances) {
      rows_.push_back(kNoRow);
      const auto id = ids_.object(instance.category);
      if (instance.crowd) {
        loss("crowd", fmt::format("instance {} is a crowd", instance.id));
      } else if (!id) {
        loss("object without a HOIW word",
             fmt::format("instance {} is a '{}'", instance.id, object_word(instance.category)));
      } else {
        if (!instance.polygons.empty() || instance.run_lengths) {
          loss("mask", fmt::format("mask of instance {}", instance.id));
        }
        rows_.back() = next_row++;
        text += fmt::format(R"({}{{"bbox": {}, "category_id": "{}"}})", text.empty() ? "" : ", ",
                            hoiw_box(instance.box), *id);
      }
    }
    return text;
  }

  std::string triples_text(const ImageAnnotation& image) {
    std::string text;
    for (const InteractionAnnotation& interaction : image.interactions) {
      const auto& object = image.instances.at(static_cast<std::size_t>(interaction.object));
      const int subject_row = rows_.at(static_cast<std::size_t>(interaction.subject));
      const int object_row = rows_.at(static_cast<std::size_t>(interaction.object));
      const auto verb = ids_.verb(interaction.verb);
      const std::string& word = vocabulary_.verbs.at(static_cast<std::size_t>(interaction.verb));
      if (subject_row == kNoRow || object_row == kNoRow) {
        loss("interaction without its box", "'" + word + "' lost its subject or object");
      } else if (object.category == vocabulary_.person) {
        loss("person as object", "the object of '" + word + "' is a person");
      } else if (!verb) {
        loss("verb without a HOIW word", "'" + word + "'");
      } else {
        text += fmt::format(R"({}{{"subject_id": {}, "object_id": {}, "category_id": {}}})",
                            text.empty() ? "" : ", ", subject_row, object_row, *verb);
      }
    }
    return text;
  }

  std::string object_word(int category) const {
    return vocabulary_.objects.at(static_cast<std::size_t>(category));
  }

  const Vocabulary& vocabulary_;
  const HoiwWordIds& ids_;
  DatasetFindings& findings_;
  std::string where_;
  std::vector<int> rows_;  // of each instance among the written boxes
};

/// The text of one file, an entry a line.
class ListText {
 public:
  void add(const std::string& entry) { text_ += (is_empty() ? "\n" : ",\n") + entry; }
  bool is_empty() const { return text_.size() == 1; }
  void write(const std::filesystem::path& path) const {
    write_file_atomically(path, text_ + "\n]\n");
  }

 private:
  std::string text_ = "[";
};

struct SplitTexts {
  ListText trainval, train, val, test;
};

void add_to_split(const ImageAnnotation& image, const std::string& entry, SplitTexts& texts,
                  DatasetFindings& findings) {
  const std::string& split = image.split;
  if (split == "test") {
    texts.test.add(entry);
    return;
  }
  texts.trainval.add(entry);
  if (split == "train") texts.train.add(entry);
  if (split == "val") texts.val.add(entry);
  if (!split.empty() && split != "train" && split != "val" && split != "trainval") {
    findings.loss("split", "", "image '" + printable(image.file_name) + "'",
                  "split '" + printable(split) + "' becomes 'trainval'");
  }
}

std::vector<std::string> names_of(const AnnotatedDataset& dataset) {
  std::vector<std::string> names;
  for (const ImageAnnotation& image : dataset.images) names.push_back(image.file_name);
  return hoiw_file_names(names);
}

void write_texts(const SplitTexts& texts, const std::filesystem::path& folder) {
  if (!texts.trainval.is_empty() || texts.test.is_empty()) {
    texts.trainval.write(folder / "trainval.json");
  }
  if (!texts.train.is_empty()) texts.train.write(folder / "train.json");
  if (!texts.val.is_empty()) texts.val.write(folder / "val.json");
  if (!texts.test.is_empty()) texts.test.write(folder / "test_2019.json");
}

}  // namespace

ImagePlacements write_hoiw(const AnnotatedDataset& dataset, const std::filesystem::path& folder,
                           DatasetFindings& findings) {
  const HoiwWordIds ids(dataset.vocabulary);
  const auto names = names_of(dataset);
  EntryText entry_text(dataset, ids, findings);
  SplitTexts texts;
  ImagePlacements placements;
  for (std::size_t i = 0; i < dataset.images.size(); ++i) {
    const ImageAnnotation& image = dataset.images[i];
    const std::string where = "image '" + printable(image.file_name) + "'";
    if (!image.interactions_annotated) {
      findings.loss("interactions not annotated", "", where,
                    "left out: an empty list would say that there are none");
      continue;
    }
    if (names[i] != std::filesystem::path(image.file_name).filename()) {
      findings.loss("file name", "", where, "becomes '" + names[i] + "', the base name is taken");
    }
    add_to_split(image, entry_text.of(image, names[i]), texts, findings);
    placements.push_back(
        {dataset.image_folder / image.file_name, std::filesystem::path("images") / names[i]});
  }
  write_texts(texts, folder);
  return placements;
}

}  // namespace hoi
