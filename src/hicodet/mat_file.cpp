#include "hicodet/mat_file.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "formats/printable_text.h"
#include "hicodet/mat_compression.h"
#include "hicodet/mat_element.h"

namespace hoi {
namespace {

constexpr std::size_t kHeaderSize = 128;
constexpr std::size_t kVersionAt = 124, kByteOrderAt = 126;
constexpr std::size_t kTopTagSize = 8;
// Enough of an array for its flags, sizes and the longest name MATLAB allows (63 letters).
constexpr std::size_t kBeginning = 256;
constexpr std::string_view kHdf5Signature = "\x89HDF\r\n\x1a\n";

/// A copy of the beginning of an array, cut where only its content follows: enough to know its
/// name. Nothing for an array of a kind that cannot be read.
std::string name_in_beginning(std::string_view beginning, const MatSource& source) {
  const MatSource part{beginning, source.label};
  std::string_view rest = beginning.substr(kTopTagSize);
  const MatElement flags = read_mat_element(rest, part);
  rest.remove_prefix(flags.length);
  const MatElement sizes = read_mat_element(rest, part);
  rest.remove_prefix(sizes.length);
  const MatElement name = read_mat_element(rest, part);
  if (flags.type != mat_type::kUint32 || sizes.type != mat_type::kInt32) return {};
  if (name.type != mat_type::kInt8 && name.type != mat_type::kUtf8) return {};
  return std::string(name.data);
}

}  // namespace

MatVariable::MatVariable(std::string_view bytes, std::string label)
    : source_(std::make_unique<MatSource>(MatSource{bytes, std::move(label)})) {
  std::size_t length = 0;
  array_ = MatArray::read(source_->bytes, *source_, length);
}

MatVariable::MatVariable(std::string bytes, std::string label)
    : owned_(std::make_unique<const std::string>(std::move(bytes))),
      source_(std::make_unique<MatSource>(MatSource{*owned_, std::move(label)})) {
  std::size_t length = 0;
  array_ = MatArray::read(source_->bytes, *source_, length);
}

MatFile MatFile::read(const std::filesystem::path& path) {
  return MatFile(read_file(path, kLargestFile), path.string());
}

MatFile::MatFile(std::string bytes, std::string name)
    : bytes_(std::make_unique<const std::string>(std::move(bytes))), name_(std::move(name)) {
  check_header();
  index_variables();
}

void MatFile::check_header() const {
  const std::string_view bytes = *bytes_;
  const auto has_signature = [&](std::size_t at) {
    return bytes.size() >= at && bytes.substr(at, kHdf5Signature.size()) == kHdf5Signature;
  };
  if (has_signature(0) || has_signature(512)) {
    throw InputError(fmt::format(
        "{}: a MATLAB 7.3 (HDF5) file; save it with \"save -v7\" in MATLAB or Octave", name_));
  }
  if (bytes.size() < kHeaderSize) {
    throw InputError(fmt::format("{}: no MATLAB file: {} bytes, fewer than its header has", name_,
                                 bytes.size()));
  }
  const std::string_view order = bytes.substr(kByteOrderAt, 2);
  if (order == "MI") {
    throw InputError(
        fmt::format("{}: a MATLAB file of a big-endian machine; load it and save it "
                    "with \"save -v7\" again",
                    name_));
  }
  if (order != "IM" || bytes[kVersionAt + 1] != 1) {
    throw InputError(
        fmt::format("{}: no MATLAB file of version 5 to 7; save it with \"save -v7\"", name_));
  }
}

std::string MatFile::label_of(const std::string& variable) const {
  return fmt::format("{}: variable '{}'", name_, printable(variable));
}

void MatFile::index_variables() {
  const MatSource source{*bytes_, name_};
  std::string_view rest = source.bytes.substr(kHeaderSize);
  while (!rest.empty()) {
    if (rest.size() < kTopTagSize) source.fail(rest.data(), "the file ends too early");
    const std::uint32_t type = mat_word_at(rest.data());
    const std::size_t size = mat_word_at(rest.data() + 4);
    if (size > rest.size() - kTopTagSize) {
      source.fail(rest.data(), fmt::format("a variable of {} bytes where only {} are left", size,
                                           rest.size() - kTopTagSize));
    }
    Place place{rest.substr(0, kTopTagSize + size), false};
    std::string unpacked;
    std::string_view beginning = place.bytes;
    if (type == mat_type::kCompressed) {
      place = {rest.substr(kTopTagSize, size), true};
      unpacked = unpack_mat_beginning(place.bytes, kBeginning, source);
      beginning = unpacked;
    } else if (type != mat_type::kMatrix) {
      source.fail(rest.data(),
                  fmt::format("a data element of type {} where a variable was expected", type));
    }
    const std::string name = name_in_beginning(beginning, source);
    if (!name.empty() && !variables_.emplace(name, place).second) {
      source.fail(rest.data(), fmt::format("a second variable '{}'", printable(name)));
    }
    rest.remove_prefix(kTopTagSize + size);
  }
}

std::vector<std::string> MatFile::variable_names() const {
  std::vector<std::string> names;
  names.reserve(variables_.size());
  for (const auto& [name, place] : variables_) names.push_back(name);
  return names;
}

MatVariable MatFile::load(const std::string& variable) const {
  const auto found = variables_.find(variable);
  if (found == variables_.end()) {
    throw InputError(fmt::format("{}: there is no variable '{}'", name_, variable));
  }
  const std::string label = label_of(variable);
  const Place& place = found->second;
  if (!place.compressed) return {place.bytes, label};
  return {unpack_mat_array(place.bytes, kLargestVariable, MatSource{*bytes_, label}), label};
}

}  // namespace hoi
