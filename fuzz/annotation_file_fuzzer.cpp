// Annotation files of the project's format: whatever the text, reading ends with defects or an
// InputError, the data set that is left is consistent, and one without unreadable defects can be
// written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/error.h"
#include "formats/annotation_file.h"
#include "formats/annotation_parser.h"
#include "formats/dataset_check.h"
#include "formats/dataset_statistics.h"

namespace {

using hoi::AnnotatedDataset;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_consistency(const AnnotatedDataset& dataset) {
  for (const auto& defect : hoi::check_dataset(dataset, "x.json")) require(!defect.unreadable);
  hoi::statistics_table(hoi::count_statistics(dataset), dataset.vocabulary);
}

void check_round_trip(const AnnotatedDataset& dataset) {
  const auto copy =
      hoi::parse_annotations(hoi::JsonRecords(hoi::annotation_file_text(dataset), "copy.json"));
  require(copy.defects.unreadable() == 0);
  require(copy.dataset.vocabulary == dataset.vocabulary);
  const auto a = hoi::count_statistics(dataset), b = hoi::count_statistics(copy.dataset);
  require(a.total.images == b.total.images && a.total.instances == b.total.instances);
  require(a.total.masks == b.total.masks && a.total.faces == b.total.faces);
  require(a.total.interactions == b.total.interactions && a.splits.size() == b.splits.size());
  require(a.total.crowds == b.total.crowds && a.total.pairs == b.total.pairs);
  require(a.instances_of_category == b.instances_of_category);
  require(a.interactions_of_verb == b.interactions_of_verb);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const hoi::JsonRecords records(std::string(reinterpret_cast<const char*>(data), size),
                                   "x.json");
    const auto parsed = hoi::parse_annotations(records);
    check_consistency(parsed.dataset);
    if (parsed.defects.unreadable() == 0) check_round_trip(parsed.dataset);
  } catch (const hoi::InputError&) {
    // What the reader is expected to say of most inputs.
  }
  return 0;
}
