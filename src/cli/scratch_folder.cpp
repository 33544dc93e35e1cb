#include "cli/scratch_folder.h"

#include <string>
#include <system_error>

#include <stdlib.h>

#include "base/error.h"

namespace hoi {

ScratchFolder::ScratchFolder() {
  std::error_code error;
  const auto parent = std::filesystem::temp_directory_path(error);
  std::string pattern = (parent / "hoi-XXXXXX").string();
  if (error || ::mkdtemp(pattern.data()) == nullptr) {
    throw InputError(parent.string() +
                     ": cannot create a temporary folder here; set TMPDIR to a folder with space");
  }
  path_ = pattern;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace hoi
