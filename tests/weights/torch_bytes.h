#pragma once

#include <string>
#include <utility>
#include <vector>

#include "weights/pickle_text.h"
#include "weights/zip_bytes.h"

namespace hoi {

using StoredBytes = std::vector<std::pair<std::string, std::string>>;  // key, content

/// An archive like torch.save() writes it: `object` is the steps of its value.
inline std::string torch_zip_bytes(const std::string& object, const StoredBytes& storages,
                                   bool is_deflated = false) {
  std::vector<ZipPart> parts{{"archive/data.pkl", pickle_text::whole(object), is_deflated}};
  for (const auto& [key, content] : storages) {
    parts.push_back({"archive/data/" + key, content, is_deflated});
  }
  parts.push_back({"archive/version", "3\n"});
  return zip_bytes(parts, true);
}

inline std::string torch_legacy_beginning() {
  using namespace pickle_text;
  return std::string("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15) +
         whole(integer(1001)) +
         whole(dictionary({{"protocol_version", integer(1001)}, {"little_endian", "\x88"}}));
}

/// A file like torch.save() wrote it before 1.6, of storages of `element_size` bytes per element.
inline std::string torch_legacy_bytes(const std::string& object, const StoredBytes& storages,
                                      std::size_t element_size) {
  using namespace pickle_text;
  std::string contents;
  std::vector<std::string> keys;
  for (const auto& [key, content] : storages) {
    keys.push_back(text(key));
    contents += little_endian_bytes(content.size() / element_size, 8) + content;
  }
  return torch_legacy_beginning() + whole(object) + whole(list(keys)) + contents;
}

}  // namespace hoi
