#include "evaluation/evaluation_report.h"

#include <fmt/format.h>

#include "base/text_table.h"

namespace hoi {
namespace {

using nlohmann::json;

std::string percent(double fraction) { return fmt::format("{:.2f}", 100 * fraction); }

std::string count(std::int64_t number) { return fmt::format("{}", number); }

}  // namespace

std::string triplet_table(const TripletAveragePrecision& evaluation, const Vocabulary& vocabulary) {
  TextTable table({"verb", "AP", "max recall", "annotated", "predicted", "right"});
  std::size_t annotated_verbs = 0;
  for (std::size_t i = 0; i < evaluation.verbs.size(); ++i) {
    const VerbAveragePrecision& verb = evaluation.verbs[i];
    if (verb.ground_truth > 0) ++annotated_verbs;
    table.add_row({vocabulary.verbs.at(i), percent(verb.average_precision),
                   percent(verb.max_recall), count(verb.ground_truth), count(verb.predictions),
                   count(verb.true_positives)});
  }
  return table.text() + fmt::format(
                            "\nmAP_rel {} % over {} annotated verbs, {} % over all {}; "
                            "mean max recall {} %\n",
                            percent(evaluation.mean_of_annotated_verbs()), annotated_verbs,
                            percent(evaluation.mean()), evaluation.verbs.size(),
                            percent(evaluation.mean_max_recall()));
}

json triplet_json(const TripletAveragePrecision& evaluation, const Vocabulary& vocabulary) {
  json verbs = json::array();
  for (std::size_t i = 0; i < evaluation.verbs.size(); ++i) {
    const VerbAveragePrecision& verb = evaluation.verbs[i];
    verbs.push_back({{"verb", vocabulary.verbs.at(i)},
                     {"ap", verb.average_precision},
                     {"max_recall", verb.max_recall},
                     {"ground_truth", verb.ground_truth},
                     {"predictions", verb.predictions},
                     {"true_positives", verb.true_positives}});
  }
  return {{"mAP_rel", evaluation.mean()},
          {"mAP_rel_annotated_verbs", evaluation.mean_of_annotated_verbs()},
          {"mean_max_recall", evaluation.mean_max_recall()},
          {"verbs", verbs}};
}

std::string detection_table(const BoxAveragePrecision& evaluation, const Vocabulary& vocabulary) {
  TextTable table({"category", "AP", "AP50", "AP75", "annotated", "predicted"});
  for (std::size_t i = 0; i < evaluation.categories.size(); ++i) {
    const CategoryAveragePrecision& category = evaluation.categories[i];
    if (category.ground_truth == 0 && category.predictions == 0) continue;
    const auto shown = [&](double value) {
      return category.ground_truth > 0 ? percent(value) : std::string("-");
    };
    table.add_row({vocabulary.objects.at(i), shown(category.average_precision),
                   shown(category.average_precision_50), shown(category.average_precision_75),
                   count(category.ground_truth), count(category.predictions)});
  }
  return table.text() + fmt::format("\nAP {} %, AP50 {} %, AP75 {} %\n", percent(evaluation.mean()),
                                    percent(evaluation.mean_50()), percent(evaluation.mean_75()));
}

json detection_json(const BoxAveragePrecision& evaluation, const Vocabulary& vocabulary) {
  json categories = json::array();
  for (std::size_t i = 0; i < evaluation.categories.size(); ++i) {
    const CategoryAveragePrecision& category = evaluation.categories[i];
    const auto shown = [&](double value) {
      return category.ground_truth > 0 ? json(value) : json();
    };
    categories.push_back({{"category", vocabulary.objects.at(i)},
                          {"ap", shown(category.average_precision)},
                          {"ap50", shown(category.average_precision_50)},
                          {"ap75", shown(category.average_precision_75)},
                          {"ground_truth", category.ground_truth},
                          {"predictions", category.predictions}});
  }
  return {{"AP", evaluation.mean()},
          {"AP50", evaluation.mean_50()},
          {"AP75", evaluation.mean_75()},
          {"categories", categories}};
}

}  // namespace hoi
