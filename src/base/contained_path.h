#pragma once

#include <string>

namespace hoi {

/// Would a file of this relative name lie outside its folder, or nowhere? True for absolute names,
/// names with "..", with a zero byte, and the empty name. Says nothing about symbolic links.
bool leaves_folder(const std::string& name);

}  // namespace hoi
