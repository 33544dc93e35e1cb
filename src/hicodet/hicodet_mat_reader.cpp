#include "hicodet/hicodet_mat_reader.h"

#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "hicodet/hicodet_json_value.h"

namespace hoi {
namespace {

constexpr double kLargestCoordinate = 1e9;
constexpr int kLargestImageSide = 1 << 20;

using Corners = std::array<double, 4>;

/// A whole number in [first, first + count), minus `first`.
std::size_t mat_index(const MatArray& array, double value, double first, std::size_t count,
                      const char* name) {
  if (!(value >= first && value - first < static_cast<double>(count)) ||
      value != std::floor(value)) {
    array.fail(fmt::format("{} is {}, expected a whole number from {} to {}", name, value, first,
                           first + static_cast<double>(count) - 1));
  }
  return static_cast<std::size_t>(value - first);
}

double coordinate(const MatArray& value) {
  const double number = value.number();
  if (!(std::abs(number) <= kLargestCoordinate)) value.fail("a coordinate beyond 1e9");
  return number;
}

std::vector<Corners> read_corners(const MatArray& boxes) {
  std::vector<Corners> corners;
  boxes.each_entry({"x1", "y1", "x2", "y2"}, [&](const std::vector<MatArray>& values, std::size_t) {
    corners.push_back({coordinate(values[0]), coordinate(values[1]), coordinate(values[2]),
                       coordinate(values[3])});
  });
  return corners;
}

/// The pairs of one entry of "hoi"; values: bboxhuman, bboxobject, connection.
void append_pairs(const MatArray& human_boxes, const MatArray& object_boxes,
                  const MatArray& connection, HicodetPair pair, HicodetImage& image) {
  const auto humans = read_corners(human_boxes);
  const auto objects = read_corners(object_boxes);
  if (!connection.is_empty() && connection.columns() != 2) {
    connection.fail(fmt::format("connections of {} columns, expected 2", connection.columns()));
  }
  const std::size_t rows = connection.count() / 2;
  for (std::size_t row = 0; row < rows; ++row) {
    pair.boxes.human = humans[mat_index(connection, connection.number(row), 1, humans.size(),
                                        "the human of a connection")];
    pair.boxes.object = objects[mat_index(connection, connection.number(rows + row), 1,
                                          objects.size(), "the object of a connection")];
    image.pairs.push_back(pair);
  }
}

void read_interactions(const MatArray& interactions, HicodetSplit& split, HicodetImage& image) {
  const auto count = split.words.interactions.size();
  interactions.each_entry({"id", "bboxhuman", "bboxobject", "connection", "invis"},
                          [&](const std::vector<MatArray>& values, std::size_t entry) {
                            HicodetPair pair;
                            pair.interaction =
                                static_cast<int>(mat_index(values[0], values[0].number(), 1, count,
                                                           "the id of an interaction"));
                            pair.entry = static_cast<int>(entry);
                            if (values[4].number() != 0) {
                              ++split.invisible;
                              return;
                            }
                            append_pairs(values[1], values[2], values[3], pair, image);
                          });
}

void read_size(const MatArray& size, HicodetImage& image) {
  const auto side = [](const MatArray& value) {
    return 1 + static_cast<int>(
                   mat_index(value, value.number(), 1, kLargestImageSide, "the width or height"));
  };
  size.each_entry({"width", "height"}, [&](const std::vector<MatArray>& values, std::size_t) {
    image.width = side(values[0]);
    image.height = side(values[1]);
  });
}

/// The names in alphabetical order, and for each position in `names` its index there.
std::pair<std::vector<std::string>, std::vector<int>> sorted_words(
    const std::vector<std::string>& names) {
  std::map<std::string, int> index;
  for (const auto& name : names) index.emplace(name, 0);
  std::vector<std::string> words;
  for (auto& [name, position] : index) {
    position = static_cast<int>(words.size());
    words.push_back(name);
  }
  std::vector<int> indices;
  indices.reserve(names.size());
  for (const auto& name : names) indices.push_back(index.at(name));
  return {std::move(words), std::move(indices)};
}

}  // namespace

HicodetWords read_hicodet_mat_words(const std::vector<const MatFile*>& files) {
  const std::string variable = "list_action";
  for (const MatFile* file : files) {
    if (file == nullptr || !file->has(variable)) continue;
    const MatVariable list = file->load(variable);
    std::vector<std::string> objects, verbs;
    list.array().each_entry({"nname", "vname"},
                            [&](const std::vector<MatArray>& values, std::size_t) {
                              objects.push_back(values[0].text());
                              verbs.push_back(values[1].text());
                              if (objects.back().empty() || verbs.back().empty()) {
                                values[0].fail("an empty name");
                              }
                            });
    HicodetWords words;
    std::vector<int> object_of, verb_of;
    std::tie(words.objects, object_of) = sorted_words(objects);
    std::tie(words.verbs, verb_of) = sorted_words(verbs);
    for (std::size_t i = 0; i < object_of.size(); ++i) {
      words.interactions.push_back({object_of[i], verb_of[i]});
    }
    return words;
  }
  return official_hicodet_words();
}

HicodetSplit read_hicodet_mat_boxes(const MatFile& file, const std::string& variable,
                                    const HicodetWords& words) {
  const MatVariable boxes = file.load(variable);
  HicodetSplit split;
  split.file = file.name();
  split.words = words;
  std::vector<std::string_view> fields = {"filename", "hoi"};
  if (boxes.array().has_field("size")) fields.emplace_back("size");
  boxes.array().each_entry(fields, [&](const std::vector<MatArray>& values, std::size_t position) {
    HicodetImage image;
    image.file_name =
        hicodet_file_name(values[0].text(), {file.name(), variable.c_str(), position});
    if (values.size() > 2) read_size(values[2], image);
    read_interactions(values[1], split, image);
    split.images.push_back(std::move(image));
  });
  return split;
}

std::vector<std::string> read_mat_file_names(const MatFile& file, const std::string& variable) {
  const MatVariable list = file.load(variable);
  std::vector<std::string> names;
  list.array().each([&](const MatArray& name, std::size_t) { names.push_back(name.text()); });
  return names;
}

std::vector<std::vector<int>> read_mat_object_images(const MatFile& file,
                                                     const std::string& variable,
                                                     const HicodetWords& words,
                                                     std::size_t images) {
  const MatVariable labels = file.load(variable);
  const MatArray& array = labels.array();
  const std::size_t interactions = words.interactions.size();
  if (array.rows() != interactions || array.columns() != images) {
    array.fail(fmt::format("labels of {} interactions and {} images, expected {} and {}",
                           array.rows(), array.columns(), interactions, images));
  }
  std::vector<std::vector<int>> result(words.objects.size());
  for (std::size_t i = 0; i < array.count(); ++i) {
    if (array.number(i) != 1) continue;
    const int object = words.interactions[i % interactions].object;
    auto& list = result[static_cast<std::size_t>(object)];
    const int image = static_cast<int>(i / interactions);
    if (list.empty() || list.back() != image) list.push_back(image);
  }
  return result;
}

}  // namespace hoi
