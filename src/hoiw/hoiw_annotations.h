#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "base/json_records.h"
#include "domain/annotation.h"
#include "formats/dataset_findings.h"
#include "hoiw/hoiw_entry.h"

namespace hoi {

/// A picture on the disk.
struct HoiwPicture {
  std::string file_name;      ///< relative to the image folder
  int width = 0, height = 0;  ///< pixels; 0: unknown, then the boxes decide
};

/// Finds the picture of a name in an annotation file; nothing when there is none.
using HoiwPictureFinder = std::function<std::optional<HoiwPicture>(const std::string& name)>;

/// Makes a data set of annotation files (spec 5.1). What real files get wrong is mended and told to
/// `findings`, under one of these rules:
///
///   "other spelling of a key"          taken as meant
///   "untidy id"                        white space around it, or a fraction; taken as meant
///   "unsafe file name"                 absolute, empty, with ".." or a zero byte; the image is
///   left out "repeated image"                   a file name for the second time; it is left out
///   "no picture"                       the finder knows none; the image is left out
///   "unknown category"                 outside 1..11; the box is left out with its triples
///   "box outside the picture"          clipped
///   "box without area"                 left out with its triples
///   "triple out of range"              an index that is no row; the triple is left out
///   "triple without its box"           an end was left out; the triple is left out
///   "unknown verb"                     outside 1..10; the triple is left out
///   "subject is no person", "object is a person"    the triple is left out
class HoiwAnnotations {
 public:
  HoiwAnnotations(HoiwPictureFinder find_picture, DatasetFindings& findings);

  /// Appends the images of one file. An image of `only_new` that an earlier file has is no repair:
  /// trainval.json repeats train.json and val.json. Throws InputError for wrong structure.
  void add(const JsonRecords& records, const std::string& split, bool only_new);

  /// The data set; `image_folder` is the caller's to set.
  AnnotatedDataset take();

 private:
  void add_image(const HoiwEntry& entry, const std::string& split);

  HoiwPictureFinder find_picture_;
  DatasetFindings& findings_;
  AnnotatedDataset dataset_;
  std::set<std::string> names_, names_of_file_;
  std::string file_;
  std::int64_t instances_ = 0;
};

}  // namespace hoi
