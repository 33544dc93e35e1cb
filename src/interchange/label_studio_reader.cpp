#include "interchange/label_studio_reader.h"

#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "interchange/input_files.h"
#include "interchange/label_studio_task.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> task_files(const fs::path& folder) {
  std::error_code ignored;
  const fs::path exported = folder / "tasks.json";
  return input_files(fs::is_regular_file(exported, ignored) ? exported : folder, ".json",
                     "JSON file");
}

}  // namespace

void add_label_studio_tasks(const JsonRecords& records, const PictureSearch& pictures,
                            NamedDataset& dataset, DatasetFindings& findings) {
  if (!records.is_list()) {
    throw InputError(records.name() +
                     ": expected a list of tasks, found an object; export the project as JSON");
  }
  records.each([&](const nlohmann::json& record, std::size_t position) {
    const std::string where = fmt::format("task {}", position);
    auto task = parse_label_studio_task(record, records.name(), where, findings);
    if (!task) return;
    ImageAnnotation& image = task->named.image;
    const auto picture = pictures.find(task->picture_names, image.split);
    if (!picture) {
      findings.repair("no picture", records.name(), where, "there is no such picture; left out");
      return;
    }
    image.file_name = picture->file_name;
    if (image.width == 0) {
      image.width = picture->width;
      image.height = picture->height;
    }
    if (image.width <= 0 || image.height <= 0) {
      findings.repair("no size", records.name(), where, "nothing states the size; left out");
      return;
    }
    dataset.add(task->named, records.name(), where);
  });
}

AnnotatedDataset read_label_studio(const fs::path& folder, const DatasetReading& reading) {
  const auto files = task_files(folder);
  const fs::path root = files.front().parent_path();
  const PictureSearch pictures(root, reading.image_size);
  NamedDataset named(reading.findings);
  for (const fs::path& file : files) {
    add_label_studio_tasks(JsonRecords::read(file, reading.progress), pictures, named,
                           reading.findings);
  }
  AnnotatedDataset dataset = named.take();
  set_image_folder(root, dataset);
  return dataset;
}

}  // namespace hoi
