#pragma once

#include <random>
#include <string>

#include "domain/annotation.h"
#include "hoiw/hoiw_words.h"

namespace hoi {

inline int random_below(int limit, std::mt19937& random) {
  return static_cast<int>(random() % static_cast<unsigned>(limit));
}

/// A box with area inside `width` x `height`, on quarters of pixels or on any fraction.
inline Box random_box(int width, int height, std::mt19937& random) {
  const auto below = [&](int limit) {
    const float whole = static_cast<float>(random_below(limit, random));
    return random() % 2 == 0 ? whole : whole + static_cast<float>(random() % 1000) / 1000.0F;
  };
  const float x = below(width - 2), y = below(height - 2);
  const auto end = [&](float start, int limit) {
    return start + 0.5F +
           (static_cast<float>(limit) - start - 0.5F) *
               (static_cast<float>(random() % 1001) / 1000.0F);
  };
  return {x, y, end(x, width), end(y, height)};
}

/// Images that HOIW can express completely, of all splits.
inline AnnotatedDataset random_hoiw_dataset(int images, std::mt19937& random) {
  AnnotatedDataset dataset;
  dataset.vocabulary = hoiw_vocabulary();
  std::int64_t next_id = 1;
  for (int i = 0; i < images; ++i) {
    ImageAnnotation image;
    image.id = i + 1;
    image.file_name = "images/" + std::to_string(random()) + "_" + std::to_string(i) + ".png";
    image.width = 20 + random_below(200, random);
    image.height = 20 + random_below(200, random);
    constexpr const char* kSplits[] = {"train", "val", "test", "trainval"};
    image.split = kSplits[random_below(4, random)];
    const int boxes = random_below(6, random);
    for (int k = 0; k < boxes; ++k) {
      InstanceAnnotation instance;
      instance.id = next_id++;
      instance.category = random() % 2 == 0 ? 0 : random_below(11, random);
      instance.box = random_box(image.width, image.height, random);
      image.instances.push_back(instance);
    }
    for (int subject = 0; subject < boxes; ++subject) {
      for (int object = 0; object < boxes; ++object) {
        const bool possible = image.instances[static_cast<std::size_t>(subject)].category == 0 &&
                              image.instances[static_cast<std::size_t>(object)].category != 0;
        if (possible && random() % 2 == 0) {
          image.interactions.push_back({subject, object, random_below(10, random)});
        }
      }
    }
    dataset.images.push_back(image);
  }
  return dataset;
}

}  // namespace hoi
