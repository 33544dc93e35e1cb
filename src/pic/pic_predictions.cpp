#include "pic/pic_predictions.h"

#include <set>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "pic/label_map_png.h"
#include "pic/ordered_tasks.h"
#include "pic/pic_image_maps.h"
#include "pic/pic_names.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

/// The files of one result.
struct PicPredictionFiles {
  std::string semantic, instance;  ///< PNG
  std::string line;                ///< of relations.json
  DatasetFindings findings;
};

/// The NAME of each result; throws when it cannot be used.
std::vector<std::string> prediction_stems(const std::vector<ImageResult>& results) {
  std::vector<std::string> stems;
  std::set<std::string> seen;
  for (const ImageResult& result : results) {
    stems.push_back(pic_stem(plain_component(fs::path(result.file).filename().string())));
    if (!seen.insert(stems.back()).second) {
      throw InputError(fmt::format("{}: a second result called '{}'; PIC knows images by this name",
                                   result.file, stems.back()));
    }
    if (!is_pic_size(result.width, result.height)) {
      throw InputError(fmt::format("{}: {} x {} pixels, which no label map can have", result.file,
                                   result.width, result.height));
    }
  }
  return stems;
}

PicPredictionFiles convert(const ImageResult& result, const std::string& stem,
                           std::int64_t position, const PicNumbers& numbers,
                           const fs::path& folder) {
  PicPredictionFiles files;
  const PicImagePlace place{folder.string(), fmt::format("image '{}'", result.file)};
  PicImageMaps maps = pic_maps_of_result(result, numbers, place, files.findings);
  files.semantic = encode_label_map(maps.maps.semantic);
  files.instance = encode_label_map(maps.maps.instance);
  files.line = pic_relation_line({stem + ".jpg", position, std::move(maps.relations)},
                                 PicRelationFile::kPredictions);
  return files;
}

}  // namespace

void write_pic_predictions(const std::vector<ImageResult>& results, const Vocabulary& vocabulary,
                           const std::filesystem::path& folder, DatasetFindings& findings) {
  const auto stems = prediction_stems(results);
  const PicNumbers numbers(vocabulary, pic_v2_numbering());
  for (const char* maps : {"semantic", "instance"}) {
    std::error_code error;
    fs::create_directories(folder / maps, error);
    if (error) throw InputError(fmt::format("{}: {}", (folder / maps).string(), error.message()));
  }
  std::vector<std::string> lines;
  for_each_in_order<PicPredictionFiles>(
      results.size(),
      [&](std::size_t i) {
        return convert(results[i], stems[i], static_cast<std::int64_t>(i), numbers, folder);
      },
      [&](std::size_t i, PicPredictionFiles files) {
        for (const DatasetFinding& finding : files.findings.list()) {
          findings.loss(finding.rule, finding.file, finding.where, finding.text);
        }
        write_png_file(folder / "semantic" / (stems[i] + ".png"), files.semantic);
        write_png_file(folder / "instance" / (stems[i] + ".png"), files.instance);
        lines.push_back(std::move(files.line));
      });
  write_file_atomically(folder / "relations.json", pic_relation_text(lines));
}

}  // namespace hoi
