// Time and memory of loading annotation files of the size of real data sets: files are generated
// into a temporary folder, each is loaded by a process of its own.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <tuple>

#include "measured_process.h"
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "formats/annotation_file.h"

namespace {

/// A generated file and the random numbers in it.
class GeneratedFile : public measured::TextFile {
 public:
  using measured::TextFile::TextFile;

  int below(int end) { return static_cast<int>(random_() % static_cast<std::uint64_t>(end)); }
  /// A number in [0, end) with at most two digits behind the point.
  double hundredths(int end) { return below(100 * end) / 100.0; }

 private:
  std::mt19937_64 random_{1};
};

void add_categories(GeneratedFile& file, int count, const char* name) {
  file.add("\"{}\": [", name);
  for (int i = 0; i < count; ++i) {
    const bool person = i == 0 && std::string(name) == "categories";
    file.add("{}{{\"supercategory\": \"thing\", \"id\": {}, \"name\": \"{}\"}}", i > 0 ? ", " : "",
             i + 1, person ? "person" : fmt::format("{} {}", name, i));
  }
  file.add("]");
}

/// Polygons of about 340 characters in the mean, as those of COCO; one in 90 is a crowd.
void add_segmentation(GeneratedFile& file) {
  if (file.below(90) == 0) {
    int open_pixels = 640 * 480;
    file.add("{{\"counts\": [0");
    for (int i = 0; i < 400; ++i) {
      const int count = 1 + file.below(700);
      open_pixels -= count;
      file.add(", {}", count);
    }
    file.add(", {}], \"size\": [480, 640]}}", open_pixels);
    return;
  }
  file.add("[[{}", file.hundredths(640));
  const int numbers = 2 * (3 + file.below(33)) * (file.below(6) == 0 ? 3 : 1);
  for (int i = 1; i < numbers; ++i) file.add(",{}", file.hundredths(i % 2 == 0 ? 640 : 480));
  file.add("]]");
}

/// The layout of the COCO instances files: annotations in no order of images, categories last.
/// 118,287 images make a file of the size of instances_train2017.json.
void write_coco_like(const std::filesystem::path& path, int images) {
  GeneratedFile file(path);
  file.add("{{\"info\": {{\"description\": \"generated\"}}, \"licenses\": [], \"images\": [");
  for (int i = 0; i < images; ++i) {
    file.add(
        "{}{{\"license\": 4,\"file_name\": \"{:012}.jpg\",\"coco_url\": "
        "\"http://images.example.org/train2017/{:012}.jpg\",\"height\": 480,\"width\": 640,"
        "\"date_captured\": \"2013-11-14 16:28:13\",\"flickr_url\": "
        "\"http://farm7.example.org/6116/{}_{:010x}_z.jpg\",\"id\": {}}}",
        i > 0 ? "," : "", i, i, 1000000000 + i, 7 * i, i + 9);
  }
  file.add("], \"annotations\": [");
  const std::int64_t annotations = std::int64_t{860'001} * images / 118'287;
  for (std::int64_t i = 0; i < annotations; ++i) {
    file.add("{}{{\"segmentation\": ", i > 0 ? "," : "");
    add_segmentation(file);
    file.add(
        ",\"area\": {},\"iscrowd\": 0,\"image_id\": {},\"bbox\": [{},{},{},{}],\"category_id\": "
        "{},\"id\": {}}}",
        file.hundredths(90000) + 0.00012, file.below(images) + 9, file.hundredths(300),
        file.hundredths(300), 1 + file.hundredths(300), 1 + file.hundredths(150),
        file.below(80) + 1, 5 * i + 156);
  }
  file.add("], ");
  add_categories(file, 80, "categories");
  file.add("}}\n");
}

/// One picture of HICO-DET has 3.1 annotated pairs in the mean; each end is a box of its own.
constexpr std::int64_t kHicoImages = 38'118, kHicoPairs = 117'871;

/// The project's own format as its writer lays it out, with interactions. 38,118 images make a file
/// of the size of HICO-DET's training set.
void write_own(const std::filesystem::path& path, int images) {
  GeneratedFile file(path);
  const std::int64_t pairs = kHicoPairs * images / kHicoImages;
  const auto image_of_pair = [&](std::int64_t pair) { return pair * images / pairs + 1; };
  file.add("{{\n\"person_as_object\": true,\n");
  add_categories(file, 80, "categories");
  file.add(",\n");
  add_categories(file, 117, "verbs");
  file.add(",\n\"images\": [");
  for (int i = 0; i < images; ++i) {
    file.add(
        "{}\n{{\"id\":{},\"file_name\":\"HICO_train2015_{:08}.jpg\",\"width\":640,\"height\":480,"
        "\"split\":\"train\",\"interactions_annotated\":true,\"boxes_exhaustive\":false}}",
        i > 0 ? "," : "", i + 1, i + 1);
  }
  file.add("\n],\n\"annotations\": [");
  for (std::int64_t i = 0; i < 2 * pairs; ++i) {
    const int width = 1 + file.below(300), height = 1 + file.below(200);
    file.add(
        "{}\n{{\"id\":{},\"image_id\":{},\"category_id\":{},\"bbox\":[{:.1f},{:.1f},{:.1f},{:.1f}],"
        "\"area\":{:.1f},\"iscrowd\":0}}",
        i > 0 ? "," : "", i + 1, image_of_pair(i / 2), i % 2 == 0 ? 1 : 1 + file.below(80),
        1.0 * file.below(300), 1.0 * file.below(250), 1.0 * width, 1.0 * height,
        1.0 * width * height);
  }
  file.add("\n],\n\"interactions\": [");
  for (std::int64_t i = 0; i < pairs; ++i) {
    file.add("{}\n{{\"id\":{},\"image_id\":{},\"subject_id\":{},\"object_id\":{},\"verb_id\":{}}}",
             i > 0 ? "," : "", i + 1, image_of_pair(i), 2 * i + 1, 2 * i + 2, 1 + file.below(117));
  }
  file.add("\n]\n}}\n");
}

/// What the loading process says about itself.
struct LoadReport {
  double seconds = -1;
  std::int64_t images = 0, instances = 0, interactions = 0;
};

LoadReport load(const std::filesystem::path& path) {
  LoadReport report;
  const auto start = std::chrono::steady_clock::now();
  const auto dataset = hoi::read_annotation_file(path, path.parent_path());
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  report.images = static_cast<std::int64_t>(dataset.images.size());
  for (const auto& image : dataset.images) {
    report.instances += static_cast<std::int64_t>(image.instances.size());
    report.interactions += static_cast<std::int64_t>(image.interactions.size());
  }
  return report;
}

using WriteFile = void (*)(const std::filesystem::path& path, int images);

void measure(benchmark::State& state, WriteFile write_file, const std::string& name) {
  static const measured::Folder folder;
  const auto path = folder / fmt::format("{}-{}.json", name, state.range(0));
  if (!std::filesystem::exists(path)) write_file(path, static_cast<int>(state.range(0)));
  const auto bytes = static_cast<double>(std::filesystem::file_size(path));
  LoadReport report;
  measured::Cost cost;
  for (auto _ : state) {
    std::tie(report, cost) = measured::in_child([&] { return load(path); });
    state.SetIterationTime(report.seconds);
  }
  state.counters["file_MB"] = bytes / 1e6;
  state.counters["MB/s"] = bytes / 1e6 / report.seconds;
  state.counters["cpu_s"] = cost.processor_seconds;
  state.counters["peak_MB"] = cost.peak_bytes / 1e6;
  state.counters["peak/file"] = cost.peak_bytes / bytes;
  state.counters["images"] = static_cast<double>(report.images);
  state.counters["instances"] = static_cast<double>(report.instances);
  state.counters["interactions"] = static_cast<double>(report.interactions);
}

/// Argument: images.
void CocoInstances(benchmark::State& state) { measure(state, write_coco_like, "coco"); }
BENCHMARK(CocoInstances)
    ->Arg(10'000)
    ->Arg(118'287)
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kSecond);

/// Argument: images.
void OwnWithInteractions(benchmark::State& state) { measure(state, write_own, "own"); }
BENCHMARK(OwnWithInteractions)
    ->Arg(kHicoImages)
    ->Arg(10 * kHicoImages)
    ->Iterations(1)
    ->UseManualTime()
    ->Unit(benchmark::kSecond);

}  // namespace
