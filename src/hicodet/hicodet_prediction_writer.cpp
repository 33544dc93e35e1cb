#include "hicodet/hicodet_prediction_writer.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/file.h"
#include "formats/printable_text.h"
#include "formats/shortest_number.h"
#include "hicodet/hicodet_folder.h"
#include "hicodet/hicodet_word_tables.h"
#include "hicodet/hicodet_words.h"
#include "hicodet/mat_value.h"

namespace hoi {
namespace {

/// An interaction of the results in HICO-DET's terms.
struct WrittenInteraction {
  int interaction = 0;          ///< of the 600
  int subject = 0, object = 0;  ///< rows of the result's instances
  int verb = 0;                 ///< of the 117
  float score = 0;
};

/// Inclusive corners counted from 0.
std::array<double, 4> zero_based_corners(const Box& box) {
  return {shortest_number(box.x1), shortest_number(box.y1), shortest_number(box.x2 - 1),
          shortest_number(box.y2 - 1)};
}

/// Finds HICO-DET's words for those of the results and reports what has none.
class PredictionTranslator {
 public:
  PredictionTranslator(const Vocabulary& vocabulary, std::string file, DatasetFindings& findings)
      : vocabulary_(vocabulary),
        file_(std::move(file)),
        findings_(findings),
        interactions_(official_hicodet_words()) {
    const HicodetWords& official = official_hicodet_words();
    for (const auto& name : vocabulary.objects) {
      objects_.push_back(find_hicodet_word(official.objects, name));
    }
    for (const auto& name : vocabulary.verbs) {
      verbs_.push_back(find_hicodet_word(official.verbs, name));
    }
  }

  std::optional<int> object_of(const DetectedInstance& instance) const {
    return objects_.at(static_cast<std::size_t>(instance.category));
  }

  std::vector<WrittenInteraction> interactions(const ImageResult& result) {
    std::vector<WrittenInteraction> written;
    for (const DetectedInteraction& from : result.interactions) {
      const auto& object = result.instances.at(static_cast<std::size_t>(from.object));
      const auto verb = verbs_.at(static_cast<std::size_t>(from.verb));
      const auto found = interactions_.find(object_of(object), verb);
      // A subject that is no word of HICO-DET has no box in the file.
      const auto subject = object_of(result.instances.at(static_cast<std::size_t>(from.subject)));
      if (found && subject) {
        written.push_back({*found, from.subject, from.object, *verb, from.score});
      } else {
        loss(result, "interaction that is no HICO-DET class",
             fmt::format("'{}' with '{}' was left out",
                         printable(vocabulary_.verbs[static_cast<std::size_t>(from.verb)]),
                         printable(name_of(object))));
      }
    }
    return written;
  }

  void report_masks(const ImageResult& result) {
    for (const DetectedInstance& instance : result.instances) {
      if (instance.mask)
        loss(result, "mask", fmt::format("of a '{}'", printable(name_of(instance))));
    }
  }

  const std::string& name_of(const DetectedInstance& instance) const {
    return vocabulary_.objects.at(static_cast<std::size_t>(instance.category));
  }

  void loss(const ImageResult& result, const std::string& rule, const std::string& text) {
    findings_.loss(rule, file_, fmt::format("image '{}'", printable(result.file)), text);
  }

