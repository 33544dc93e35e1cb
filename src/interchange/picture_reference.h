#pragma once

#include <string>
#include <vector>

namespace hoi {

/// Relative names under which the picture of a Label Studio task may lie, the likeliest first; none
/// when the reference holds the picture itself ("data:...").
///
///   "/data/local-files/?d=set%201/a.jpg"   "set 1/a.jpg", "a.jpg"
///   "/data/upload/7/0a1b2c3d-a.jpg"        "a.jpg", "0a1b2c3d-a.jpg"
///   "https://host/x/a.jpg?v=1"             "a.jpg", "x/a.jpg"
///   "x/a.jpg"                              "x/a.jpg", "a.jpg"
///
/// A leading "images/" is left away, because pictures are looked for there. Names with ".." are
/// left out.
std::vector<std::string> picture_names(const std::string& reference);

/// A relative name as the end of a reference to a local file: "set 1/a.jpg" -> "set%201/a.jpg".
std::string percent_encoded(const std::string& name);

}  // namespace hoi
