#pragma once

#include <array>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "formats/dataset_findings.h"
#include "interchange/named_dataset.h"
#include "interchange/record_fields.h"

namespace hoi {

/// Collects the regions of one Label Studio annotation as instances (label_studio_task.h).
class LabelStudioRegions {
 public:
  /// named receives the instances and the size of the picture.
  LabelStudioRegions(NamedImage& named, const std::string& file, const std::string& where,
                     DatasetFindings& findings);

  /// Adds a result that is no relation. False, and nothing more is taken, when the picture was
  /// turned while it was labelled.
  bool add(const RecordFields& result);

  /// Row of the instance with this id in Label Studio; nullptr when there is none.
  const int* row_of(const std::string& id) const;

 private:
  void repair(const std::string& rule, const std::string& text);
  bool set_size(const RecordFields& result);
  std::string label_of(const RecordFields& value, const std::string& type, const std::string& id);
  std::array<double, 4> rectangle(const RecordFields& value, const std::string& id);
  void add_polygon(const RecordFields& value, NamedInstance& instance) const;

  NamedImage& named_;
  const std::string& file_;
  const std::string& where_;
  DatasetFindings& findings_;
  std::map<std::string, int> row_of_id_;
};

}  // namespace hoi
