#pragma once

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "domain/annotation.h"

namespace hoi {

inline int number_below(int limit, std::mt19937& random) {
  return static_cast<int>(random() % static_cast<unsigned>(limit));
}

/// A box with area inside `image`, with few or all digits.
inline Box box_inside(const ImageAnnotation& image, std::mt19937& random) {
  const auto side = [&](int limit) {
    float a = static_cast<float>(number_below(limit, random));
    float b = a + 1 + static_cast<float>(number_below(limit - static_cast<int>(a), random));
    if (random() % 2 == 0) a += static_cast<float>(random() % 997) / 997.0F / 2;
    if (random() % 2 == 0) b -= static_cast<float>(random() % 991) / 991.0F / 2.5F;
    return std::make_pair(a, std::min(b, static_cast<float>(limit)));
  };
  const auto [x1, x2] = side(image.width);
  const auto [y1, y2] = side(image.height);
  return {x1, y1, x2, y2};
}

/// Images of several splits with names of all kinds; crowds, and images without interactions, only
/// where `everything` is set.
inline AnnotatedDataset random_named_dataset(bool everything, std::mt19937& random) {
  AnnotatedDataset dataset;
  dataset.vocabulary = {{"sports ball", "person", "a \"b\" & <c>", "\xC3\xA9t\xC3\xA9"},
                        {"hold", "look at", "kick"},
                        1,
                        true};
  std::int64_t next_id = 1;
  for (int i = number_below(7, random); i > 0; --i) {
    ImageAnnotation image;
    image.id = i;
    image.file_name = (random() % 2 == 0 ? "a b/" : "") + std::to_string(i) + " %&?#+.png";
    image.width = 2 + number_below(700, random);
    image.height = 2 + number_below(700, random);
    constexpr const char* kSplits[] = {"train", "val", "test", "trainval", "", "gallery"};
    image.split = kSplits[number_below(6, random)];
    image.interactions_annotated = !everything || random() % 4 > 0;
    const int boxes = number_below(6, random);
    for (int k = 0; k < boxes; ++k) {
      InstanceAnnotation instance;
      instance.id = next_id++;
      instance.category = random() % 2 == 0 ? 1 : number_below(4, random);
      instance.box = box_inside(image, random);
      instance.crowd = everything && random() % 8 == 0;
      image.instances.push_back(instance);
    }
    for (int subject = 0; subject < boxes && image.interactions_annotated; ++subject) {
      for (int object = 0; object < boxes; ++object) {
        if (image.instances[static_cast<std::size_t>(subject)].category != 1) continue;
        for (int verb = 0; verb < 3; ++verb) {
          if (subject != object && random() % 4 == 0) {
            image.interactions.push_back({subject, object, verb});
          }
        }
      }
    }
    dataset.images.push_back(image);
  }
  return dataset;
}

/// What a data set says about one image in words instead of indices.
struct SaidInWords {
  int width = 0, height = 0;
  std::string split;
  bool interactions_annotated = true, boxes_exhaustive = true;
  std::vector<std::tuple<std::string, float, float, float, float, bool>> instances;
  std::vector<std::tuple<int, int, std::string>> interactions;  ///< sorted
};

inline bool operator==(const SaidInWords& a, const SaidInWords& b) {
  return std::tie(a.width, a.height, a.split, a.interactions_annotated, a.boxes_exhaustive,
                  a.instances,
                  a.interactions) == std::tie(b.width, b.height, b.split, b.interactions_annotated,
                                              b.boxes_exhaustive, b.instances, b.interactions);
}

/// Every image of a data set in words, by file name.
inline std::map<std::string, SaidInWords> in_words(const AnnotatedDataset& dataset) {
  std::map<std::string, SaidInWords> all;
  for (const ImageAnnotation& image : dataset.images) {
    SaidInWords& said = all[image.file_name];
    said = {image.width,
            image.height,
            image.split,
            image.interactions_annotated,
            image.boxes_exhaustive,
            {},
            {}};
    for (const auto& instance : image.instances) {
      const Box& box = instance.box;
      said.instances.emplace_back(
          dataset.vocabulary.objects.at(static_cast<std::size_t>(instance.category)), box.x1,
          box.y1, box.x2, box.y2, instance.crowd);
    }
    for (const auto& interaction : image.interactions) {
      said.interactions.emplace_back(
          interaction.subject, interaction.object,
          dataset.vocabulary.verbs.at(static_cast<std::size_t>(interaction.verb)));
    }
    std::sort(said.interactions.begin(), said.interactions.end());
  }
  return all;
}

}  // namespace hoi
