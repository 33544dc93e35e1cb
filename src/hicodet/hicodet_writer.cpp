#include "hicodet/hicodet_writer.h"

#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "hicodet/hicodet_export.h"
#include "hicodet/hicodet_folder.h"
#include "hicodet/mat_value.h"

namespace hoi {
namespace {

using WrittenCorners = std::array<double, 4>;

std::string json_string(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// "[a, b, c]" of what `text_of` makes of each entry.
template <class List, class TextOf>
std::string json_list(const List& list, const TextOf& text_of) {
  std::string text = "[";
  for (const auto& entry : list) {
    if (text.size() > 1) text += ", ";
    text += text_of(entry);
  }
  return text + "]";
}

std::string json_corners(const WrittenCorners& corners) {
  return fmt::format("[{}, {}, {}, {}]", corners[0], corners[1], corners[2], corners[3]);
}

std::string json_annotation(const HicodetImage& image, const HicodetWords& words) {
  const auto interaction_of = [&](const HicodetPair& pair) {
    return words.interactions.at(static_cast<std::size_t>(pair.interaction));
  };
  const auto list = [&](const auto& text_of) { return json_list(image.pairs, text_of); };
  return fmt::format(
      R"({{"boxes_h": {}, "boxes_o": {}, "hoi": {}, "object": {}, "verb": {}}})",
      list([](const HicodetPair& pair) { return json_corners(pair.boxes.human); }),
      list([](const HicodetPair& pair) { return json_corners(pair.boxes.object); }),
      list([](const HicodetPair& pair) { return std::to_string(pair.interaction); }),
      list([&](const HicodetPair& pair) { return std::to_string(interaction_of(pair).object); }),
      list([&](const HicodetPair& pair) { return std::to_string(interaction_of(pair).verb); }));
}

std::string json_correspondence(const HicodetWords& words) {
  int hoi = 0;
  return json_list(words.interactions, [&](const HicodetInteraction& interaction) {
    return fmt::format("[{}, {}, {}]", hoi++, interaction.object, interaction.verb);
  });
}

/// The positions at which `chosen` says `value`.
std::string json_positions(const std::vector<bool>& chosen, bool value) {
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    if (chosen[i] == value) positions.push_back(i);
  }
  return json_list(positions, [](std::size_t position) { return std::to_string(position); });
}

/// One entry of "hoi" of the MATLAB form: the pairs of one interaction with their distinct boxes.
class MatInteraction {
 public:
  void add(const PairBoxes& boxes) {
    connection_.emplace_back(row_of(boxes.human, humans_), row_of(boxes.object, objects_));
  }

  /// Appends the values of the fields id, bboxhuman, bboxobject, connection, invis.
  void append_to(std::vector<MatValue>& values, int interaction) const {
    std::vector<double> connection;
    for (const auto& [human, object] : connection_) connection.push_back(human);
    for (const auto& [human, object] : connection_) connection.push_back(object);
    values.push_back(MatValue::number(interaction + 1));
    values.push_back(boxes(humans_));
    values.push_back(boxes(objects_));
    values.push_back(MatValue::numbers(connection_.size(), 2, connection));
    values.push_back(MatValue::number(0));
  }

 private:
  static int row_of(const WrittenCorners& corners, std::vector<WrittenCorners>& known) {
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (known[i] == corners) return static_cast<int>(i) + 1;
    }
    known.push_back(corners);
    return static_cast<int>(known.size());
  }

  static MatValue boxes(const std::vector<WrittenCorners>& list) {
    std::vector<MatValue> values;
    for (const WrittenCorners& corners : list) {
      for (const std::size_t i : {0U, 2U, 1U, 3U}) values.push_back(MatValue::number(corners[i]));
    }
    return MatValue::structs({"x1", "x2", "y1", "y2"}, std::move(values));
  }

