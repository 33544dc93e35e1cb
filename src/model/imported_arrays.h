#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/safetensors.h"

namespace hoi {

/// The arrays of a file by name, which remember what was asked for. "module.", which data-parallel
/// training puts before every name, is left out.
class ImportedArrays {
 public:
  /// `records` must outlive this object.
  explicit ImportedArrays(const std::vector<TensorRecord>& records);

  std::vector<std::string> names() const;

  /// The first of `names` that there is, noted as used; nullptr when there is none.
  std::pair<std::string, const TensorRecord*> take(const std::vector<std::string>& names);
  /// Takes the note back.
  void give_back(const std::string& name) { used_.erase(name); }

  /// Names without a note, but for the counters that training keeps beside norms.
  std::vector<std::string> unused() const;

 private:
  std::map<std::string, const TensorRecord*> records_;
  std::set<std::string> used_;
};

}  // namespace hoi
