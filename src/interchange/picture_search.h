#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "domain/annotation.h"
#include "formats/image_size_reader.h"

namespace hoi {

/// A picture on the disk.
struct FoundPicture {
  std::string file_name;      ///< relative to the folder of the data set
  int width = 0, height = 0;  ///< pixels; 0 when nothing could measure them
};

/// Finds pictures below the folder of a data set. `image_size` may be empty and must outlive this.
class PictureSearch {
 public:
  PictureSearch(std::filesystem::path folder, const ImageSizeReader& image_size);

  /// The first of the relative names that is a picture: in `images/`, in a folder called like the
  /// split below `images` or beside it, or in the folder itself. Nothing when there is none; but
  /// without a function for sizes nobody looks closely, and the first name below `images/` is
  /// taken for granted.
  std::optional<FoundPicture> find(const std::vector<std::string>& names,
                                   const std::string& split) const;

 private:
  std::filesystem::path folder_;
  const ImageSizeReader& image_size_;
};

/// Sets the image folder of a data set whose file names are relative to `folder`: its `images` when
/// all pictures are there, and then without that part in every name.
void set_image_folder(const std::filesystem::path& folder, AnnotatedDataset& dataset);

}  // namespace hoi
