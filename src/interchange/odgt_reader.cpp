#include "interchange/odgt_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "formats/printable_text.h"
#include "interchange/input_files.h"
#include "interchange/odgt_names.h"
#include "interchange/odgt_record.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

std::uint64_t file_size_of(const fs::path& file) {
  std::error_code ignored;
  const auto size = fs::file_size(file, ignored);
  return ignored ? 0 : size;
}

/// The smallest size that holds all boxes, at least one pixel.
void set_size_from_boxes(NamedImage& named) {
  constexpr double kLargest = 1 << 20;
  double width = 1, height = 1;
  for (const NamedInstance& instance : named.instances) {
    width = std::max({width, instance.corners[0], instance.corners[2]});
    height = std::max({height, instance.corners[1], instance.corners[3]});
  }
  named.image.width = static_cast<int>(std::ceil(std::min(width, kLargest)));
  named.image.height = static_cast<int>(std::ceil(std::min(height, kLargest)));
}

}  // namespace

void add_odgt_images(std::istream& stream, const std::string& file, const std::string& split,
                     const PictureSearch& pictures, NamedDataset& dataset,
                     DatasetFindings& findings) {
  each_odgt_line(stream, file, [&](const std::string& line, std::size_t number) {
    NamedImage named = parse_odgt_line(line, file, number);
    ImageAnnotation& image = named.image;
    const std::string where =
        fmt::format("line {}: image '{}'", number, printable(image.file_name));
    image.split = split;
    if (is_safe_file_name(image.file_name)) {
      const auto picture = pictures.find({image.file_name}, split);
      if (!picture) {
        findings.repair("no picture", file, where, "there is no such picture; left out");
        return;
      }
      image.file_name = picture->file_name;
      if (image.width == 0) {
        image.width = picture->width;
        image.height = picture->height;
      }
    }
    if (image.width <= 0 || image.height <= 0) {
      findings.repair("no size", file, where, "made large enough for the boxes");
      set_size_from_boxes(named);
    }
    dataset.add(named, file, where);
  });
}

AnnotatedDataset read_odgt(const fs::path& folder, const DatasetReading& reading) {
  const auto files = input_files(folder, ".odgt", ".odgt file");
  const fs::path root = files.front().parent_path();
  const PictureSearch pictures(root, reading.image_size);
  NamedDataset named(reading.findings);
  std::uint64_t done = 0, total = 0;
  for (const fs::path& file : files) total += file_size_of(file);
  for (const fs::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw InputError(file.string() + ": cannot be opened");
    add_odgt_images(stream, file.string(), odgt_split_of_stem(file.stem().string()), pictures,
                    named, reading.findings);
    done += file_size_of(file);
    if (reading.progress) reading.progress(done, total);
  }
  AnnotatedDataset dataset = named.take();
  set_image_folder(root, dataset);
  return dataset;
}

}  // namespace hoi
