#include "report/validation_json.h"

#include <cmath>
#include <optional>

#include "report/page_text.h"

namespace hoi {
namespace {

using nlohmann::json;

constexpr std::size_t kMostRows = 2000, kMostPictures = 200;
constexpr double kLargestNumber = 9e15;  // below it every whole double is an int64

json or_null(const std::optional<double>& value) { return value ? json(*value) : json(); }

std::optional<double> number_of(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  const double value = found->get<double>();
  if (!(std::abs(value) <= kLargestNumber)) return std::nullopt;
  return value;
}

std::optional<double> fraction_of(const json& object, const char* name) {
  const auto value = number_of(object, name);
  return value && *value >= 0 && *value <= 1 ? value : std::nullopt;
}

std::int64_t count_of(const json& object, const char* name) {
  return static_cast<std::int64_t>(std::fmax(0, number_of(object, name).value_or(0)));
}

std::string word_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool truth_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

/// Calls `visit` with each entry of a list that is an object, `most` of them at most.
template <class Visit>
void each_object(const json& value, const char* list, std::size_t most, const Visit& visit) {
  const auto found = value.find(list);
  if (found == value.end() || !found->is_array()) return;
  std::size_t count = 0;
  for (const auto& entry : *found) {
    if (entry.is_object() && count++ < most) visit(entry);
  }
}

PictureOutcome outcome_of(const json& entry) {
  const std::string word = word_of(entry, "outcome");
  if (word.empty())
    return truth_of(entry, "right") ? PictureOutcome::kRight : PictureOutcome::kWrong;
  for (const auto outcome : {PictureOutcome::kRight, PictureOutcome::kMissed}) {
    if (word == outcome_word(outcome)) return outcome;
  }
  return PictureOutcome::kWrong;
}

VerbScore verb_from(const json& entry) {
  VerbScore score{word_of(entry, "verb")};
  score.annotated = count_of(entry, "ground_truth");
  score.predicted = count_of(entry, "predictions");
  score.right = count_of(entry, "true_positives");
  score.average_precision = fraction_of(entry, "ap");
  score.max_recall = fraction_of(entry, "max_recall");
  return score;
}

CategoryScore category_from(const json& entry) {
  CategoryScore score{word_of(entry, "category")};
  score.annotated = count_of(entry, "ground_truth");
  score.predicted = count_of(entry, "predictions");
  score.average_precision = fraction_of(entry, "ap");
  score.average_precision_50 = fraction_of(entry, "ap50");
  score.average_precision_75 = fraction_of(entry, "ap75");
  return score;
}

json verbs_json(const std::vector<VerbScore>& verbs) {
  json list = json::array();
  for (const auto& verb : verbs) {
    list.push_back({{"verb", valid_utf8(verb.verb)},
                    {"ap", or_null(verb.average_precision)},
                    {"max_recall", or_null(verb.max_recall)},
                    {"ground_truth", verb.annotated},
                    {"predictions", verb.predicted},
                    {"true_positives", verb.right}});
  }
  return list;
}

json categories_json(const std::vector<CategoryScore>& categories) {
  json list = json::array();
  for (const auto& category : categories) {
    list.push_back({{"category", valid_utf8(category.category)},
                    {"ap", or_null(category.average_precision)},
                    {"ap50", or_null(category.average_precision_50)},
                    {"ap75", or_null(category.average_precision_75)},
                    {"ground_truth", category.annotated},
                    {"predictions", category.predicted}});
  }
  return list;
}

}  // namespace

const char* outcome_word(PictureOutcome outcome) {
  switch (outcome) {
    case PictureOutcome::kRight:
      return "right";
    case PictureOutcome::kWrong:
      return "wrong";
    case PictureOutcome::kMissed:
      return "missed";
  }
  return "wrong";
}

json validation_json(const ValidationReport& report, const std::vector<std::string>& names) {
  json pictures = json::array();
  for (std::size_t i = 0; i < report.pictures.size(); ++i) {
    const JudgedPicture& picture = report.pictures[i];
    pictures.push_back({{"file", names.at(i)},
                        {"outcome", outcome_word(picture.outcome)},
                        {"right", picture.outcome == PictureOutcome::kRight},
                        {"verb", valid_utf8(picture.verb)},
                        {"object", valid_utf8(picture.object)},
                        {"score", or_null(picture.score)},
                        {"source", valid_utf8(picture.source)},
                        {"caption", valid_utf8(picture.caption)}});
  }
  return {{"schema", "hoi-validation/1"},
          {"step", report.step},
          {"epoch", report.epoch},
          {"score", report.score},
          {"best", report.best},
          {"verbs", verbs_json(report.verbs)},
          {"categories", categories_json(report.categories)},
          {"pictures", pictures}};
}

ValidationReport validation_from_json(const json& value, std::vector<NamedPicture>& pictures) {
  ValidationReport report;
  if (!value.is_object()) return report;
  report.step = count_of(value, "step");
  report.epoch = number_of(value, "epoch").value_or(0);
  report.score = fraction_of(value, "score").value_or(0);
  report.best = truth_of(value, "best");
  each_object(value, "verbs", kMostRows, [&](const json& entry) {
    if (!word_of(entry, "verb").empty()) report.verbs.push_back(verb_from(entry));
  });
  each_object(value, "categories", kMostRows, [&](const json& entry) {
    if (!word_of(entry, "category").empty()) report.categories.push_back(category_from(entry));
  });
  each_object(value, "pictures", kMostPictures, [&](const json& entry) {
    JudgedPicture picture;
    picture.outcome = outcome_of(entry);
    picture.verb = word_of(entry, "verb");
    picture.object = word_of(entry, "object");
    picture.score = fraction_of(entry, "score");
    picture.source = word_of(entry, "source");
    picture.caption = word_of(entry, "caption");
    pictures.emplace_back(word_of(entry, "file"), std::move(picture));
  });
  return report;
}

}  // namespace hoi
