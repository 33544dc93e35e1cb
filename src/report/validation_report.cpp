#include "report/validation_report.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/contained_path.h"
#include "base/error.h"
#include "base/file.h"
#include "base/json_file.h"
#include "report/encoded_picture.h"
#include "report/page_text.h"
#include "report/validation_json.h"

namespace hoi {
namespace {

using nlohmann::json;

constexpr const char* kReportFile = "validation.json";
constexpr const char* kPictureFolder = "pictures";
constexpr const char* kPicturePrefix = "step-";  // of the files that later reports may remove
constexpr std::uintmax_t kMostReportBytes = std::uintmax_t{16} << 20;
constexpr std::uintmax_t kMostPictureBytes = std::uintmax_t{4} << 20;
constexpr std::uintmax_t kMostBytesOfAll = std::uintmax_t{32} << 20;

std::string picture_name(const ValidationReport& report, std::size_t number,
                         const std::filesystem::path& run) {
  const auto header = read_picture_header(report.pictures[number].bytes);
  if (!header) {
    throw InputError(fmt::format("{}: picture {} of the validation is neither PNG nor JPEG",
                                 run.string(), number));
  }
  return fmt::format("{}{:08d}-{:02d}.{}", kPicturePrefix, report.step, number,
                     header->format == ImageFormat::kPng ? "png" : "jpg");
}

/// Removes the pictures of earlier reports; a file that stays costs disk, nothing else.
void remove_other_pictures(const std::filesystem::path& folder,
                           const std::vector<std::string>& kept) {
  std::vector<std::filesystem::path> old;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    const bool ours = name.rfind(kPicturePrefix, 0) == 0;
    if (ours && std::find(kept.begin(), kept.end(), name) == kept.end()) {
      old.push_back(entry.path());
    }
  }
  for (const auto& file : old) std::filesystem::remove(file, ignored);
}

/// Fills in the bytes of the pictures, and drops those that have none that can be shown.
void load_pictures(const std::filesystem::path& run, std::vector<NamedPicture> named,
                   StoredValidation& stored) {
  std::uintmax_t total = 0;
  for (auto& [name, picture] : named) {
    const std::string shown = valid_utf8(name);
    if (leaves_folder(name)) {
      stored.notices.push_back(fmt::format("picture '{}' lies outside of pictures/", shown));
      continue;
    }
    try {
      picture.bytes = read_file(run / kPictureFolder / name, kMostPictureBytes);
    } catch (const InputError& error) {
      stored.notices.push_back(error.what());
      continue;
    }
    total += picture.bytes.size();
    if (total > kMostBytesOfAll) {
      stored.notices.push_back("pictures of more than 32 MiB together: the rest is left out");
      return;
    }
    if (!read_picture_header(picture.bytes)) {
      stored.notices.push_back(fmt::format("picture '{}' is neither PNG nor JPEG", shown));
      continue;
    }
    stored.report->pictures.push_back(std::move(picture));
  }
}

}  // namespace

std::vector<VerbScore> verb_scores(const TripletAveragePrecision& evaluation,
                                   const Vocabulary& vocabulary) {
  std::vector<VerbScore> scores;
  for (std::size_t i = 0; i < evaluation.verbs.size(); ++i) {
    const VerbAveragePrecision& verb = evaluation.verbs[i];
    VerbScore score{vocabulary.verbs.at(i)};
    if (verb.ground_truth > 0) {
      score.average_precision = verb.average_precision;
      score.max_recall = verb.max_recall;
    }
    score.annotated = verb.ground_truth;
    score.predicted = verb.predictions;
    score.right = verb.true_positives;
    scores.push_back(std::move(score));
  }
  return scores;
}

std::vector<CategoryScore> category_scores(const BoxAveragePrecision& evaluation,
                                           const Vocabulary& vocabulary) {
  std::vector<CategoryScore> scores;
  for (std::size_t i = 0; i < evaluation.categories.size(); ++i) {
    const CategoryAveragePrecision& category = evaluation.categories[i];
    if (category.ground_truth == 0 && category.predictions == 0) continue;
    CategoryScore score{vocabulary.objects.at(i)};
    if (category.ground_truth > 0) {
      score.average_precision = category.average_precision;
      score.average_precision_50 = category.average_precision_50;
      score.average_precision_75 = category.average_precision_75;
    }
    score.annotated = category.ground_truth;
    score.predicted = category.predictions;
    scores.push_back(std::move(score));
  }
  return scores;
}

void write_validation_report(const std::filesystem::path& run, const ValidationReport& report) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < report.pictures.size(); ++i) {
    names.push_back(picture_name(report, i, run));
  }
  const auto folder = run / kPictureFolder;
  std::error_code error;
  if (!names.empty()) std::filesystem::create_directories(folder, error);
  if (error) {
    throw InputError(
        fmt::format("{}: cannot create the folder: {}", folder.string(), error.message()));
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    write_file_atomically(folder / names[i], report.pictures[i].bytes);
  }
  write_file_atomically(run / kReportFile, validation_json(report, names).dump(2) + "\n");
  remove_other_pictures(folder, names);
}

StoredValidation read_validation_report(const std::filesystem::path& run) {
  StoredValidation stored;
  const auto file = run / kReportFile;
  if (!std::filesystem::exists(file)) return stored;
  const json value =
      parse_json(read_file(file, kMostReportBytes), file.string(), {kMostReportBytes, 16});
  std::vector<NamedPicture> pictures;
  stored.report = validation_from_json(value, pictures);
  load_pictures(run, std::move(pictures), stored);
  return stored;
}

}  // namespace hoi
