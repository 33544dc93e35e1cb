#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/json_records.h"

namespace hoi {

/// A box of a HOIW file, numbers as they stand there.
struct HoiwBox {
  std::array<double, 4> corners = {};  ///< x1, y1, x2, y2 in pixels, each at most 1e9; any order
  std::int64_t category = 0;           ///< from 1; any number
  double score = 1;                    ///< 1 when the file says nothing
  bool untidy_id = false;              ///< `category` was written with white space or as a fraction
};

/// <subject, verb, object> of a HOIW file.
struct HoiwTriple {
  std::int64_t subject = 0, object = 0;  ///< rows of HoiwEntry::boxes from 0; any number
  std::int64_t verb = 0;                 ///< from 1; any number
  double score = 0;                      ///< of predictions
  bool untidy_id = false;                ///< as above, of any of the three
};

/// What a HOIW file says about one image.
struct HoiwEntry {
  std::string file_name;
  std::vector<HoiwBox> boxes;
  std::vector<HoiwTriple> triples;
  bool other_keys = false;  ///< the lists were called by one of the other names that are in use
};

/// Visits the entries of an annotation file (spec 5.1): a list with one object per image, boxes
/// under "annotations" (or "annotation"), triples under "hoi_annotation" (or "hoi_annotations").
/// Ids may be numbers, or texts with white space around them. Throws InputError for a missing key
/// or another type; the message counts entries, boxes and triples from 0.
void each_hoiw_annotation(const JsonRecords& records,
                          const std::function<void(HoiwEntry entry)>& visit);

/// Visits the entries of a prediction file (spec 6.1): boxes under "predictions" (or "prediction",
/// "annotations", "annotation"), triples, each with a score, under "hoi_prediction" (or
/// "hoi_predictions", "hoi_annotation").
void each_hoiw_prediction(const JsonRecords& records,
                          const std::function<void(HoiwEntry entry)>& visit);

}  // namespace hoi
