// HICO-DET's files: the first byte chooses what the others are.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/json_records.h"
#include "hicodet/hicodet_detections.h"
#include "hicodet/hicodet_json_reader.h"
#include "hicodet/hicodet_mat_reader.h"
#include "hicodet/hicodet_score.h"
#include "hicodet/mat_file.h"

namespace {

using hoi::MatArray;

/// Reads whatever an array holds.
void read_all(const MatArray& array, int depth) {
  if (depth > 16) return;
  if (array.kind() == MatArray::Kind::kCell) {
    array.each([&](const MatArray& value, std::size_t) { read_all(value, depth + 1); });
  } else if (array.kind() == MatArray::Kind::kText) {
    array.text();
  } else if (array.kind() == MatArray::Kind::kNumbers) {
    for (std::size_t i = 0; i < array.count(); ++i) array.number(i);
  } else if (array.has_field("x1")) {
    array.each_entry({"x1"}, [&](const std::vector<MatArray>& values, std::size_t) {
      read_all(values[0], depth + 1);
    });
  }
}

hoi::HicodetGroundTruth two_images() {
  hoi::HicodetSplit split;
  split.words = {{"dog", "person"}, {"hug", "walk"}, {{0, 0}, {0, 1}, {1, 0}}};
  split.images = {{"a", 9, 9, {{0, {{1, 1, 9, 9}, {1, 1, 9, 9}}, 0}}}, {"b", 9, 9, {}}};
  return hoi::hicodet_ground_truth(split);
}

void read_mat_file(const std::string& bytes) {
  const hoi::MatFile file(bytes, "input");
  for (const std::string& name : file.variable_names()) read_all(file.load(name).array(), 0);
  const hoi::HicodetWords words = hoi::read_hicodet_mat_words({&file});
  if (file.has("bbox_test")) {
    hoi::hicodet_ground_truth(hoi::read_hicodet_mat_boxes(file, "bbox_test", words));
  }
  if (file.has("list_test")) hoi::read_mat_file_names(file, "list_test");
  if (file.has("anno_test")) hoi::read_mat_object_images(file, "anno_test", words, 2);
}

void read_mat_detections(const std::string& bytes) {
  const hoi::HicodetGroundTruth truth = two_images();
  hoi::HicodetDetectionCollector collector(truth);
  hoi::collect_hicodet_mat(hoi::MatFile(bytes, "input"), {0, 1, 2}, collector);
  hoi::hicodet_report(truth, collector.finish());
}

void read_json_detections(const std::string& text) {
  const hoi::HicodetGroundTruth truth = two_images();
  hoi::HicodetDetectionCollector collector(truth);
  hoi::collect_hicodet_json(hoi::JsonRecords(text, "input"), collector);
  hoi::hicodet_report(truth, collector.finish());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  // Variables without the constant header, so that mutations reach what matters.
  const std::string header = std::string(124, ' ') + std::string("\x00\x01IM", 4);
  try {
    switch (data[0]) {
      case 'v':
        read_mat_file(header + bytes);
        break;
      case 'd':
        read_mat_detections(header + bytes);
        break;
      case 'f':
        read_mat_file(bytes);
        break;
      case 'j':
        hoi::parse_hicodet_json(hoi::JsonRecords(bytes, "input"));
        break;
      case 'p':
        read_json_detections(bytes);
        break;
      default:
        break;
    }
  } catch (const hoi::InputError&) {
    // What is wrong was said.
  }
  return 0;
}
