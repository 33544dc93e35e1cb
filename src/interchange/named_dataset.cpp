#include "interchange/named_dataset.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "formats/printable_text.h"

namespace hoi {
namespace {

constexpr int kPersonIndex = 0;
constexpr int kLeftOut = -1;

std::string in_small_letters(std::string text) {
  for (char& letter : text) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return text;
}

Box clipped_to(const std::array<double, 4>& corners, const ImageAnnotation& image) {
  const auto clip = [](double value, int limit) {
    return std::clamp(static_cast<float>(value), 0.0F, static_cast<float>(limit));
  };
  return {clip(corners[0], image.width), clip(corners[1], image.height),
          clip(corners[2], image.width), clip(corners[3], image.height)};
}

bool is_inside(const std::array<double, 4>& corners, const Box& clipped) {
  const std::array<float, 4> inside = {clipped.x1, clipped.y1, clipped.x2, clipped.y2};
  return std::equal(inside.begin(), inside.end(), corners.begin(),
                    [](float a, double b) { return a == static_cast<float>(b); });
}

std::string corners_text(const std::array<double, 4>& corners, const ImageAnnotation& image) {
  return fmt::format("[{}] in a picture of {} x {}", fmt::join(corners, ", "), image.width,
                     image.height);
}

/// For each index in order of appearance its place in the alphabetical list.
std::vector<int> alphabetical_places(const std::map<std::string, int>& words, int first_place) {
  std::vector<int> places(words.size());
  for (const auto& [word, index] : words) places[static_cast<std::size_t>(index)] = first_place++;
  return places;
}

}  // namespace

bool is_person_name(const std::string& name) {
  const std::string small = in_small_letters(name);
  return small == "person" || small == "human";
}

bool is_safe_file_name(const std::string& name) {
  const std::filesystem::path path(name);
  return !name.empty() && name.find('\0') == std::string::npos && !path.is_absolute() &&
         path.has_filename() &&
         std::none_of(path.begin(), path.end(), [](const auto& part) { return part == ".."; });
}

void NamedDataset::repair(const std::string& rule, const std::string& text) {
  findings_.repair(rule, file_, where_, text);
}

int NamedDataset::index_of(const std::string& name, std::map<std::string, int>& words) const {
  return words.emplace(name, static_cast<int>(words.size())).first->second;
}

std::vector<int> NamedDataset::add_instances(const NamedImage& named, ImageAnnotation& image) {
  std::vector<int> rows;
  for (const NamedInstance& instance : named.instances) {
    rows.push_back(kLeftOut);
    const std::string shape = corners_text(instance.corners, image);
    const Box box = clipped_to(instance.corners, image);
    if (instance.name.empty()) {
      repair("box without class", fmt::format("box {}; left out", rows.size() - 1));
      continue;
    }
    if (box.x2 <= box.x1 || box.y2 <= box.y1) {
      repair("box without area", shape + "; left out");
      continue;
    }
    if (!is_inside(instance.corners, box)) repair("box outside the picture", shape + "; clipped");
    int category = kPersonIndex;
    if (is_person_name(instance.name)) {
      person_names_.insert(instance.name);
    } else {
      category = 1 + index_of(instance.name, objects_);
    }
    rows.back() = static_cast<int>(image.instances.size());
    image.instances.push_back({next_id_++, category, box, instance.crowd, instance.polygons, {}});
  }
  return rows;
}

void NamedDataset::add_interactions(const NamedImage& named, const std::vector<int>& rows,
                                    ImageAnnotation& image) {
  const auto row_of = [&](std::int64_t index) -> std::optional<int> {
    if (index < 0 || index >= static_cast<std::int64_t>(rows.size())) return std::nullopt;
    return rows[static_cast<std::size_t>(index)];
  };
  for (const NamedInteraction& interaction : named.interactions) {
    const auto subject = row_of(interaction.subject), object = row_of(interaction.object);
    const std::string shape =
        fmt::format("'{}' of {} and {}; left out", printable(interaction.verb), interaction.subject,
                    interaction.object);
    if (!subject || !object) {
      repair("interaction out of range", shape);
    } else if (*subject == kLeftOut || *object == kLeftOut) {
      repair("interaction without its box", shape);
    } else if (*subject == *object) {
      repair("interaction with itself", shape);
    } else if (image.instances[static_cast<std::size_t>(*subject)].category != kPersonIndex) {
      repair("subject is no person", shape);
    } else if (interaction.verb.empty()) {
      repair("interaction without verb", shape);
    } else {
      image.interactions.push_back({*subject, *object, index_of(interaction.verb, verbs_)});
    }
  }
}

void NamedDataset::add(const NamedImage& named, const std::string& file, const std::string& where) {
  file_ = file;
  where_ = where;
  const std::string name = printable(named.image.file_name);
  if (!is_safe_file_name(named.image.file_name)) {
    repair("unsafe file name", "'" + name + "' does not stay in its folder; left out");
    return;
  }
  if (!file_names_.insert(named.image.file_name).second) {
    repair("repeated image", "'" + name + "' stands before; left out");
    return;
  }
  ImageAnnotation image = named.image;
  image.id = static_cast<std::int64_t>(dataset_.images.size()) + 1;
  const auto rows = add_instances(named, image);
  add_interactions(named, rows, image);
  dataset_.images.push_back(std::move(image));
}

void NamedDataset::sort_words() {
  const auto object_places = alphabetical_places(objects_, kPersonIndex + 1);
  const auto verb_places = alphabetical_places(verbs_, 0);
  for (ImageAnnotation& image : dataset_.images) {
    for (InstanceAnnotation& instance : image.instances) {
      if (instance.category == kPersonIndex) continue;
      instance.category = object_places[static_cast<std::size_t>(instance.category - 1)];
    }
    for (InteractionAnnotation& interaction : image.interactions) {
      interaction.verb = verb_places[static_cast<std::size_t>(interaction.verb)];
    }
  }
}

AnnotatedDataset NamedDataset::take() {
  sort_words();
  Vocabulary& words = dataset_.vocabulary;
  const bool only_human = person_names_ == std::set<std::string>{"human"};
  words.objects = {only_human ? "human" : "person"};
  where_ = "";
  for (const std::string& name : person_names_) {
    if (name != words.objects[0]) {
      repair("name of the person", "'" + name + "' is taken for '" + words.objects[0] + "'");
    }
  }
  for (const auto& [word, index] : objects_) words.objects.push_back(word);
  for (const auto& [word, index] : verbs_) words.verbs.push_back(word);
  words.person = kPersonIndex;
  bool any = false;
  words.person_as_object = false;
  for (const ImageAnnotation& image : dataset_.images) {
    for (const InteractionAnnotation& interaction : image.interactions) {
      const auto object = static_cast<std::size_t>(interaction.object);
      any = true;
      if (image.instances[object].category == kPersonIndex) words.person_as_object = true;
    }
  }
  words.person_as_object = words.person_as_object || !any;
  return std::move(dataset_);
}

}  // namespace hoi
