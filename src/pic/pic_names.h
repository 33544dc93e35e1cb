#pragma once

#include <set>
#include <string>

namespace hoi {

/// Gives the images of one split the plain names that PIC wants: "park/0009.png" is "0009", and
/// where that is taken "park_0009", then "park_0009_2", ... Names that mean something else to
/// readers of PIC get "image_" in front: those of images known to be bad or left out of scores
/// (pic_layout.h) and those of hidden files. Letters that a name must not have become '_'.
class PicNames {
 public:
  /// The name without its ending of the image with this ImageAnnotation::file_name.
  std::string add(const std::string& file_name);

 private:
  std::set<std::string> taken_;
};

/// A name as one plain path component: "a/b" -> "a_b".
std::string plain_component(const std::string& name);

}  // namespace hoi
