#include "datasets/dataset_layout.h"

#include <algorithm>
#include <stdexcept>

#include "datasets/dataset_split.h"
#include "formats/annotation_file.h"
#include "hicodet/hicodet_reader.h"
#include "hicodet/hicodet_writer.h"
#include "hoiw/hoiw_reader.h"
#include "hoiw/hoiw_writer.h"
#include "interchange/label_studio_reader.h"
#include "interchange/label_studio_writer.h"
#include "interchange/odgt_reader.h"
#include "interchange/odgt_writer.h"
#include "pic/pic_reader.h"
#include "pic/pic_writer.h"
#include "vcoco/vcoco_export_reader.h"
#include "vcoco/vcoco_export_writer.h"
#include "vcoco/vcoco_reader.h"
#include "vcoco/vcoco_writer.h"

namespace hoi {
namespace {

constexpr double kHoiwValidationPart = 9999.0 / 29842.0;  // of trainval, section 4.1 of the paper

AnnotatedDataset read_own(const std::filesystem::path& folder, const DatasetReading& reading) {
  return read_dataset_folder(folder, reading.progress);
}

AnnotatedDataset read_hoiw_with_validation(const std::filesystem::path& folder,
                                           const DatasetReading& reading) {
  AnnotatedDataset dataset = read_hoiw(folder, reading);
  split_by_hash(dataset.images, {"trainval"}, {{"val", kHoiwValidationPart}}, "train");
  return dataset;
}

ImagePlacements write_own(const AnnotatedDataset& dataset, const std::filesystem::path& folder) {
  write_annotation_file(dataset, folder / kAnnotationFileName);
  ImagePlacements placements;
  for (const auto& image : dataset.images) {
    placements.push_back({dataset.image_folder / image.file_name,
                          std::filesystem::path(kImageFolderName) / image.file_name});
  }
  return placements;
}

}  // namespace

const Choices<DatasetLayout>& dataset_layouts() {
  static const Choices<DatasetLayout> layouts = {
      {"hoi", DatasetLayout::kHoi},
      {"hoiw", DatasetLayout::kHoiw},
      {"pic", DatasetLayout::kPic},
      {"vcoco", DatasetLayout::kVcoco},
      {"vcoco-export", DatasetLayout::kVcocoExport},
      {"hicodet", DatasetLayout::kHicodet},
      {"hicodet-mat", DatasetLayout::kHicodetMat},
      {"odgt", DatasetLayout::kOdgt},
      {"label-studio", DatasetLayout::kLabelStudio},
  };
  return layouts;
}

const std::string& layout_name(DatasetLayout layout) {
  const auto& layouts = dataset_layouts();
  return std::find_if(layouts.begin(), layouts.end(),
                      [&](const auto& entry) { return entry.second == layout; })
      ->first;
}

AnnotatedDataset read_dataset(DatasetLayout layout, const std::filesystem::path& folder,
                              const DatasetReading& reading) {
  switch (layout) {
    case DatasetLayout::kHoi:
      return read_own(folder, reading);
    case DatasetLayout::kHoiw:
      return read_hoiw_with_validation(folder, reading);
    case DatasetLayout::kPic:
      return read_pic(folder, reading);
    case DatasetLayout::kVcoco:
      return read_vcoco(folder, reading);
    case DatasetLayout::kVcocoExport:
      return read_vcoco_export(folder, reading);
    case DatasetLayout::kHicodet:
      return read_hicodet(folder, reading);
    case DatasetLayout::kHicodetMat:
      return read_hicodet_mat(folder, reading);
    case DatasetLayout::kOdgt:
      return read_odgt(folder, reading);
    case DatasetLayout::kLabelStudio:
      return read_label_studio(folder, reading);
  }
  throw std::logic_error("read_dataset: unknown layout");
}

ImagePlacements write_dataset(DatasetLayout layout, const AnnotatedDataset& dataset,
                              const std::filesystem::path& folder, DatasetFindings& findings) {
  switch (layout) {
    case DatasetLayout::kHoi:
      return write_own(dataset, folder);
    case DatasetLayout::kHoiw:
      return write_hoiw(dataset, folder, findings);
    case DatasetLayout::kPic:
      return write_pic(dataset, folder, findings);
    case DatasetLayout::kVcoco:
      return write_vcoco(dataset, folder, findings);
    case DatasetLayout::kVcocoExport:
      return write_vcoco_export(dataset, folder, findings);
    case DatasetLayout::kHicodet:
      return write_hicodet(dataset, folder, findings);
    case DatasetLayout::kHicodetMat:
      return write_hicodet_mat(dataset, folder, findings);
    case DatasetLayout::kOdgt:
      return write_odgt(dataset, folder, findings);
    case DatasetLayout::kLabelStudio:
      return write_label_studio(dataset, folder, findings);
  }
  throw std::logic_error("write_dataset: unknown layout");
}

}  // namespace hoi
