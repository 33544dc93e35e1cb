#include "hoiw/hoiw_score.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text_table.h"
#include "evaluation/triplet_average_precision.h"
#include "formats/printable_text.h"
#include "hoiw/hoiw_entry.h"
#include "hoiw/hoiw_words.h"

namespace hoi {
namespace {

/// What is counted on the way, in the order in which it is told.
struct ScoreCounts {
  std::int64_t untidy_ids = 0, other_keys = 0;
  std::int64_t repeated_images = 0, unreachable_triples = 0, foreign_annotated_verbs = 0;
  std::int64_t unknown_files = 0, repeated_entries = 0, unpredicted_images = 0;
  std::int64_t outside_triples = 0, foreign_predicted_verbs = 0;
  std::string an_unknown_file, an_unpredicted_image;
};

bool is_foreign_verb(std::int64_t verb) {
  return verb < 0 || verb >= static_cast<std::int64_t>(hoiw_vocabulary().verbs.size());
}

bool points_outside(const ScoredTriplet& triplet, std::size_t boxes) {
  const auto outside = [&](std::int64_t row) {
    return row < 0 || row >= static_cast<std::int64_t>(boxes);
  };
  return outside(triplet.subject) || outside(triplet.object);
}

/// The entry as the metric takes it; verbs count from 0.
TripletImage triplet_image(HoiwEntry entry, ScoreCounts& counts) {
  TripletImage image;
  image.file = std::move(entry.file_name);
  if (entry.other_keys) ++counts.other_keys;
  image.boxes.reserve(entry.boxes.size());
  for (const HoiwBox& box : entry.boxes) {
    if (box.untidy_id) ++counts.untidy_ids;
    const auto& [x1, y1, x2, y2] = box.corners;
    image.boxes.push_back({box.category, x1, y1, x2, y2});
  }
  image.triplets.reserve(entry.triples.size());
  for (const HoiwTriple& triple : entry.triples) {
    if (triple.untidy_id) ++counts.untidy_ids;
    const std::int64_t verb = triple.verb > 0 ? triple.verb - 1 : -1;
    image.triplets.push_back({triple.subject, triple.object, verb, triple.score});
  }
  return image;
}

std::vector<TripletImage> read_ground_truth(const JsonRecords& records, ScoreCounts& counts) {
  std::vector<TripletImage> images;
  each_hoiw_annotation(records, [&](HoiwEntry entry) {
    images.push_back(triplet_image(std::move(entry), counts));
    for (const ScoredTriplet& triplet : images.back().triplets) {
      if (is_foreign_verb(triplet.verb)) {
        ++counts.foreign_annotated_verbs;
      } else if (points_outside(triplet, images.back().boxes.size())) {
        ++counts.unreachable_triples;
      }
    }
  });
  return images;
}

void count_predicted(const TripletImage& image, ScoreCounts& counts) {
  for (const ScoredTriplet& triplet : image.triplets) {
    if (is_foreign_verb(triplet.verb)) {
      ++counts.foreign_predicted_verbs;
    } else if (points_outside(triplet, image.boxes.size())) {
      ++counts.outside_triples;
    }
  }
}

/// Adds every entry to the evaluator and counts how often each annotated image was predicted.
std::vector<std::int64_t> add_predictions(const JsonRecords& records, std::size_t images,
                                          TripletEvaluator& evaluator, ScoreCounts& counts) {
  std::vector<std::int64_t> entries_of(images, 0);
  each_hoiw_prediction(records, [&](HoiwEntry entry) {
    const TripletImage image = triplet_image(std::move(entry), counts);
    const std::int64_t row = evaluator.add(image);
    if (row < 0) {
      if (counts.unknown_files++ == 0) counts.an_unknown_file = printable(image.file);
      return;
    }
    if (entries_of[static_cast<std::size_t>(row)]++ > 0) ++counts.repeated_entries;
    count_predicted(image, counts);
  });
  return entries_of;
}

void add_notice(std::int64_t count, const std::string& text, std::vector<std::string>& notices) {
  if (count > 0) notices.push_back(fmt::format("{} {}", count, text));
}

std::vector<std::string> notices_of(const ScoreCounts& counts) {
  std::vector<std::string> notices;
  const auto add = [&](std::int64_t count, const std::string& text) {
    add_notice(count, text, notices);
  };
  add(counts.other_keys, "entries use another spelling of a key");
  add(counts.untidy_ids, "ids are written with white space or as fractions");
  add(counts.repeated_images,
      "annotated images have the file name of an earlier one: they are never compared, but their "
      "triples count as missed");
  add(counts.unreachable_triples,
      "annotated triples point outside their image's boxes: nothing can find them, but they count");
  add(counts.foreign_annotated_verbs,
      "annotated triples have a verb outside 1..10 and are ignored");
  add(counts.unknown_files,
      "predicted entries are ignored because no annotated image has their "
      "file name, the first is '" +
          counts.an_unknown_file + "'");
  add(counts.repeated_entries,
      "predicted entries repeat an image: each is scored as if it were alone");
  add(counts.unpredicted_images,
      "annotated images have no prediction: their triples count as missed, the first is '" +
          counts.an_unpredicted_image + "'");
  add(counts.outside_triples,
      "predicted triples point outside their entry's boxes: they are wrong");
  add(counts.foreign_predicted_verbs,
      "predicted triples have a verb outside 1..10 and are ignored");
  return notices;
}

std::string percentage(double fraction) { return fmt::format("{:.2f}", 100 * fraction); }

void report(const TripletAveragePrecision& evaluation, ScoreReport& score) {
  TextTable table({"verb", "AP", "max recall", "annotated", "predicted", "right"});
  nlohmann::json verbs = nlohmann::json::array();
  for (std::size_t i = 0; i < evaluation.verbs.size(); ++i) {
    const VerbAveragePrecision& verb = evaluation.verbs[i];
    const std::string& name = hoiw_vocabulary().verbs[i];
    table.add_row({name, percentage(verb.average_precision), percentage(verb.max_recall),
                   fmt::format("{}", verb.ground_truth), fmt::format("{}", verb.predictions),
                   fmt::format("{}", verb.true_positives)});
    verbs.push_back({{"verb", name},
                     {"ap", verb.average_precision},
                     {"max_recall", verb.max_recall},
                     {"ground_truth", verb.ground_truth},
                     {"predictions", verb.predictions},
                     {"true_positives", verb.true_positives}});
    if (verb.ground_truth == 0) {
      score.notices.push_back("'" + name + "' is never annotated: its AP 0 counts in the mean");
    } else if (verb.predictions == 0) {
      score.notices.push_back("'" + name + "' is never predicted: its AP is 0");
    }
  }
  score.table = table.text() + fmt::format("\nmAP_rel {} %, mean max recall {} %\n",
                                           percentage(evaluation.mean()),
                                           percentage(evaluation.mean_max_recall()));
  score.json = {{"mAP_rel", evaluation.mean()},
                {"mean_max_recall", evaluation.mean_max_recall()},
                {"verbs", std::move(verbs)}};
}

}  // namespace

ScoreReport score_hoiw_records(const JsonRecords& ground_truth, const JsonRecords& predictions) {
  ScoreCounts counts;
  auto images = read_ground_truth(ground_truth, counts);
  std::vector<std::string> files;
  for (const TripletImage& image : images) files.push_back(image.file);
  TripletEvaluator evaluator(std::move(images), static_cast<int>(hoiw_vocabulary().verbs.size()));
  const auto entries_of = add_predictions(predictions, files.size(), evaluator, counts);
  std::map<std::string, std::size_t> first_of_name;
  for (std::size_t row = 0; row < files.size(); ++row) {
    if (!first_of_name.emplace(files[row], row).second) {
      ++counts.repeated_images;
    } else if (entries_of[row] == 0 && counts.unpredicted_images++ == 0) {
      counts.an_unpredicted_image = printable(files[row]);
    }
  }
  ScoreReport score;
  score.notices = notices_of(counts);
  report(evaluator.result(), score);
  return score;
}

ScoreReport score_hoiw(const std::filesystem::path& ground_truth_file,
                       const std::filesystem::path& predictions_file,
                       const ReadProgress& progress) {
  return score_hoiw_records(JsonRecords::read(ground_truth_file, progress),
                            JsonRecords::read(predictions_file, progress));
}

}  // namespace hoi
