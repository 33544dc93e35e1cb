#include "interchange/picture_reference.h"

#include <algorithm>
#include <cstddef>

#include "interchange/named_dataset.h"

namespace hoi {
namespace {

constexpr std::size_t kMostFolders = 16;  // of a reference; deeper ones are cut from the left

int hexadecimal_digit(char letter) {
  if (letter >= '0' && letter <= '9') return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
  return -1;
}

std::string percent_decoded(const std::string& text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_code = text[i] == '%' && i + 2 < text.size() &&
                         hexadecimal_digit(text[i + 1]) >= 0 && hexadecimal_digit(text[i + 2]) >= 0;
    if (is_code) {
      decoded +=
          static_cast<char>(16 * hexadecimal_digit(text[i + 1]) + hexadecimal_digit(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

bool starts_with(const std::string& text, const std::string& beginning) {
  return text.rfind(beginning, 0) == 0;
}

std::vector<std::string> components_of(const std::string& path) {
  std::vector<std::string> components(1);
  for (const char letter : path) {
    if (letter == '/' || letter == '\\') {
      components.emplace_back();
    } else {
      components.back() += letter;
    }
  }
  components.erase(std::remove_if(components.begin(), components.end(),
                                  [](const auto& part) { return part.empty() || part == "."; }),
                   components.end());
  if (components.size() > kMostFolders) {
    components.erase(components.begin(), components.end() - kMostFolders);
  }
  return components;
}

/// "x/y/a" gives "x/y/a", "y/a" and "a".
std::vector<std::string> ends_of(const std::string& path) {
  std::vector<std::string> ends;
  auto components = components_of(path);
  if (components.size() > 1 && components.front() == "images") {
    components.erase(components.begin());
  }
  std::string end;
  for (auto part = components.rbegin(); part != components.rend(); ++part) {
    end = end.empty() ? *part : *part + "/" + end;
    ends.push_back(end);
  }
  std::reverse(ends.begin(), ends.end());
  return ends;
}

/// Label Studio puts eight hexadecimal digits before the name of an uploaded file.
std::string without_upload_code(const std::string& name) {
  constexpr std::size_t kCode = 8;
  const bool has_code = name.size() > kCode + 1 && name[kCode] == '-' &&
                        std::all_of(name.begin(), name.begin() + kCode,
                                    [](char letter) { return hexadecimal_digit(letter) >= 0; });
  return has_code ? name.substr(kCode + 1) : name;
}

std::vector<std::string> names_of_url(const std::string& reference) {
  const auto path = reference.find('/', reference.find("://") + 3);
  if (path == std::string::npos) return {};
  auto names =
      ends_of(percent_decoded(reference.substr(path, reference.find_first_of("?#") - path)));
  std::reverse(names.begin(), names.end());  // the folders of a server are seldom kept
  return names;
}

std::vector<std::string> names_of_upload(const std::string& path) {
  const auto components = components_of(percent_decoded(path));
  if (components.empty()) return {};
  const std::string& name = components.back();
  const std::string original = without_upload_code(name);
  return original == name ? std::vector<std::string>{name}
                          : std::vector<std::string>{original, name};
}

std::vector<std::string> all_names(const std::string& reference) {
  if (starts_with(reference, "data:")) return {};
  const auto local = reference.find("/local-files/?d=");
  if (local != std::string::npos) {
    const std::string path = reference.substr(reference.find('=', local) + 1);
    return ends_of(percent_decoded(path.substr(0, path.find('&'))));
  }
  if (reference.find("://") != std::string::npos) return names_of_url(reference);
  if (starts_with(reference, "/data/upload/") || starts_with(reference, "upload/") ||
      starts_with(reference, "data/upload/")) {
    return names_of_upload(reference);
  }
  return ends_of(reference);
}

}  // namespace

std::vector<std::string> picture_names(const std::string& reference) {
  auto names = all_names(reference);
  names.erase(std::remove_if(names.begin(), names.end(),
                             [](const auto& name) { return !is_safe_file_name(name); }),
              names.end());
  return names;
}

std::string percent_encoded(const std::string& name) {
  constexpr const char* kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char letter : name) {
    const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                       (letter >= '0' && letter <= '9') ||
                       std::string("-_.~/").find(letter) != std::string::npos;
    if (plain) {
      encoded += letter;
    } else {
      const auto byte = static_cast<unsigned char>(letter);
      encoded += {'%', kDigits[byte / 16], kDigits[byte % 16]};
    }
  }
  return encoded;
}

}  // namespace hoi