  std::vector<WrittenCorners> humans_, objects_;
  std::vector<std::pair<int, int>> connection_;
};

MatValue mat_interactions(const HicodetImage& image) {
  std::map<int, MatInteraction> interactions;
  for (const HicodetPair& pair : image.pairs) interactions[pair.interaction].add(pair.boxes);
  std::vector<MatValue> values;
  for (const auto& [id, interaction] : interactions) interaction.append_to(values, id);
  return MatValue::structs({"id", "bboxhuman", "bboxobject", "connection", "invis"},
                           std::move(values));
}

MatValue mat_boxes(const HicodetSplit& split) {
  constexpr double kColours = 3;
  std::vector<MatValue> values;
  for (const HicodetImage& image : split.images) {
    std::vector<MatValue> size;
    for (const double side : {double(image.width), double(image.height), kColours}) {
      size.push_back(MatValue::number(side));
    }
    values.push_back(MatValue::text(image.file_name));
    values.push_back(MatValue::structs({"width", "height", "depth"}, std::move(size)));
    values.push_back(mat_interactions(image));
  }
  return MatValue::structs({"filename", "size", "hoi"}, std::move(values));
}

MatValue mat_labels(const HicodetSplit& split) {
  const std::size_t interactions = split.words.interactions.size();
  std::vector<double> labels;
  labels.reserve(interactions * split.images.size());
  for (const HicodetImage& image : split.images) {
    const std::size_t begin = labels.size();
    labels.resize(begin + interactions, image.pairs.empty() ? NAN : -1.0);
    for (const HicodetPair& pair : image.pairs) {
      labels[begin + static_cast<std::size_t>(pair.interaction)] = 1;
    }
  }
  return MatValue::numbers(interactions, split.images.size(), labels);
}

MatValue mat_file_names(const HicodetSplit& split) {
  std::vector<MatValue> names;
  names.reserve(split.images.size());
  for (const HicodetImage& image : split.images) names.push_back(MatValue::text(image.file_name));
  const std::size_t count = names.size();
  return MatValue::cell(count, 1, std::move(names));
}

MatValue mat_words(const HicodetWords& words) {
  std::vector<MatValue> values;
  for (const auto& [object, verb] : words.interactions) {
    const std::string& verb_name = words.verbs.at(static_cast<std::size_t>(verb));
    values.push_back(MatValue::text(words.objects.at(static_cast<std::size_t>(object))));
    values.push_back(MatValue::text(verb_name));
    values.push_back(MatValue::text(verb_name));
  }
  return MatValue::structs({"nname", "vname", "vname_ing"}, std::move(values));
}

}  // namespace

std::string hicodet_json_text(const HicodetSplit& split) {
  std::string text = "{\"annotation\": [\n";
  std::string names, sizes, empty;
  for (std::size_t i = 0; i < split.images.size(); ++i) {
    const HicodetImage& image = split.images[i];
    const char* const comma = i + 1 < split.images.size() ? "," : "";
    text += json_annotation(image, split.words) + comma + "\n";
    names += json_string(image.file_name) + comma + "\n";
    sizes += fmt::format("[{}, {}]{}\n", image.width, image.height, comma);
    if (image.pairs.empty()) empty += (empty.empty() ? "" : ", ") + std::to_string(i);
  }
  text += "],\n\"filenames\": [\n" + names + "],\n\"size\": [\n" + sizes + "],\n";
  const std::vector<bool> rare =
      split.rare.value_or(std::vector<bool>(split.words.interactions.size(), false));
  text += fmt::format(
      "\"empty\": [{}],\n\"objects\": {},\n\"verbs\": {},\n\"correspondence\": {},\n"
      "\"rare\": {},\n\"non_rare\": {}}}\n",
      empty, json_list(split.words.objects, json_string), json_list(split.words.verbs, json_string),
      json_correspondence(split.words), json_positions(rare, true), json_positions(rare, false));
  return text;
}

ImagePlacements write_hicodet(const AnnotatedDataset& dataset, const std::filesystem::path& folder,
                              DatasetFindings& findings) {
  HicodetExport data = export_hicodet(dataset, folder.string(), findings);
  if (!data.train.images.empty() || data.test.images.empty()) {
    write_file_atomically(folder / hicodet_json_name("train"), hicodet_json_text(data.train));
  }
  if (!data.test.images.empty()) {
    write_file_atomically(folder / hicodet_json_name("test"), hicodet_json_text(data.test));
  }
  return std::move(data.placements);
}

ImagePlacements write_hicodet_mat(const AnnotatedDataset& dataset,
                                  const std::filesystem::path& folder, DatasetFindings& findings) {
  HicodetExport data = export_hicodet(dataset, folder.string(), findings);
  std::vector<std::pair<std::string, MatValue>> labels;
  labels.emplace_back("anno_train", mat_labels(data.train));
  labels.emplace_back("anno_test", mat_labels(data.test));
  labels.emplace_back("list_train", mat_file_names(data.train));
  labels.emplace_back("list_test", mat_file_names(data.test));
  labels.emplace_back("list_action", mat_words(data.train.words));
  write_mat_file(folder / kHicodetLabelFile, std::move(labels));
  std::vector<std::pair<std::string, MatValue>> boxes;
  boxes.emplace_back("bbox_train", mat_boxes(data.train));
  boxes.emplace_back("bbox_test", mat_boxes(data.test));
  boxes.emplace_back("list_action", mat_words(data.train.words));
  write_mat_file(folder / kHicodetBoxFile, std::move(boxes));
  return std::move(data.placements);
}

}  // namespace hoi
