#include "study/model_fingerprint.h"

#include <cstdint>

#include "base/file.h"
#include "base/sha256.h"

namespace hoi {

std::string model_fingerprint(const std::filesystem::path& model) {
  constexpr std::uintmax_t kLargestModel = std::uintmax_t{4} << 30;
  return sha256_hex(read_file(model, kLargestModel));
}

}  // namespace hoi
