#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/safetensors.h"
#include "weights/made_bytes.h"
#include "weights/pickled_arrays.h"

namespace hoi {

/// How weights are stored; the content decides, not the name of the file.
enum class WeightFormat {
  kTorchZip,     ///< torch.save() since PyTorch 1.6: .pth, .pt
  kTorchLegacy,  ///< torch.save() before, or _use_new_zipfile_serialization=False
  kPickle,       ///< pickled numpy arrays: .pkl of Detectron and detectron2
  kSafetensors,
  kNumpyZip,  ///< numpy.savez(): .npz
};

/// "PyTorch (zip)" and so on, for people.
std::string weight_format_name(WeightFormat format);

/// A file of named arrays that nobody vouches for. It can be refused but not run code, read beyond
/// its end, or take much more memory than it has bytes: arrays are views of its content, but for
/// those that are deflated or not row-major.
class WeightFile {
 public:
  /// Reads and checks a file of at most 16 GiB. Throws InputError naming it and the first thing
  /// that is wrong with it.
  static WeightFile read(const std::filesystem::path& path);

  /// The same for bytes in memory; `name` stands for the file in messages.
  static WeightFile parse(std::string content, const std::string& name);

  WeightFile(WeightFile&&) = default;
  WeightFile& operator=(WeightFile&&) = default;
  WeightFile(const WeightFile&) = delete;
  WeightFile& operator=(const WeightFile&) = delete;

  WeightFormat format() const { return format_; }
  const std::vector<TensorRecord>& tensors() const { return arrays_.tensors; }
  /// The text called `name` that stands beside the arrays ("meta.config"); empty when there is
  /// none.
  std::string_view text(const std::string& name) const;

 private:
  explicit WeightFile(std::string content);

  WeightFormat format_ = WeightFormat::kPickle;
  std::unique_ptr<const std::string> content_;  // stable address: arrays point into it
  MadeBytes made_;
  std::optional<SafetensorsFile> safetensors_;
  NamedArrays arrays_;
};

}  // namespace hoi