 private:
  const Vocabulary& vocabulary_;
  std::string file_;
  DatasetFindings& findings_;
  HicodetInteractionIndex interactions_;
  std::vector<std::optional<int>> objects_, verbs_;
};

/// What each result's picture is called in the file.
std::vector<std::string> written_names(const std::vector<ImageResult>& results,
                                       PredictionTranslator& translator) {
  std::vector<std::string> originals;
  originals.reserve(results.size());
  for (const ImageResult& result : results) originals.push_back(result.file);
  auto names = hicodet_file_names(originals);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (is_renamed_in_hicodet(originals[i], names[i])) {
      translator.loss(results[i], "name of a picture",
                      fmt::format("became '{}'", printable(names[i])));
    }
  }
  return names;
}

std::string json_result(const ImageResult& result, const std::string& name,
                        PredictionTranslator& translator) {
  std::string boxes, pairs;
  std::vector<int> row_of(result.instances.size(), -1);
  int rows = 0;
  for (std::size_t i = 0; i < result.instances.size(); ++i) {
    const DetectedInstance& instance = result.instances[i];
    const auto object = translator.object_of(instance);
    if (!object) {
      translator.loss(result, "instance that is no HICO-DET object",
                      fmt::format("a '{}' was left out", printable(translator.name_of(instance))));
      continue;
    }
    row_of[i] = rows++;
    const auto corners = zero_based_corners(instance.box);
    boxes += fmt::format(R"({}{{"bbox": [{}, {}, {}, {}], "category_id": {}, "score": {}}})",
                         boxes.empty() ? "" : ", ", corners[0], corners[1], corners[2], corners[3],
                         kHicodetCocoIds.at(static_cast<std::size_t>(*object)),
                         shortest_number(instance.score));
  }
  for (const WrittenInteraction& pair : translator.interactions(result)) {
    pairs += fmt::format(
        R"({}{{"subject_id": {}, "object_id": {}, "category_id": {}, "score": {}}})",
        pairs.empty() ? "" : ", ", row_of[static_cast<std::size_t>(pair.subject)],
        row_of[static_cast<std::size_t>(pair.object)], pair.verb + 1, shortest_number(pair.score));
  }
  const std::string quoted =
      nlohmann::json(name).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return fmt::format(R"({{"file_name": {}, "predictions": [{}], "hoi_prediction": [{}]}})", quoted,
                     boxes, pairs);
}

/// Rows of nine numbers, column by column.
MatValue mat_rows(const std::vector<std::array<double, 9>>& rows) {
  std::vector<double> values;
  values.reserve(rows.size() * 9);
  for (std::size_t column = 0; column < 9; ++column) {
    for (const auto& row : rows) values.push_back(row[column]);
  }
  return MatValue::numbers(rows.size(), 9, values);
}

/// Sets the cells of one image: element [interaction].
void fill_mat_cells(const ImageResult& result, MatValue* cells, PredictionTranslator& translator) {
  std::map<int, std::vector<std::array<double, 9>>> rows;
  std::vector<bool> used(result.instances.size(), false);
  for (const WrittenInteraction& pair : translator.interactions(result)) {
    const auto subject = static_cast<std::size_t>(pair.subject);
    const auto object = static_cast<std::size_t>(pair.object);
    used[subject] = true;
    used[object] = true;
    const auto human_corners = zero_based_corners(result.instances[subject].box);
    const auto object_corners = zero_based_corners(result.instances[object].box);
    std::array<double, 9> row = {};
    std::copy(human_corners.begin(), human_corners.end(), row.begin());
    std::copy(object_corners.begin(), object_corners.end(), row.begin() + 4);
    row[8] = shortest_number(pair.score);
    rows[pair.interaction].push_back(row);
  }
  for (const auto& [interaction, list] : rows) cells[interaction] = mat_rows(list);
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (!used[i]) {
      translator.loss(
          result, "instance without interaction",
          fmt::format("a '{}' was left out", printable(translator.name_of(result.instances[i]))));
    }
  }
}

void write_json_results(const std::vector<ImageResult>& results,
                        const std::vector<std::string>& names, const std::filesystem::path& target,
                        PredictionTranslator& translator) {
  std::string text = "[\n";
  for (std::size_t i = 0; i < results.size(); ++i) {
    text += json_result(results[i], names[i], translator);
    text += i + 1 < results.size() ? ",\n" : "\n";
  }
  write_file_atomically(target, text + "]\n");
}

void write_mat_results(const std::vector<ImageResult>& results,
                       const std::vector<std::string>& names, const std::filesystem::path& target,
                       PredictionTranslator& translator) {
  std::vector<MatValue> cells(std::size_t{kHicodetInteractions} * results.size());
  std::vector<MatValue> columns;
  for (std::size_t i = 0; i < results.size(); ++i) {
    fill_mat_cells(results[i], &cells[i * kHicodetInteractions], translator);
    columns.push_back(MatValue::text(names[i]));
  }
  const std::size_t count = columns.size();
  std::vector<std::pair<std::string, MatValue>> variables;
  variables.emplace_back("all_boxes",
                         MatValue::cell(kHicodetInteractions, count, std::move(cells)));
  variables.emplace_back("list_test", MatValue::cell(count, 1, std::move(columns)));
  write_mat_file(target, std::move(variables));
}

}  // namespace

void write_hicodet_predictions(const std::vector<ImageResult>& results,
                               const Vocabulary& vocabulary, const std::filesystem::path& target,
                               DatasetFindings& findings) {
  const bool mat = target.extension() == ".mat";
  if (!mat && target.extension() != ".json") {
    throw InputError(
        fmt::format("{}: predictions of HICO-DET are a .json or a .mat file", target.string()));
  }
  PredictionTranslator translator(vocabulary, target.string(), findings);
  const auto names = written_names(results, translator);
  for (const ImageResult& result : results) translator.report_masks(result);
  if (mat) {
    write_mat_results(results, names, target, translator);
  } else {
    write_json_results(results, names, target, translator);
  }
}

}  // namespace hoi
