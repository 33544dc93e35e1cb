#include "report/triplet_examples.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <set>

namespace hoi {
namespace {

struct Candidate {
  TripletExample example;
  std::int64_t verb = 0;
  double score = 0;
};

/// Appends what one picture has to offer.
void add_candidates(std::size_t picture, const TripletImage& predicted,
                    const TripletImage& annotated, std::size_t ranked,
                    std::vector<Candidate>& candidates) {
  auto rows = rows_by_score(predicted.triplets);
  rows.resize(std::min(rows.size(), ranked));
  TripletImage best{predicted.file, predicted.boxes, {}};
  for (const std::size_t row : rows) best.triplets.push_back(predicted.triplets[row]);
  const TripletMatches matches = match_triplets(best, annotated);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto outcome = matches.right[i] ? PictureOutcome::kRight : PictureOutcome::kWrong;
    candidates.push_back(
        {{outcome, picture, rows[i]}, best.triplets[i].verb, best.triplets[i].score});
  }
  for (std::size_t i = 0; i < matches.found.size(); ++i) {
    if (matches.found[i]) continue;
    candidates.push_back({{PictureOutcome::kMissed, picture, i}, annotated.triplets[i].verb, 0});
  }
}

/// The first of each verb, then the second of each, and so on.
std::vector<TripletExample> choose_over_verbs(const std::vector<Candidate>& candidates,
                                              std::size_t most) {
  std::vector<TripletExample> chosen;
  std::set<std::size_t> pictures;
  std::map<std::int64_t, std::size_t> taken;  // per verb
  for (std::size_t allowed = 1; allowed <= most; ++allowed) {
    for (const Candidate& candidate : candidates) {
      if (chosen.size() == most) return chosen;
      if (taken[candidate.verb] >= allowed || pictures.count(candidate.example.picture) > 0) {
        continue;
      }
      ++taken[candidate.verb];
      pictures.insert(candidate.example.picture);
      chosen.push_back(candidate.example);
    }
  }
  return chosen;
}

}  // namespace

std::vector<TripletExample> choose_triplet_examples(const std::vector<TripletImage>& predicted,
                                                    const std::vector<TripletImage>& annotated,
                                                    const TripletExampleOptions& options) {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < std::min(predicted.size(), annotated.size()); ++i) {
    add_candidates(i, predicted[i], annotated[i], options.ranked, candidates);
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
  std::vector<TripletExample> examples;
  for (const auto outcome :
       {PictureOutcome::kRight, PictureOutcome::kWrong, PictureOutcome::kMissed}) {
    std::vector<Candidate> of_outcome;
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(of_outcome),
                 [&](const auto& candidate) { return candidate.example.outcome == outcome; });
    const auto chosen = choose_over_verbs(of_outcome, options.most_of_each);
    examples.insert(examples.end(), chosen.begin(), chosen.end());
  }
  return examples;
}

}  // namespace hoi
