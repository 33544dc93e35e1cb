// How many pictures a second the batch loader alone gives, beside what a training needs. JPEG files
// like those of COCO (640 x 480, quality 90) are drawn into a temporary folder: scenes under the
// grain of a photograph.
//
//   batch_loader_benchmark [--pictures N] [--batch B] [--need WIDTHxHEIGHT=IMAGES_PER_SECOND]...
//
// --need: the pictures a second that a training step at an input size takes. Wall clock figures
// hold for an idle machine only; processor time per picture holds for a loaded one too.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "measured_process.h"
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "data/batch_loader.h"
#include "data/image_io.h"
#include "data/packed_dataset.h"
#include "data/training_dataset.h"
#include "formats/annotation_file.h"
#include "scene/synthetic_dataset.h"

namespace {

namespace fs = std::filesystem;

struct Size {
  std::int64_t width, height;
  std::string name() const { return fmt::format("{}x{}", width, height); }
};

const std::vector<Size> kSizes{{1333, 800}, {256, 192}};

struct Arguments {
  int pictures = 48;
  std::int64_t batch = 4;
  std::map<std::string, double> need;  // by the name of the size
};

Arguments read_arguments(int count, char** words) {
  Arguments arguments;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string option = words[i], value = words[i + 1];
    const auto equals = value.find('=');
    if (option == "--pictures") {
      arguments.pictures = std::atoi(value.c_str());
    } else if (option == "--batch") {
      arguments.batch = std::atoll(value.c_str());
    } else if (option == "--need" && equals != std::string::npos) {
      arguments.need[value.substr(0, equals)] = std::atof(value.c_str() + equals + 1);
    } else {
      throw std::runtime_error("unknown option " + option);
    }
  }
  return arguments;
}

/// Wall clock and processor time of this process since it was made.
class Watch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }
  double processor_seconds() const {
    return static_cast<double>(std::clock() - processor_start_) / CLOCKS_PER_SEC;
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::clock_t processor_start_ = std::clock();
};

/// Adds what photographs have and drawings lack: texture at several scales and sensor noise.
void add_grain(cv::Mat& bgr, cv::RNG& random) {
  cv::Mat sum;
  bgr.convertTo(sum, CV_32FC3);
  for (const int cell : {1, 4, 16}) {
    cv::Mat grain(bgr.rows / cell, bgr.cols / cell, CV_32FC3);
    random.fill(grain, cv::RNG::NORMAL, 0, cell == 1 ? 6 : 8);
    cv::resize(grain, grain, bgr.size(), 0, 0, cv::INTER_CUBIC);
    sum += grain;
  }
  sum.convertTo(bgr, CV_8UC3);
}

/// Returns the mean size of a file in bytes.
double draw_photographs(const fs::path& folder, int pictures) {
  hoi::SyntheticDatasetOptions options;
  options.images = pictures;
  options.scene.width = 640;
  options.scene.height = 480;
  options.val_fraction = options.test_fraction = 0;
  hoi::write_synthetic_dataset(folder, options, {});
  cv::RNG random(7);
  double bytes = 0;
  const auto dataset = hoi::read_dataset_folder(folder);
  for (const auto& image : dataset.images) {
    const auto file = folder / "images" / image.file_name;
    cv::Mat bgr = hoi::read_image(file).bgr;
    add_grain(bgr, random);
    hoi::write_image(file, bgr, 90);
    bytes += static_cast<double>(fs::file_size(file));
  }
  return bytes / pictures;
}

