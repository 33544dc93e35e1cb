#include "formats/dataset_defect.h"

#include <fmt/format.h>

namespace hoi {

std::string describe(const DatasetDefect& defect) {
  if (defect.entity == "file") return fmt::format("{}: {}", defect.file, defect.text);
  if (!defect.id) return fmt::format("{}: {}: {}", defect.file, defect.entity, defect.text);
  return fmt::format("{}: {} {}: {}", defect.file, defect.entity, *defect.id, defect.text);
}

}  // namespace hoi
