#include "formats/dataset_defect.h"

#include <utility>

#include <fmt/format.h>

namespace hoi {

std::string describe(const DatasetDefect& defect) {
  if (defect.entity == "file") return fmt::format("{}: {}", defect.file, defect.text);
  if (!defect.id) return fmt::format("{}: {}: {}", defect.file, defect.entity, defect.text);
  return fmt::format("{}: {} {}: {}", defect.file, defect.entity, *defect.id, defect.text);
}

void DefectList::add(DatasetDefect defect) {
  std::int64_t& count = defect.unreadable ? unreadable_ : questionable_;
  if (++count <= kMostListed) list_.push_back(std::move(defect));
}

void DefectList::take(std::vector<DatasetDefect>& defects) {
  for (DatasetDefect& defect : defects) add(std::move(defect));
  defects.clear();
}

std::vector<DatasetDefect> DefectList::release() {
  const std::int64_t unlisted =
      unreadable_ + questionable_ - static_cast<std::int64_t>(list_.size());
  if (unlisted > 0) {
    list_.push_back({list_.front().file, "file", std::nullopt,
                     fmt::format("{} more defects are not listed", unlisted),
                     unreadable_ > kMostListed});
  }
  unreadable_ = questionable_ = 0;
  return std::exchange(list_, {});
}

}  // namespace hoi
