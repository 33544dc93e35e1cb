#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace hoi {

/// The model used when none is named.
inline constexpr const char* kDefaultModel = "everyday-1";

/// A model file from what the user typed: a path to a file, or the name of a shipped model
/// ("everyday-1"). Shipped models lie in the folder `models` of the project, found through the
/// environment variable HOI_HOME or where the program was built. Throws InputError that lists the
/// names when there is no such model.
std::filesystem::path find_model(const std::string& name_or_path);

}  // namespace hoi
