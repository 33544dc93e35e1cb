#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hoi {

/// Something wrong in an annotated data set.
struct DatasetDefect {
  std::string file;
  std::string entity;              ///< "image", "annotation", "verb", ...; "file" for the whole
  std::optional<std::int64_t> id;  ///< id of that entity in the file
  std::string text;                ///< what was found and what was expected
  /// True: nothing sensible can be made of it, so read_annotation_file throws. False: the data can
  /// be used, but probably do not say what their author meant.
  bool unreadable = true;
};

/// "data/annotations.json: annotation 17: bbox ..."
std::string describe(const DatasetDefect& defect);

}  // namespace hoi
