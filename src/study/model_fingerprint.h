#pragma once

#include <filesystem>
#include <string>

namespace hoi {

/// SHA-256 of a model file, as results name it. Throws InputError when there is no such file.
std::string model_fingerprint(const std::filesystem::path& model);

}  // namespace hoi
