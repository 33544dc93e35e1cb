#pragma once

#include <filesystem>
#include <string>

#include <opencv2/core.hpp>

#include "data/image_io.h"
#include "data/picture_sources.h"
#include "support/temporary_folder.h"

namespace hoi {

/// A folder with one 60 x 30 picture: red person box on the left, cup on the right.
inline void write_folder(const TemporaryFolder& folder, const std::string& name,
                         const std::string& categories, const std::string& verbs) {
  cv::Mat picture(30, 60, CV_8UC3, cv::Scalar(0, 0, 0));
  picture(cv::Rect(10, 5, 10, 20)).setTo(cv::Scalar(0, 0, 255));
  const auto root = folder.path() / name;
  std::filesystem::create_directories(root / "images");
  write_image(root / "images" / "a.png", picture);
  folder.write(
      name + "/annotations.json",
      R"({"images": [{"id": 1, "file_name": "a.png", "width": 60, "height": 30, "split": "train"}],
      "categories": )" +
          categories + R"(, "verbs": )" + verbs + R"(,
      "annotations": [
        {"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 5, 10, 20], "area": 200, "iscrowd": 0},
        {"id": 2, "image_id": 1, "category_id": 5, "bbox": [40, 10, 10, 10], "area": 100, "iscrowd": 0}],
      "interactions": [{"id": 1, "image_id": 1, "subject_id": 1, "object_id": 2, "verb_id": 2}]})");
}

inline const char* const kPersonAndCup =
    R"([{"id": 1, "name": "person"}, {"id": 5, "name": "cup"}])";
inline const char* const kHoldAndLook = R"([{"id": 1, "name": "hold"}, {"id": 2, "name": "look"}])";

inline DataSourceOptions source(const TemporaryFolder& folder, const std::string& name) {
  DataSourceOptions options;
  options.root = (folder.path() / name).string();
  return options;
}

}  // namespace hoi
