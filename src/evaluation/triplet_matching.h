#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "domain/annotation.h"
#include "domain/image_result.h"

namespace hoi {

/// A box as the metric compares it: pixels in double precision, as files write them, and a class
/// that is any number.
struct TripletBox {
  std::int64_t category = 0;
  double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
};

/// <subject, verb, object>; subject and object are rows of TripletImage::boxes or lie outside.
struct ScoredTriplet {
  std::int64_t subject = 0, object = 0, verb = 0;  ///< verb from 0
  double score = 0;                                ///< means nothing in annotations
};

/// The boxes and triplets of one image, annotated or predicted.
struct TripletImage {
  std::string file;
  std::vector<TripletBox> boxes;
  std::vector<ScoredTriplet> triplets;
};

/// What the program says of an image, and what is annotated of it, as triplets; rows are kept.
TripletImage predicted_triplets(const ImageResult& result);
TripletImage annotated_triplets(const ImageAnnotation& image);

/// The rows of `triplets`, the highest score first; equal scores keep their order.
std::vector<std::size_t> rows_by_score(const std::vector<ScoredTriplet>& triplets);

/// Which triplets of one image fit each other.
struct TripletMatches {
  std::vector<bool> right;  ///< one per predicted triplet: it is an annotated one
  std::vector<bool> found;  ///< one per annotated triplet: a predicted one stands for it
};

/// The rule of the HOIW organisers (spec 6.1): a predicted box fits every annotated one of its
/// category with IoU >= 0.5; a predicted triplet is right when subject, object and verb fit an
/// annotated one that no higher-scored prediction has taken, and it takes all that fit at once.
/// Equal scores keep their order; rows outside of the boxes fit nothing.
TripletMatches match_triplets(const TripletImage& predicted, const TripletImage& annotated);

}  // namespace hoi
