#include "vcoco/vcoco_prediction_writer.h"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"
#include "domain/run_length_mask.h"
#include "vcoco/vcoco_words.h"

namespace hoi {
namespace {

/// Scores of one pair by verb of vcoco_vocabulary(); of a verb said twice the higher one.
using ScoreOfVerb = std::map<int, float>;

class PredictionText {
 public:
  PredictionText(const Vocabulary& vocabulary, DatasetFindings& findings)
      : vocabulary_(vocabulary), findings_(findings) {
    for (const auto& name : vocabulary.verbs) verbs_.push_back(vcoco_verb_called(name));
  }

  void add_result(const ImageResult& result, std::int64_t image_id);
  std::string text() && { return "[" + std::move(text_) + "\n]\n"; }

 private:
  std::optional<int> known_verb(const ImageResult& result, const DetectedInteraction& interaction);
  void add_pair(std::int64_t image_id, const Box& person, const Box& object,
                const ScoreOfVerb& scores);

  const Vocabulary& vocabulary_;
  DatasetFindings& findings_;
  std::vector<std::optional<int>> verbs_;
  std::string text_;
};

/// The box of an instance with its last pixels instead of the end behind them.
Box last_pixel_box(const DetectedInstance& instance) {
  Box box = instance.box;
  if (instance.mask && mask_area(*instance.mask) > 0) box = mask_box(*instance.mask);
  return {box.x1, box.y1, std::max(box.x1, box.x2 - 1), std::max(box.y1, box.y2 - 1)};
}

std::string numbers_of(const Box& box) {
  return fmt::format("{},{},{},{}", box.x1, box.y1, box.x2, box.y2);
}

std::optional<int> PredictionText::known_verb(const ImageResult& result,
                                              const DetectedInteraction& interaction) {
  const auto verb = verbs_.at(static_cast<std::size_t>(interaction.verb));
  const auto& subject = result.instances.at(static_cast<std::size_t>(interaction.subject));
  const std::string& word = vocabulary_.verbs.at(static_cast<std::size_t>(interaction.verb));
  const std::string where = "image '" + result.file + "'";
  if (!verb) {
    findings_.loss("verb outside V-COCO", "", where, "'" + word + "'");
  } else if (subject.category != vocabulary_.person) {
    findings_.loss("subject is no person", "", where, "'" + word + "'");
  } else {
    return verb;
  }
  return std::nullopt;
}

void PredictionText::add_result(const ImageResult& result, std::int64_t image_id) {
  std::map<std::pair<int, int>, ScoreOfVerb> pairs;
  for (const DetectedInteraction& interaction : result.interactions) {
    const auto verb = known_verb(result, interaction);
    if (!verb) continue;
    const auto& subject = result.instances.at(static_cast<std::size_t>(interaction.subject));
    const auto& object = result.instances.at(static_cast<std::size_t>(interaction.object));
    float& score = pairs[{interaction.subject, interaction.object}][*verb];
    score = std::max(score, interaction.score * subject.score * object.score);
  }
  for (const auto& [rows, scores] : pairs) {
    add_pair(image_id, last_pixel_box(result.instances[static_cast<std::size_t>(rows.first)]),
             last_pixel_box(result.instances[static_cast<std::size_t>(rows.second)]), scores);
  }
}

void PredictionText::add_pair(std::int64_t image_id, const Box& person, const Box& object,
                              const ScoreOfVerb& scores) {
  text_ += fmt::format("{}{{\"image_id\":{},\"person_box\":[{}]", text_.empty() ? "\n" : ",\n",
                       image_id, numbers_of(person));
  const std::string object_numbers = numbers_of(object);
  for (const VcocoAction& action : vcoco_actions()) {
    float best = 0;
    for (const VcocoRole& role : action.roles) {
      const std::string name = vcoco_verb_name(action.name, role.name);
      const auto verb = vcoco_verb_called(name);
      const auto score = verb ? scores.find(*verb) : scores.end();
      const bool is_said = score != scores.end();
      if (is_said) best = std::max(best, score->second);
      text_ += is_said ? fmt::format(",\"{}\":[{},{}]", name, object_numbers, score->second)
                       : fmt::format(",\"{}\":[0,0,0,0,0]", name);
    }
    text_ += fmt::format(",\"{}_agent\":{}", action.name, best);
  }
  text_ += "}";
}

}  // namespace

std::string vcoco_prediction_text(const std::vector<ImageResult>& results,
                                  const Vocabulary& vocabulary,
                                  const std::vector<std::int64_t>& image_ids,
                                  DatasetFindings& findings) {
  if (image_ids.size() != results.size()) {
    throw std::invalid_argument("write_vcoco_predictions: one image id per result");
  }
  PredictionText text(vocabulary, findings);
  for (std::size_t i = 0; i < results.size(); ++i) text.add_result(results[i], image_ids[i]);
  return std::move(text).text();
}

void write_vcoco_predictions(const std::vector<ImageResult>& results, const Vocabulary& vocabulary,
                             const std::vector<std::int64_t>& image_ids,
                             const std::filesystem::path& target, DatasetFindings& findings) {
  write_file_atomically(target, vcoco_prediction_text(results, vocabulary, image_ids, findings));
}

}  // namespace hoi
