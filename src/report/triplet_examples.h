#pragma once

#include <cstddef>
#include <vector>

#include "evaluation/triplet_matching.h"
#include "report/validation_report.h"

namespace hoi {

struct TripletExampleOptions {
  std::size_t most_of_each = 6;  ///< right, wrong and missed ones
  /// The best predictions of a picture that are looked at: what fits none of them counts as missed,
  /// because far down the list everything is found.
  std::size_t ranked = 10;
};

/// One triplet of a validation that is shown to people.
struct TripletExample {
  PictureOutcome outcome = PictureOutcome::kRight;
  std::size_t picture = 0;
  /// Row among the predicted triplets of the picture; of a missed one, among the annotated.
  std::size_t triplet = 0;
};

/// Chooses triplets that say most about a network: the surest right ones, the surest wrong ones,
/// and missed ones in the order of the pictures; as many verbs as possible, and of each outcome at
/// most one triplet per picture. predicted, annotated: one entry per picture, in one order. Right
/// is what the metric calls right (match_triplets). The same input gives the same choice.
std::vector<TripletExample> choose_triplet_examples(const std::vector<TripletImage>& predicted,
                                                    const std::vector<TripletImage>& annotated,
                                                    const TripletExampleOptions& options = {});

}  // namespace hoi
