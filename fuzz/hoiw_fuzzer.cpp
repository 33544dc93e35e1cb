// HOIW annotations and predictions (spec 5.1 and 6.1). An input is an annotation file and, after a
// line with a single '#', a prediction file; without that line it is a prediction file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "base/error.h"
#include "hoiw/hoiw_annotations.h"
#include "hoiw/hoiw_predictions.h"
#include "hoiw/hoiw_score.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

/// Names of odd length belong to pictures of unknown size.
std::optional<hoi::HoiwPicture> find_picture(const std::string& name) {
  if (name.size() % 2 == 1) return hoi::HoiwPicture{name, 0, 0};
  return hoi::HoiwPicture{name, 640, 480};
}

void check(const hoi::AnnotatedDataset& dataset) {
  for (const auto& image : dataset.images) {
    const auto is_row = [&](int row) {
      return row >= 0 && static_cast<std::size_t>(row) < image.instances.size();
    };
    require(image.width > 0 && image.height > 0);
    for (const auto& [id, category, box, crowd, polygons, run_lengths] : image.instances) {
      require(category >= 0 && category < 11);
      require(box.x1 >= 0 && box.x1 < box.x2 && box.x2 <= static_cast<float>(image.width));
      require(box.y1 >= 0 && box.y1 < box.y2 && box.y2 <= static_cast<float>(image.height));
    }
    for (const auto& [subject, object, verb] : image.interactions) {
      require(is_row(subject) && is_row(object) && verb >= 0 && verb < 10);
    }
  }
}

/// Whether nothing was refused.
bool read_both(const std::string& annotations, const std::string& predictions) {
  try {
    hoi::DatasetFindings findings;
    hoi::HoiwAnnotations reader(find_picture, findings);
    reader.add(hoi::JsonRecords(annotations, "a"), "train", false);
    check(reader.take());
    hoi::read_hoiw_predictions(hoi::JsonRecords(predictions, "p"), findings);
    return true;
  } catch (const hoi::InputError&) {
    return false;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto line = text.find("\n#\n");
  const std::string annotations = line == std::string::npos ? "[]" : text.substr(0, line);
  const std::string predictions = line == std::string::npos ? text : text.substr(line + 3);
  if (!read_both(annotations, predictions)) return 0;
  const auto report = hoi::score_hoiw_records(hoi::JsonRecords(annotations, "a"),
                                              hoi::JsonRecords(predictions, "p"));
  const double mean = report.json.at("mAP_rel");
  require(mean >= 0 && mean <= 1);
  return 0;
}
