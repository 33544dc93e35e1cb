#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/json_records.h"

namespace hoi {

/// One triple as a relation file has it: numbers that nobody has checked against anything.
struct PicRelation {
  std::int64_t subject = 0, object = 0;  ///< values of the instance map
  std::int64_t relation = 0;
  double score = 0;  ///< finite; 0 in annotations
};

/// One entry of a relation file.
struct PicImageRelations {
  std::string name;  ///< "NAME.jpg", no folder in it
  std::optional<std::int64_t> image_id;
  std::vector<PicRelation> relations;
};

enum class PicRelationFile {
  kAnnotations,
  kPredictions  ///< every relation must have a "score"
};

/// Visits the entries of a relation file of PIC (spec 5.2) in order, one at a time in memory; the
/// order of keys is free, other keys are ignored. Throws InputError with file, entry and relation
/// for everything of another type, a missing key, a name that is no plain file name.
void each_pic_image(const JsonRecords& records, PicRelationFile kind,
                    const std::function<void(PicImageRelations image)>& visit);

/// "NAME.jpg" -> "NAME": what the label maps of an image are called.
std::string pic_stem(const std::string& name);

/// One entry as a line of a relation file, without a line break. image_id 0 when there is none.
std::string pic_relation_line(const PicImageRelations& image, PicRelationFile kind);

/// Puts lines into a list, as a relation file has them.
std::string pic_relation_text(const std::vector<std::string>& lines);

}  // namespace hoi
