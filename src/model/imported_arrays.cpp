#include "model/imported_arrays.h"

#include <algorithm>

namespace hoi {
namespace {

const std::string kWrapper = "module.";
const std::string kCounter = "num_batches_tracked";

bool is_wrapped(const TensorRecord& record) { return record.name.rfind(kWrapper, 0) == 0; }

bool is_counter(const std::string& name) {
  return name.size() >= kCounter.size() &&
         name.compare(name.size() - kCounter.size(), kCounter.size(), kCounter) == 0;
}

}  // namespace

ImportedArrays::ImportedArrays(const std::vector<TensorRecord>& records) {
  const bool are_wrapped = std::all_of(records.begin(), records.end(), is_wrapped);
  for (const TensorRecord& record : records) {
    records_[record.name.substr(are_wrapped ? kWrapper.size() : 0)] = &record;
  }
}

std::vector<std::string> ImportedArrays::names() const {
  std::vector<std::string> names;
  for (const auto& entry : records_) names.push_back(entry.first);
  return names;
}

std::pair<std::string, const TensorRecord*> ImportedArrays::take(
    const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const auto found = records_.find(name);
    if (found == records_.end()) continue;
    used_.insert(name);
    return {name, found->second};
  }
  return {"", nullptr};
}

std::vector<std::string> ImportedArrays::unused() const {
  std::vector<std::string> names;
  for (const auto& entry : records_) {
    if (used_.count(entry.first) == 0 && !is_counter(entry.first)) names.push_back(entry.first);
  }
  return names;
}

}  // namespace hoi
