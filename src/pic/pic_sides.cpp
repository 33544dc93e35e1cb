#include "pic/pic_sides.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/error.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

/// A name that only one of two lists has.
struct LonelyStem {
  std::string stem;
  bool in_first = false;
};

/// The first such name of two sorted lists; nothing when they are equal.
std::optional<LonelyStem> first_lonely(const std::vector<std::string>& first,
                                       const std::vector<std::string>& second) {
  const auto [a, b] = std::mismatch(first.begin(), first.end(), second.begin(), second.end());
  if (a == first.end() && b == second.end()) return std::nullopt;
  const bool in_first = b == second.end() || (a != first.end() && *a < *b);
  return LonelyStem{in_first ? *a : *b, in_first};
}

/// Throws unless the map folders `first` and `second` have the same names.
void check_same_stems(const std::vector<std::string>& first_stems, const fs::path& first,
                      const std::vector<std::string>& second_stems, const fs::path& second) {
  const auto lonely = first_lonely(first_stems, second_stems);
  if (!lonely) return;
  throw InputError(fmt::format("{}: has no {}.png, which {} has; expected the same files in both",
                               (lonely->in_first ? second : first).string(), lonely->stem,
                               (lonely->in_first ? first : second).string()));
}

PicSide side_of(const PicSplit& split) {
  if (split.relations.empty()) {
    throw InputError(fmt::format("{}: found label maps but no relation file beside their folder",
                                 split.semantic.string()));
  }
  PicSide side{split, png_stems(split.semantic)};
  check_same_stems(side.stems, split.semantic, png_stems(split.instance), split.instance);
  return side;
}

PicSide predicted_side(const fs::path& folder) {
  const auto splits = find_pic_splits(folder);
  if (splits.size() == 1 || splits.back().name.empty()) return side_of(splits.back());
  throw InputError(fmt::format(
      "{}: found {} splits of predictions, expected semantic, instance and relations.json",
      folder.string(), splits.size()));
}

PicSide annotated_side(const fs::path& folder, const std::vector<std::string>& wanted) {
  const auto splits = find_pic_splits(folder);
  for (const PicSplit& split : splits) {
    if (splits.size() == 1 || png_stems(split.semantic) == wanted) return side_of(split);
  }
  throw InputError(fmt::format("{}: none of its {} splits has just the images of the predictions",
                               folder.string(), splits.size()));
}

}  // namespace

std::pair<PicSide, PicSide> find_pic_sides(const std::filesystem::path& ground_truth,
                                           const std::filesystem::path& predictions) {
  PicSide predicted = predicted_side(predictions);
  PicSide annotated = annotated_side(ground_truth, predicted.stems);
  check_same_stems(annotated.stems, annotated.split.semantic, predicted.stems,
                   predicted.split.semantic);
  return {std::move(annotated), std::move(predicted)};
}

}  // namespace hoi
