#include "pic/pic_names.h"

#include <nlohmann/json.hpp>

#include "pic/pic_layout.h"
#include "pic/pic_relations.h"

namespace hoi {
namespace {

constexpr std::size_t kLongestStem = 200;

bool is_utf8(const std::string& text) {
  try {
    nlohmann::json(text).dump();
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

std::string stem_of(const std::string& name) {
  std::string stem = plain_component(pic_stem(name));
  const bool reserved = stem.empty() || stem.front() == '.' || is_known_bad_pic_image(stem) ||
                        is_skipped_pic_image(stem);
  return reserved ? "image_" + stem : stem;
}

}  // namespace

std::string plain_component(const std::string& name) {
  std::string plain = name.substr(0, kLongestStem);
  const bool ascii_only = !is_utf8(plain);  // half a letter, or another encoding
  for (char& letter : plain) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool bad = letter == '/' || letter == '\\' || byte < 0x20 || byte == 0x7F;
    if (bad || (ascii_only && byte >= 0x80)) letter = '_';
  }
  return plain;
}

std::string PicNames::add(const std::string& file_name) {
  std::string stem = stem_of(file_name.substr(file_name.rfind('/') + 1));
  if (taken_.count(stem) > 0) stem = stem_of(file_name);
  const std::string first = stem;
  for (int number = 2; !taken_.insert(stem).second; ++number) {
    stem = first + "_" + std::to_string(number);
  }
  return stem;
}

}  // namespace hoi
