#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/json_records.h"
#include "pic/pic_words.h"

namespace hoi {

/// Which numbering a data set uses.
enum class PicVersion {
  kDetect,  ///< what its category lists say; 2.0 without any
  kV1,
  kV2
};

/// Reads a category list, [{"name": ..., "id": ...}]; names as they stand there. Id 0 is the
/// background and left out. Throws InputError for other types, ids outside [0, 255], repeated ids
/// and an empty list.
std::map<int, std::string> parse_pic_categories(const JsonRecords& records);

/// The numbering that category lists describe, in the spelling of PIC 2.0. A relation list that
/// is that of PIC 1.0 brings the classes of 1.0 when there is no class list, and the other way
/// round. `name` stands for
/// the lists in messages. Throws InputError when a word occurs twice or no class is "human".
PicNumbering pic_numbering_of_lists(const std::optional<std::map<int, std::string>>& objects,
                                    const std::optional<std::map<int, std::string>>& relations,
                                    const std::string& name);

/// The numbering of a data set folder: label_categories.json and relation_categories.json, in the
/// folder or in its categories_list/, as far as they exist. `version` other than kDetect overrides
/// them.
PicNumbering read_pic_numbering(const std::filesystem::path& folder,
                                PicVersion version = PicVersion::kDetect);

/// A category list as text.
std::string pic_category_text(const std::map<int, std::string>& names);

/// Names of the lists, in this folder of a data set or in the data set itself.
inline constexpr const char* kPicCategoryFolder = "categories_list";
inline constexpr const char* kPicLabelList = "label_categories.json";
inline constexpr const char* kPicRelationList = "relation_categories.json";

}  // namespace hoi
