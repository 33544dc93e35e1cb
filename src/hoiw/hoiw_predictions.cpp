#include "hoiw/hoiw_predictions.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "base/file.h"
#include "formats/printable_text.h"
#include "hoiw/hoiw_entry.h"
#include "hoiw/hoiw_text.h"
#include "hoiw/hoiw_word_ids.h"
#include "hoiw/hoiw_words.h"

namespace hoi {
namespace {

constexpr int kDropped = -1;

/// Turns one predicted entry into a result.
class ResultMending {
 public:
  ResultMending(const HoiwEntry& entry, const std::string& file, DatasetFindings& findings)
      : entry_(entry), file_(file), findings_(findings) {
    if (entry.other_keys) {
      repair("other spelling of a key", "a list has another name than the organisers give it");
    }
  }

  ImageResult result() {
    ImageResult result;
    result.file = entry_.file_name;
    add_instances(result);
    add_interactions(result);
    std::stable_sort(result.interactions.begin(), result.interactions.end(),
                     [](const auto& a, const auto& b) { return a.score > b.score; });
    return result;
  }

 private:
  void repair(const std::string& rule, const std::string& text) {
    findings_.repair(rule, file_, "image '" + printable(entry_.file_name) + "'", text);
  }

  float clamped_score(double score, const std::string& what) {
    const double clamped = std::clamp(score, 0.0, 1.0);
    if (clamped != score) {
      repair("score outside 0..1", fmt::format("{}: {} becomes {}", what, score, clamped));
    }
    return static_cast<float>(clamped);
  }

  void add_instances(ImageResult& result) {
    for (std::size_t row = 0; row < entry_.boxes.size(); ++row) {
      const HoiwBox& box = entry_.boxes[row];
      const std::string what = fmt::format("box {}", row);
      rows_.push_back(kDropped);
      if (box.untidy_id) repair("untidy id", what + ": read as a plain number");
      const auto classes = static_cast<std::int64_t>(hoiw_vocabulary().objects.size());
      if (box.category < 1 || box.category > classes) {
        repair("unknown category",
               fmt::format("{}: category {} is outside 1..11; left out", what, box.category));
        continue;
      }
      rows_.back() = static_cast<int>(result.instances.size());
      const auto corner = [&](std::size_t i) { return static_cast<float>(box.corners[i]); };
      result.instances.push_back({static_cast<int>(box.category - 1),
                                  clamped_score(box.score, what),
                                  {corner(0), corner(1), corner(2), corner(3)},
                                  std::nullopt});
    }
  }

  void add_interactions(ImageResult& result) {
    for (std::size_t i = 0; i < entry_.triples.size(); ++i) {
      const HoiwTriple& triple = entry_.triples[i];
      const std::string what = fmt::format("triple {}", i);
      if (triple.untidy_id) repair("untidy id", what + ": read as a plain number");
      const int subject = row_of(triple.subject), object = row_of(triple.object);
      const auto verbs = static_cast<std::int64_t>(hoiw_vocabulary().verbs.size());
      if (triple.verb < 1 || triple.verb > verbs) {
        repair("unknown verb",
               fmt::format("{}: verb {} is outside 1..10; left out", what, triple.verb));
      } else if (subject == kDropped || object == kDropped) {
        repair("triple out of range",
               fmt::format("{}: boxes {} and {} are not both there; left out", what, triple.subject,
                           triple.object));
      } else {
        result.interactions.push_back({subject, object, static_cast<int>(triple.verb - 1),
                                       clamped_score(triple.score, what)});
      }
    }
  }

  int row_of(std::int64_t row) const {
    if (row < 0 || row >= static_cast<std::int64_t>(rows_.size())) return kDropped;
    return rows_[static_cast<std::size_t>(row)];
  }

  const HoiwEntry& entry_;
  const std::string& file_;
  DatasetFindings& findings_;
  std::vector<int> rows_;  // of each box of the entry in the result
};

/// Writes one result as the text of an entry.
class PredictionText {
 public:
  PredictionText(const Vocabulary& vocabulary, DatasetFindings& findings)
      : vocabulary_(vocabulary), ids_(vocabulary), findings_(findings) {}

  std::string of(const ImageResult& result, const std::string& name) {
    where_ = "image '" + printable(result.file) + "'";
    if (name != std::filesystem::path(result.file).filename()) {
      loss("file name", "becomes '" + name + "', the base name is taken");
    }
    const std::string boxes = boxes_text(result);
    return fmt::format(R"({{"file_name": {}, "predictions": [{}], "hoi_prediction": [{}]}})",
                       hoiw_string(name), boxes, triples_text(result));
  }

 private:
  void loss(const std::string& rule, const std::string& text) {
    findings_.loss(rule, "", where_, text);
  }

  std::string boxes_text(const ImageResult& result) {
    std::string text;
    rows_.clear();
    int next_row = 0;
    for (const DetectedInstance& instance : result.instances) {
      rows_.push_back(kDropped);
      const auto id = ids_.object(instance.category);
      if (!id) {
        loss("object without a HOIW word",
             "a '" + vocabulary_.objects.at(static_cast<std::size_t>(instance.category)) + "'");
        continue;
      }
      if (instance.mask) loss("mask", fmt::format("mask of instance {}", rows_.size() - 1));
      rows_.back() = next_row++;
      text += fmt::format(R"({}{{"bbox": {}, "category_id": "{}", "score": {}}})",
                          text.empty() ? "" : ", ", hoiw_box(instance.box), *id,
                          hoiw_number(instance.score));
    }
    return text;
  }

  std::string triples_text(const ImageResult& result) {
    std::string text;
    for (const DetectedInteraction& interaction : result.interactions) {
      const int subject = rows_.at(static_cast<std::size_t>(interaction.subject));
      const int object = rows_.at(static_cast<std::size_t>(interaction.object));
      const auto verb = ids_.verb(interaction.verb);
      const std::string& word = vocabulary_.verbs.at(static_cast<std::size_t>(interaction.verb));
      if (subject == kDropped || object == kDropped) {
        loss("interaction without its box", "'" + word + "' lost its subject or object");
      } else if (!verb) {
        loss("verb without a HOIW word", "'" + word + "'");
      } else {
        text += fmt::format(
            R"({}{{"subject_id": {}, "object_id": {}, "category_id": {}, "score": {}}})",
            text.empty() ? "" : ", ", subject, object, *verb, hoiw_number(interaction.score));
      }
    }
    return text;
  }

  const Vocabulary& vocabulary_;
  HoiwWordIds ids_;
  DatasetFindings& findings_;
  std::string where_;
  std::vector<int> rows_;  // of each instance among the written boxes
};

}  // namespace

std::vector<ImageResult> read_hoiw_predictions(const JsonRecords& records,
                                               DatasetFindings& findings) {
  std::vector<ImageResult> results;
  each_hoiw_prediction(records, [&](const HoiwEntry& entry) {
    results.push_back(ResultMending(entry, records.name(), findings).result());
  });
  return results;
}

void write_hoiw_predictions(const std::vector<ImageResult>& results, const Vocabulary& vocabulary,
                            const std::filesystem::path& file, DatasetFindings& findings) {
  std::vector<std::string> files;
  for (const ImageResult& result : results) files.push_back(result.file);
  const auto names = hoiw_file_names(files);
  PredictionText prediction_text(vocabulary, findings);
  std::string text = "[";
  for (std::size_t i = 0; i < results.size(); ++i) {
    text += (i > 0 ? ",\n" : "\n") + prediction_text.of(results[i], names[i]);
  }
  write_file_atomically(file, text + "\n]\n");
}

}  // namespace hoi
