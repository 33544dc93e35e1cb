#include "datasets/image_transfer.h"

#include <set>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "base/contained_path.h"
#include "base/error.h"

namespace hoi {
namespace {

namespace fs = std::filesystem;

void place(const fs::path& source, const fs::path& target, ImageTransfer transfer) {
  std::error_code error;
  fs::create_directories(target.parent_path(), error);
  if (!error && transfer == ImageTransfer::kLink) {
    // A link to a symbolic link would dangle when that one's folder moves.
    fs::create_hard_link(fs::canonical(source, error), target, error);
    if (!error) return;
    error.clear();
  }
  if (!error) fs::copy_file(source, target, error);
  if (error) {
    throw InputError(
        fmt::format("{}: cannot place this picture: {}", target.string(), error.message()));
  }
}

}  // namespace

const Choices<ImageTransfer>& image_transfers() {
  static const Choices<ImageTransfer> transfers = {{"link", ImageTransfer::kLink},
                                                   {"copy", ImageTransfer::kCopy},
                                                   {"none", ImageTransfer::kNone}};
  return transfers;
}

void transfer_images(const ImagePlacements& placements, const fs::path& folder,
                     ImageTransfer transfer, DatasetFindings& findings,
                     const std::function<void(std::int64_t)>& progress) {
  if (transfer == ImageTransfer::kNone) return;
  std::set<std::string> taken;
  std::int64_t done = 0;
  for (const auto& placement : placements) {
    const std::string target = placement.target.lexically_normal().string();
    if (leaves_folder(placement.target.string())) {
      throw InputError(fmt::format("{}: this picture would leave the data set", target));
    }
    if (!taken.insert(target).second) {
      throw InputError(
          fmt::format("{}: two pictures have this place; give them different base names", target));
    }
    std::error_code ignored;
    if (fs::is_regular_file(placement.source, ignored)) {
      place(placement.source, folder / placement.target, transfer);
    } else {
      findings.loss("missing picture", placement.source.string(), "",
                    "there is no such file; its annotations are kept");
    }
    if (progress) progress(++done);
  }
}

}  // namespace hoi
