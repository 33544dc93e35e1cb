#include "formats/dataset_check.h"

#include <cmath>
#include <cstddef>
#include <filesystem>
#include <set>
#include <system_error>
#include <tuple>
#include <unordered_set>

#include <fmt/format.h>

#include "formats/printable_text.h"

namespace hoi {
namespace {

template <class List>
bool is_row(int index, const List& list) {
  return index >= 0 && static_cast<std::size_t>(index) < list.size();
}

template <class List>
const auto& entry_at(int index, const List& list) {
  return list[static_cast<std::size_t>(index)];
}

/// Looks at one image after the other.
class DatasetChecker {
 public:
  DatasetChecker(const Vocabulary& words, std::string annotation_name, DefectList& defects)
      : words_(words), annotation_name_(std::move(annotation_name)), defects_(defects) {}

  void check_image(const ImageAnnotation& image);

 private:
  void check_instance(const InstanceAnnotation& instance);
  void check_box(const Box& box);
  void check_mask(const RunLengthMask& mask);
  void check_subject_and_object(const ImageAnnotation& image,
                                const InteractionAnnotation& interaction);
  void add(const std::string& text, bool unreadable = false);
  bool is_person(const ImageAnnotation& image, int row) const {
    return entry_at(row, image.instances).category == words_.person;
  }

