#pragma once

// Ground truth and predictions of the size of whole test sets, written to files. Everything is
// random and the same each time.

#include <array>
#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "measured_process.h"
#include <fmt/format.h>

#include "hicodet/hicodet_words.h"
#include "hicodet/hicodet_writer.h"
#include "hicodet/mat_value.h"

namespace generated {

namespace fs = std::filesystem;

inline constexpr int kHicodetImages = 9'658, kHoiwImages = 8'794;
inline constexpr int kPairs = 100, kHumans = 5, kObjects = 15;

/// x1, y1, x2, y2 with all the digits that single precision gives a double.
using Corners = std::array<double, 4>;

struct Pair {
  int interaction = 0;        ///< from 0
  int human = 0, object = 0;  ///< rows of boxes; humans come first
  double score = 0;
};

/// One image: boxes of humans and objects, and pairs of them. Each object goes with one
/// interaction. The first `annotated` pairs are the ground truth.
class Image {
 public:
  Image(int number, int interactions) : random_(static_cast<std::uint64_t>(number)) {
    for (int i = 0; i < kHumans + kObjects; ++i) {
      const float x = thousandths(500), y = thousandths(350);
      boxes.push_back({x, y, x + 20 + thousandths(120), y + 20 + thousandths(110)});
      interaction_of_box.push_back(below(interactions));
    }
    for (int i = 0; i < kPairs; ++i) {
      const int object = kHumans + below(kObjects);
      pairs.push_back({interaction_of_box[static_cast<std::size_t>(object)], below(kHumans), object,
                       below(1'000'000) / 999'999.0});
    }
    annotated = 2 + below(4);
  }

  const Corners& human_of(const Pair& pair) const {
    return boxes[static_cast<std::size_t>(pair.human)];
  }
  const Corners& object_of(const Pair& pair) const {
    return boxes[static_cast<std::size_t>(pair.object)];
  }

  std::vector<Corners> boxes;
  std::vector<int> interaction_of_box;
  std::vector<Pair> pairs;
  int annotated = 0;

 private:
  int below(int end) { return static_cast<int>(random_() % static_cast<std::uint64_t>(end)); }
  float thousandths(int end) { return static_cast<float>(below(1000 * end)) / 1000; }

  std::mt19937_64 random_;
};

using measured::TextFile;

inline std::string picture_name(int image) {
  return fmt::format("HICO_test2015_{:08}.jpg", image + 1);
}

inline const char* comma(std::size_t position) { return position == 0 ? "" : ", "; }

/// Ids of a prediction file.
struct FileIds {
  int images = 0, interactions = 0;
  std::vector<int> object_of_interaction, verb_of_interaction;
};

/// Per image the boxes and the pairs of their positions, the form of HOI-A.
inline void write_image_list(const fs::path& path, const FileIds& ids) {
  TextFile file(path);
  for (int number = 0; number < ids.images; ++number) {
    const Image image(number, ids.interactions);
    file.add("{}{{\"file_name\": \"{}\", \"predictions\": [", number == 0 ? "[" : ", ",
             picture_name(number));
    for (std::size_t i = 0; i < image.boxes.size(); ++i) {
      const auto interaction = static_cast<std::size_t>(image.interaction_of_box[i]);
      file.add("{}{{\"bbox\": [{}], \"category_id\": {}, \"score\": {}}}", comma(i),
               fmt::join(image.boxes[i], ", "),
               i < kHumans ? 1 : ids.object_of_interaction[interaction], image.pairs[i].score);
    }
    file.add("], \"hoi_prediction\": [");
    for (std::size_t i = 0; i < image.pairs.size(); ++i) {
      const Pair& pair = image.pairs[i];
      file.add("{}{{\"subject_id\": {}, \"object_id\": {}, \"category_id\": {}, \"score\": {}}}",
               comma(i), pair.human, pair.object,
               ids.verb_of_interaction[static_cast<std::size_t>(pair.interaction)], pair.score);
    }
    file.add("]}}");
  }
  file.add("]\n");
}

inline FileIds hicodet_ids() {
  const hoi::HicodetWords& words = hoi::official_hicodet_words();
  const auto of_id = hoi::hicodet_object_of_id(words.objects);
  std::vector<int> id_of(words.objects.size());
  for (std::size_t id = 0; id < of_id.size(); ++id) {
    if (of_id[id] >= 0) id_of[static_cast<std::size_t>(of_id[id])] = static_cast<int>(id);
  }
  FileIds ids = {kHicodetImages, static_cast<int>(words.interactions.size()), {}, {}};
  for (const auto& [object, verb] : words.interactions) {
    ids.object_of_interaction.push_back(id_of[static_cast<std::size_t>(object)]);
    ids.verb_of_interaction.push_back(verb + 1);
  }
  return ids;
}

inline FileIds hoiw_ids() {
  return {kHoiwImages, 10, {2, 2, 3, 4, 4, 6, 8, 9, 10, 11}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}};
}

/// Ground truth of HICO-DET in both forms, by the writers of data sets.
inline void write_hicodet_truth(const fs::path& json_folder, const fs::path& mat_folder) {
  const hoi::HicodetWords& words = hoi::official_hicodet_words();
  hoi::AnnotatedDataset dataset;
  dataset.vocabulary = hoi::hicodet_vocabulary(words, "");
  for (int number = 0; number < kHicodetImages; ++number) {
    const Image made(number, static_cast<int>(words.interactions.size()));
    hoi::ImageAnnotation image;
    image.file_name = picture_name(number);
    image.split = "test";
    image.width = 640;
    image.height = 480;
    for (int i = 0; i < made.annotated; ++i) {
      const Pair& pair = made.pairs[static_cast<std::size_t>(i)];
      const auto [object, verb] = words.interactions[static_cast<std::size_t>(pair.interaction)];
      for (const Corners& box : {made.human_of(pair), made.object_of(pair)}) {
        hoi::InstanceAnnotation instance;
        instance.category = image.instances.size() % 2 == 0 ? dataset.vocabulary.person : object;
        const auto side = [&](std::size_t k) {
          return static_cast<float>(static_cast<int>(box[k]));
        };
        instance.box = {side(0), side(1), side(2), side(3)};
        image.instances.push_back(instance);
      }
      image.interactions.push_back({2 * i, 2 * i + 1, verb});
    }
    dataset.images.push_back(std::move(image));
  }
  hoi::DatasetFindings findings;
  fs::create_directory(json_folder);
  fs::create_directory(mat_folder);
  hoi::write_hicodet(dataset, json_folder, findings);
  hoi::write_hicodet_mat(dataset, mat_folder, findings);
}

using Rows = std::vector<std::array<double, 9>>;

/// HICO-DET's predictions by class: the rows of each cell [interaction + image * interactions].
inline std::vector<Rows> hicodet_cells() {
  const std::size_t interactions = hoi::official_hicodet_words().interactions.size();
  std::vector<Rows> cells(interactions * kHicodetImages);
  for (int number = 0; number < kHicodetImages; ++number) {
    const Image image(number, static_cast<int>(interactions));
    for (const Pair& pair : image.pairs) {
      const Corners &h = image.human_of(pair), &o = image.object_of(pair);
      cells[static_cast<std::size_t>(number) * interactions +
            static_cast<std::size_t>(pair.interaction)]
          .push_back({h[0], h[1], h[2], h[3], o[0], o[1], o[2], o[3], pair.score});
    }
  }
  return cells;
}

inline void write_hicodet_lists(const fs::path& path) {
  const auto cells = hicodet_cells();
  const std::size_t interactions = cells.size() / kHicodetImages;
  TextFile file(path);
  for (std::size_t i = 0; i < interactions; ++i) {
    file.add("{}[", i == 0 ? "[" : ", ");
    for (std::size_t image = 0; image < kHicodetImages; ++image) {
      file.add("{}[", comma(image));
      const Rows& rows = cells[image * interactions + i];
      for (std::size_t row = 0; row < rows.size(); ++row) {
        file.add("{}[{}]", comma(row), fmt::join(rows[row], ", "));
      }
      file.add("]");
    }
    file.add("]");
  }
  file.add("]\n");
}

inline void write_hicodet_mat_cells(const fs::path& path) {
  const auto cells = hicodet_cells();
  std::vector<hoi::MatValue> values(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::vector<double> numbers;
    for (std::size_t column = 0; column < 9; ++column) {
      for (const auto& row : cells[i]) numbers.push_back(row[column]);
    }
    if (!numbers.empty()) values[i] = hoi::MatValue::numbers(cells[i].size(), 9, numbers);
  }
  std::vector<std::pair<std::string, hoi::MatValue>> variables;
  variables.emplace_back("all_boxes", hoi::MatValue::cell(cells.size() / kHicodetImages,
                                                          kHicodetImages, std::move(values)));
  hoi::write_mat_file(path, std::move(variables));
}

inline void write_hoiw_truth(const fs::path& path) {
  const FileIds ids = hoiw_ids();
  TextFile file(path);
  for (int number = 0; number < kHoiwImages; ++number) {
    const Image image(number, ids.interactions);
    file.add("{}{{\"file_name\": \"{}\", \"annotations\": [", number == 0 ? "[" : ", ",
             picture_name(number));
    std::string triples;
    for (std::size_t i = 0; i < static_cast<std::size_t>(image.annotated); ++i) {
      const Pair& pair = image.pairs[i];
      const auto interaction = static_cast<std::size_t>(pair.interaction);
      file.add(
          "{}{{\"bbox\": [{}], \"category_id\": \"1\"}}, {{\"bbox\": [{}], \"category_id\": "
          "\"{}\"}}",
          comma(i), fmt::join(image.human_of(pair), ", "), fmt::join(image.object_of(pair), ", "),
          ids.object_of_interaction[interaction]);
      triples += fmt::format("{}{{\"subject_id\": {}, \"object_id\": {}, \"category_id\": {}}}",
                             comma(i), 2 * i, 2 * i + 1, ids.verb_of_interaction[interaction]);
    }
    file.add("], \"hoi_annotation\": [{}]}}", triples);
  }
  file.add("]\n");
}

}  // namespace generated
