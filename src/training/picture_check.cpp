#include "training/picture_check.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "data/image_io.h"
#include "formats/dataset_check.h"
#include "formats/printable_text.h"

namespace hoi {
namespace {

/// Entries of one kind: how many, and the first of them for a message.
class Examples {
 public:
  void add(const std::string& text) {
    if (++count_ <= kShown) shown_.push_back(printable(text));
  }
  std::size_t count() const { return count_; }
  /// "a.jpg, b.jpg, c.jpg, ..."
  std::string list() const {
    return fmt::format("{}{}", fmt::join(shown_, ", "), count_ > kShown ? ", ..." : "");
  }

 private:
  static constexpr std::size_t kShown = 3;
  std::size_t count_ = 0;
  std::vector<std::string> shown_;
};

struct FileFindings {
  Examples missing, unreadable, mismatched;
};

FileFindings look_at_files(const AnnotatedPictures& pictures) {
  FileFindings found;
  for (std::size_t i = 0; i < pictures.images.size(); ++i) {
    const auto& path = pictures.paths[i];
    const auto& image = pictures.images[i];
    const auto size = read_image_size(path);  // also of a picture in a shard, which is no file
    if (!size) {
      std::error_code ignored;
      const bool exists = std::filesystem::exists(path, ignored);
      (exists ? found.unreadable : found.missing).add(path.string());
    } else if (*size != std::pair(image.width, image.height)) {
      found.mismatched.add(fmt::format("{} ({} x {}, annotated {} x {})", path.string(),
                                       size->first, size->second, image.width, image.height));
    }
  }
  return found;
}

void refuse_if_any(const Examples& examples, std::size_t total, const std::string& what,
                   const std::string& fault) {
  if (examples.count() == 0) return;
  throw InputError(fmt::format("{}: {} of {} pictures {}: {}", what, examples.count(), total, fault,
                               examples.list()));
}

/// The annotations without what the checks do not read, pictures named by their whole path because
/// names of different folders may be equal.
AnnotatedDataset to_be_checked(const AnnotatedPictures& pictures) {
  AnnotatedDataset dataset;
  dataset.vocabulary = pictures.vocabulary;
  for (std::size_t i = 0; i < pictures.images.size(); ++i) {
    const ImageAnnotation& image = pictures.images[i];
    ImageAnnotation entry;
    entry.file_name = pictures.paths[i].string();
    entry.width = image.width;
    entry.height = image.height;
    entry.interactions_annotated = image.interactions_annotated;
    entry.interactions = image.interactions;
    for (const auto& instance : image.instances) {
      entry.instances.push_back({instance.id, instance.category, instance.box, instance.crowd, {}});
    }
    dataset.images.push_back(std::move(entry));
  }
  return dataset;
}

/// What is left of a defect's text without its numbers and quoted names: the same for the same
/// fault of different entries.
std::string kind_of(const DatasetDefect& defect) {
  std::string kind;
  bool quoted = false;
  for (const char letter : defect.text) {
    if (letter == '\'') quoted = !quoted;
    const bool number = (letter >= '0' && letter <= '9') || letter == '-' || letter == '.';
    if (!quoted && !number) kind += letter;
  }
  return kind;
}

std::vector<std::string> questionable(const AnnotatedPictures& pictures, const std::string& what) {
  struct Kind {
    std::int64_t count = 0;
    DatasetDefect first;
  };
  std::map<std::string, Kind> kinds;
  for (const DatasetDefect& defect : check_dataset(to_be_checked(pictures), what)) {
    Kind& kind = kinds[kind_of(defect)];
    if (++kind.count == 1) kind.first = defect;
  }
  std::vector<std::string> lines;
  for (const auto& [text, kind] : kinds) {
    lines.push_back(fmt::format("{}: {} time{}: {} (the first: {})", what, kind.count,
                                kind.count == 1 ? "" : "s", kind.first.text, kind.first.entity));
  }
  return lines;
}

}  // namespace

std::vector<std::string> check_pictures(const AnnotatedPictures& pictures, const std::string& what,
                                        SizeMismatch mismatch) {
  const std::size_t total = pictures.images.size();
  const FileFindings files = look_at_files(pictures);
  refuse_if_any(files.missing, total, what, "are missing");
  refuse_if_any(files.unreadable, total, what, "are no image that can be read");
  const std::string size_fault = "have another size than annotated";
  if (mismatch == SizeMismatch::kRefuse) {
    refuse_if_any(files.mismatched, total, what, size_fault);
  }
  std::vector<std::string> lines;
  const auto warn = [&](const Examples& examples, const std::string& fault) {
    if (examples.count() == 0) return;
    lines.push_back(fmt::format("{}: {} of {} pictures {}: {}", what, examples.count(), total,
                                fault, examples.list()));
  };
  warn(files.mismatched, size_fault);
  Examples empty;
  for (std::size_t i = 0; i < total; ++i) {
    if (pictures.images[i].instances.empty()) empty.add(pictures.paths[i].string());
  }
  warn(empty, "have no annotated box");
  const auto others = questionable(pictures, what);
  lines.insert(lines.end(), others.begin(), others.end());
  return lines;
}

std::vector<std::string> check_overlap(const AnnotatedPictures& training,
                                       const AnnotatedPictures& validation) {
  const auto name_of = [](const std::filesystem::path& path) {
    return std::filesystem::absolute(path).lexically_normal().string();
  };
  std::unordered_set<std::string> taught;
  for (const auto& path : training.paths) taught.insert(name_of(path));
  Examples both;
  for (const auto& path : validation.paths) {
    if (taught.count(name_of(path)) > 0) both.add(path.string());
  }
  if (both.count() == 0) return {};
  return {fmt::format("{} of {} validation pictures are training pictures too: {}", both.count(),
                      validation.paths.size(), both.list())};
}

}  // namespace hoi
