#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hoi {

/// The file itself when `path` is one, else all files of the folder with this extension (".odgt")
/// in alphabetical order. Throws InputError when the folder cannot be read or has none; `kind` says
/// what is missing ("JSON file").
std::vector<std::filesystem::path> input_files(const std::filesystem::path& path,
                                               const std::string& extension,
                                               const std::string& kind);

}  // namespace hoi