/// Loads every picture of a folder once, flipped by chance, and prints how fast.
void measure_loader(const fs::path& folder, const std::string& what, const Size& size,
                    std::int64_t workers, const Arguments& arguments) {
  hoi::DataSourceOptions source;
  source.root = folder.string();
  hoi::ImageTransformOptions transform;
  transform.short_side = size.height;
  transform.long_side = size.width;
  const hoi::TrainingDataset dataset({source}, transform);
  std::vector<hoi::ImageSize> sizes;
  for (const auto& image : dataset.annotations()) sizes.push_back({image.height, image.width});
  hoi::BatchLoaderOptions options;
  options.workers = workers;
  const Watch watch;
  hoi::BatchLoader loader(
      hoi::epoch_batches(sizes, arguments.batch, 1, 0),
      [&](std::int64_t index) {
        auto random = hoi::random_stream(1, 0, static_cast<std::uint64_t>(index));
        return dataset.load(index, hoi::draw_augmentation({}, random));
      },
      options);
  while (loader.next()) continue;
  const double pictures = static_cast<double>(dataset.size()), rate = pictures / watch.seconds();
  const auto need = arguments.need.find(size.name());
  std::cout << fmt::format(
      "{:9} {:12} {} worker{}  {:7.1f} images/s  {:7.2f} ms of processor per image{}\n",
      size.name(), what, workers, workers == 1 ? " " : "s", rate,
      1e3 * watch.processor_seconds() / pictures,
      need == arguments.need.end()
          ? ""
          : fmt::format("  {:.1f} times the need of {:g}/s", rate / need->second, need->second));
}

void pack(const fs::path& folder, const fs::path& output, const Size& size) {
  const Watch watch;
  const auto summary =
      hoi::pack_dataset(hoi::read_dataset_folder(folder), output, {size.height, size.width}, {});
  std::cout << fmt::format(
      "{:9} packed: {:.0f} % of the pixels, {:.0f} kB and {:.0f} ms each\n", size.name(),
      100.0 * static_cast<double>(summary.shard_bytes) / static_cast<double>(summary.pixel_bytes),
      static_cast<double>(summary.shard_bytes) / 1e3 / summary.pictures,
      1e3 * watch.processor_seconds() / summary.pictures);
}

/// What decoding at half the size in libjpeg would save where the target is at most that.
void measure_reduced_decoding(const fs::path& folder, const Size& size) {
  std::vector<std::vector<unsigned char>> files;
  for (const auto& entry : fs::directory_iterator(folder / "images")) {
    std::ifstream stream(entry.path(), std::ios::binary);
    files.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  double milliseconds[2] = {};
  const int modes[2] = {cv::IMREAD_COLOR, cv::IMREAD_REDUCED_COLOR_2};
  for (int round = 0; round < 4; ++round) {
    const Watch watch;
    for (const auto& file : files) {
      cv::Mat picture = cv::imdecode(file, modes[round % 2]);
      cv::resize(picture, picture,
                 cv::Size(static_cast<int>(size.width), static_cast<int>(size.height)));
    }
    milliseconds[round % 2] = 1e3 * watch.processor_seconds() / static_cast<double>(files.size());
  }
  std::cout << fmt::format(
      "{:9} decoding and resizing: {:.2f} ms, decoded at half the size {:.2f} ms, ratio {:.2f}\n",
      size.name(), milliseconds[0], milliseconds[1], milliseconds[0] / milliseconds[1]);
}

void run(const Arguments& arguments) {
  const measured::Folder folder;
  const double bytes = draw_photographs(folder / "photographs", arguments.pictures);
  std::cout << fmt::format("{} pictures of 640x480, {:.0f} kB each, batches of {}\n",
                           arguments.pictures, bytes / 1e3, arguments.batch);
  for (const Size& size : kSizes) {
    const auto packed = folder / size.name();
    pack(folder / "photographs", packed, size);
    for (const std::int64_t workers : {1, 2}) {
      measure_loader(folder / "photographs", "JPEG", size, workers, arguments);
      measure_loader(packed, "packed", size, workers, arguments);
    }
  }
  measure_reduced_decoding(folder / "photographs", kSizes[1]);
}

}  // namespace

int main(int count, char** words) {
  try {
    run(read_arguments(count, words));
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 2;
  }
  return 0;
}