  const Vocabulary& words_;
  std::string annotation_name_;
  DefectList& defects_;
  std::unordered_set<std::string> file_names_;
  const ImageAnnotation* image_ = nullptr;  ///< the entry that is looked at: its image,
  const char* kind_ = "";                   ///< "instance" or "interaction", "" for the image
  std::size_t row_ = 0;                     ///< and its row
};

void DatasetChecker::add(const std::string& text, bool unreadable) {
  std::string entity = "image '" + printable(image_->file_name) + "'";
  if (*kind_ != '\0') entity += fmt::format(", {} {}", kind_, row_);
  defects_.add({annotation_name_, entity, std::nullopt, text, unreadable});
}

void DatasetChecker::check_image(const ImageAnnotation& image) {
  image_ = &image;
  kind_ = "";
  if (!file_names_.insert(image.file_name).second) add("another image has the same file name");
  if (image.width < 1 || image.height < 1) {
    add(fmt::format("its size is {} x {} pixels", image.width, image.height));
  }
  kind_ = "instance";
  for (row_ = 0; row_ < image.instances.size(); ++row_) check_instance(image.instances[row_]);
  kind_ = "interaction";
  std::set<std::tuple<int, int, int>> triples;
  for (row_ = 0; row_ < image.interactions.size(); ++row_) {
    const InteractionAnnotation& interaction = image.interactions[row_];
    const auto& [subject, object, verb] = interaction;
    if (!is_row(verb, words_.verbs)) add(fmt::format("there is no verb {}", verb), true);
    check_subject_and_object(image, interaction);
    if (!image.interactions_annotated) {
      add("the image says that its interactions are not annotated, so this one is not used");
    }
    if (!triples.insert({subject, object, verb}).second) {
      add("another interaction has the same subject, object and verb");
    }
  }
}

void DatasetChecker::check_instance(const InstanceAnnotation& instance) {
  if (!is_row(instance.category, words_.objects)) {
    add(fmt::format("there is no category {}", instance.category), true);
  }
  check_box(instance.box);
  if (instance.run_lengths) check_mask(*instance.run_lengths);
}

void DatasetChecker::check_mask(const RunLengthMask& mask) {
  if (!is_valid(mask)) {
    add(fmt::format("the runs of its mask do not fill {} x {} pixels", mask.width, mask.height),
        true);
  } else if (mask.width != image_->width || mask.height != image_->height) {
    add(fmt::format("its mask has {} x {} pixels, the image {} x {}", mask.width, mask.height,
                    image_->width, image_->height));
  }
}

void DatasetChecker::check_box(const Box& box) {
  constexpr float kBorderTolerance = 1;  // pixels; boxes of scaled pictures are rounded
  const auto corners = [&] {
    return fmt::format("its box [x1 {}, y1 {}, x2 {}, y2 {}]", box.x1, box.y1, box.x2, box.y2);
  };
  for (const float number : {box.x1, box.y1, box.x2, box.y2}) {
    if (!std::isfinite(number)) return add(corners() + " is not finite", true);
  }
  if (box.width() <= 0 || box.height() <= 0) return add(corners() + " has no area");
  const bool is_outside = box.x1 < -kBorderTolerance || box.y1 < -kBorderTolerance ||
                          box.x2 > static_cast<float>(image_->width) + kBorderTolerance ||
                          box.y2 > static_cast<float>(image_->height) + kBorderTolerance;
  if (image_->width >= 1 && image_->height >= 1 && is_outside) {
    add(fmt::format("{} leaves the image of {} x {} pixels", corners(), image_->width,
                    image_->height));
  }
}

void DatasetChecker::check_subject_and_object(const ImageAnnotation& image,
                                              const InteractionAnnotation& interaction) {
  const auto& [subject, object, verb] = interaction;
  for (const int row : {subject, object}) {
    if (!is_row(row, image.instances)) {
      return add(fmt::format("there is no instance {}", row), true);
    }
  }
  if (!is_person(image, subject)) {
    const int category = entry_at(subject, image.instances).category;
    add(fmt::format("the subject must be a person, found {}",
                    is_row(category, words_.objects)
                        ? "'" + printable(entry_at(category, words_.objects)) + "'"
                        : fmt::format("category {}", category)));
  }
  if (subject == object) {
    add("subject and object are the same instance");
  } else if (!words_.person_as_object && is_person(image, object)) {
    add("the object is a person, but persons are never objects in this data set");
  }
}

/// Adds what is wrong with the file of an image.
void check_image_file(const ImageAnnotation& image, const std::filesystem::path& path,
                      const std::string& annotation_name, const ImageSizeReader& image_size,
                      DefectList& defects) {
  const auto add = [&](const std::string& text) {
    defects.add({annotation_name, "image", image.id, text, false});
  };
  const std::string name = printable(path.string());
  std::error_code error;
  const bool is_file = std::filesystem::is_regular_file(path, error);
  // A path that goes on behind a file may name a picture inside of it; only the caller knows.
  const bool is_inside = error == std::errc::not_a_directory && image_size && image_size(path);
  if (!is_file && !is_inside) return add(fmt::format("there is no file {}", name));
  if (!image_size) return;
  const auto size = image_size(path);
  if (!size) return add(fmt::format("{} is no image that can be read", name));
  if (*size != std::pair(image.width, image.height)) {
    add(fmt::format("{} has {} x {} pixels, annotated are {} x {}", name, size->first, size->second,
                    image.width, image.height));
  }
}

}  // namespace

void check_verbs(const AnnotatedDataset& dataset, const std::string& annotation_name,
                 DefectList& defects) {
  const auto& verbs = dataset.vocabulary.verbs;
  std::vector<bool> used(verbs.size(), false);
  for (const ImageAnnotation& image : dataset.images) {
    for (const auto& interaction : image.interactions) {
      if (is_row(interaction.verb, verbs)) used[static_cast<std::size_t>(interaction.verb)] = true;
    }
  }
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i]) continue;
    defects.add({annotation_name, "verb '" + printable(verbs[i]) + "'", std::nullopt,
                 "no interaction uses it", false});
  }
}

void check_dataset(const AnnotatedDataset& dataset, const std::string& annotation_name,
                   DefectList& defects) {
  DatasetChecker checker(dataset.vocabulary, annotation_name, defects);
  for (const ImageAnnotation& image : dataset.images) checker.check_image(image);
  check_verbs(dataset, annotation_name, defects);
}

void check_image_files(const AnnotatedDataset& dataset, const std::string& annotation_name,
                       const ImageSizeReader& image_size, DefectList& defects) {
  for (const ImageAnnotation& image : dataset.images) {
    check_image_file(image, dataset.image_folder / image.file_name, annotation_name, image_size,
                     defects);
  }
}

std::vector<DatasetDefect> check_dataset(const AnnotatedDataset& dataset,
                                         const std::string& annotation_name) {
  DefectList defects;
  check_dataset(dataset, annotation_name, defects);
  return defects.release();
}

std::vector<DatasetDefect> check_image_files(const AnnotatedDataset& dataset,
                                             const std::string& annotation_name,
                                             const ImageSizeReader& image_size) {
  DefectList defects;
  check_image_files(dataset, annotation_name, image_size, defects);
  return defects.release();
}

}  // namespace hoi
