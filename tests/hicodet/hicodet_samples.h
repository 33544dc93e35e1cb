#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "domain/annotation.h"
#include "hicodet/hicodet_annotations.h"
#include "hicodet/hicodet_words.h"

namespace hoi {

/// Two objects (dog, person), two verbs (hug, walk), three interactions.
inline HicodetWords small_hicodet_words() {
  return {{"dog", "person"}, {"hug", "walk"}, {{0, 0}, {0, 1}, {1, 0}}};
}

/// A public JSON file of these words: in a.jpg a person hugs and walks a dog, in b.jpg nobody has
/// boxes.
inline const char* small_hicodet_json() {
  return R"({
    "annotation": [
      {"boxes_h": [[11, 21, 60, 90], [11, 21, 60, 90]], "boxes_o": [[51, 61, 80, 95], [51, 61, 80, 95]],
       "hoi": [0, 1], "object": [0, 0], "verb": [0, 1]},
      {"boxes_h": [], "boxes_o": [], "hoi": [], "object": [], "verb": []}],
    "filenames": ["a.jpg", "b.jpg"],
    "size": [[100, 100], [64, 48]],
    "empty": [1],
    "objects": ["dog", "person"],
    "verbs": ["hug", "walk"],
    "correspondence": [[0, 0, 0], [1, 0, 1], [2, 1, 0]],
    "rare": [1],
    "non_rare": [0, 2]
  })";
}

/// The row of the instance of this class with this box, which is added when there is none.
inline int instance_row(ImageAnnotation& image, int category, const Box& box) {
  for (std::size_t i = 0; i < image.instances.size(); ++i) {
    const Box& known = image.instances[i].box;
    if (image.instances[i].category == category && known.x1 == box.x1 && known.y1 == box.y1 &&
        known.x2 == box.x2 && known.y2 == box.y2) {
      return static_cast<int>(i);
    }
  }
  InstanceAnnotation instance;
  instance.id = static_cast<std::int64_t>(image.instances.size());
  instance.category = category;
  instance.box = box;
  image.instances.push_back(instance);
  return static_cast<int>(image.instances.size()) - 1;
}

/// Images with random pairs of official interactions, in the form the reader gives: instances in
/// the order of their pairs, whole coordinates, empty images without statements.
inline AnnotatedDataset random_hicodet_dataset(std::mt19937& random) {
  const HicodetWords& words = official_hicodet_words();
  AnnotatedDataset dataset;
  dataset.vocabulary = hicodet_vocabulary(words, "");
  const int person = dataset.vocabulary.person;
  const auto below = [&](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  const auto random_box = [&] {
    const int x = below(4) * 10, y = below(4) * 10;
    return Box{float(x), float(y), float(x + 10 + below(3)), float(y + 10 + below(3))};
  };
  const int train = below(4);
  for (int number = 0; number < train + 1 + below(4); ++number) {
    ImageAnnotation image;
    image.id = number + 1;
    image.split = number < train ? "train" : "test";
    image.file_name = image.split + "2015/" + std::to_string(number) + ".jpg";
    image.width = 60 + below(9);
    image.height = 50 + below(9);
    const int pairs = below(5);
    for (int i = 0; i < pairs; ++i) {
      const auto [object, verb] = words.interactions[random() % words.interactions.size()];
      const int subject = instance_row(image, person, random_box());
      const int target = instance_row(image, object, random_box());
      // The reader makes a second instance of a person who is both ends; keep these cases apart.
      if (target != subject) image.interactions.push_back({subject, target, verb});
    }
    if (image.interactions.empty()) image.instances.clear();
    image.interactions_annotated = image.boxes_exhaustive = !image.interactions.empty();
    dataset.images.push_back(std::move(image));
  }
  return dataset;
}

/// What a data set says, in an order of its own: one line per image and interaction.
inline std::vector<std::string> statements_of(const AnnotatedDataset& dataset) {
  std::vector<std::string> lines;
  const auto text = [](const Box& box) {
    return "[" + std::to_string(box.x1) + " " + std::to_string(box.y1) + " " +
           std::to_string(box.x2) + " " + std::to_string(box.y2) + "] ";
  };
  for (const auto& image : dataset.images) {
    lines.push_back(image.file_name + " " + image.split + " " + std::to_string(image.width) + "x" +
                    std::to_string(image.height) + " " +
                    std::to_string(image.interactions_annotated) +
                    std::to_string(image.boxes_exhaustive));
    std::vector<std::string> pairs;
    for (const auto& [subject, object, verb] : image.interactions) {
      const auto& human = image.instances.at(static_cast<std::size_t>(subject));
      const auto& thing = image.instances.at(static_cast<std::size_t>(object));
      pairs.push_back(text(human.box) +
                      dataset.vocabulary.verbs.at(static_cast<std::size_t>(verb)) + " " +
                      dataset.vocabulary.objects.at(static_cast<std::size_t>(thing.category)) +
                      " " + text(thing.box));
    }
    std::sort(pairs.begin(), pairs.end());
    lines.insert(lines.end(), pairs.begin(), pairs.end());
  }
  return lines;
}

}  // namespace hoi
