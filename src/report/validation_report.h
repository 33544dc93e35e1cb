#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "domain/vocabulary.h"
#include "evaluation/box_average_precision.h"
#include "evaluation/triplet_average_precision.h"

namespace hoi {

/// How well the triplets of one verb were found; fractions in [0, 1].
struct VerbScore {
  std::string verb;
  std::optional<double> average_precision;  ///< nothing: the verb is not annotated
  std::optional<double> max_recall;
  std::int64_t annotated = 0, predicted = 0, right = 0;
};

/// How well the boxes of one category were found; fractions in [0, 1].
struct CategoryScore {
  std::string category;
  std::optional<double> average_precision, average_precision_50, average_precision_75;
  std::int64_t annotated = 0, predicted = 0;
};

enum class PictureOutcome {
  kRight,   ///< predicted and annotated
  kWrong,   ///< predicted, not annotated
  kMissed,  ///< annotated, not predicted
};

/// A picture with one triplet drawn into it.
struct JudgedPicture {
  PictureOutcome outcome = PictureOutcome::kRight;
  std::string verb, object;     ///< words of the triplet
  std::optional<double> score;  ///< [0, 1]; nothing for a missed triplet
  std::string source;           ///< file name of the photograph
  std::string caption;          ///< more words about it, may be empty
  std::string bytes;            ///< a whole PNG or JPEG file
};

/// What one validation of a run says in detail. metrics.jsonl has its figures, this has the rest.
struct ValidationReport {
  std::int64_t step = 0;  ///< optimiser steps taken
  double epoch = 0;
  double score = 0;                       ///< the one that chooses the best model, [0, 1]
  bool best = false;                      ///< the best so far
  std::vector<VerbScore> verbs;           ///< in vocabulary order; empty while boxes are taught
  std::vector<CategoryScore> categories;  ///< those with ground truth or predictions
  std::vector<JudgedPicture> pictures;    ///< in the order in which they are shown
};

std::vector<VerbScore> verb_scores(const TripletAveragePrecision& evaluation,
                                   const Vocabulary& vocabulary);
std::vector<CategoryScore> category_scores(const BoxAveragePrecision& evaluation,
                                           const Vocabulary& vocabulary);

/// Writes `<run>/validation.json` and `<run>/pictures/*` (docs/reports.md) in place of those of an
/// earlier validation. Killed in between, the folder has either report whole. Throws InputError
/// when a picture is neither PNG nor JPEG and when the disk refuses.
void write_validation_report(const std::filesystem::path& run, const ValidationReport& report);

/// What a folder holds and what could not be used of it.
struct StoredValidation {
  std::optional<ValidationReport> report;  ///< nothing: there is no validation.json
  std::vector<std::string> notices;        ///< one line each
};

/// Reads them, whoever wrote them: entries that make no sense are left out, and so are pictures
/// that are missing, lie outside of the folder, are neither PNG nor JPEG or exceed 4 MiB each, 32
/// MiB together. Throws InputError when validation.json is no JSON.
StoredValidation read_validation_report(const std::filesystem::path& run);

}  // namespace hoi
