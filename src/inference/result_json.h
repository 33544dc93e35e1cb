#pragma once

#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "domain/image_result.h"
#include "domain/vocabulary.h"

namespace hoi {

/// Which model a result comes from.
struct ModelIdentity {
  std::string name;
  std::string sha256;  ///< of the model file, 64 hexadecimal digits
};

/// Milliseconds by step ("read", "detect", ...), in the order they are to be listed.
using TimingMs = std::vector<std::pair<std::string, double>>;

/// One result as the object that docs/result.schema.json describes ("schema": "hoi-result/1"):
/// names instead of indices, boxes in pixels of the original image, ids are rows of `instances`.
/// Coordinates have two decimals, scores five, times one. Instances with a mask have it as
/// compressed run lengths of COCO (formats/run_length_json.h).
nlohmann::ordered_json result_to_json(const ImageResult& result, const Vocabulary& vocabulary,
                                      const ModelIdentity& model, const TimingMs& timing_ms);

/// The text of a result: one line when indent is negative, else indented. A file name that is no
/// UTF-8 keeps its other bytes and gets the replacement character U+FFFD.
std::string dump_result(const nlohmann::ordered_json& result, int indent = -1);

}  // namespace hoi
