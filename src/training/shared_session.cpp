#include "training/shared_session.h"

#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "base/file.h"
#include "inference/predictor.h"

namespace hoi {
namespace {

constexpr std::uintmax_t kLargestSharedFile = std::uintmax_t{1} << 36;

}  // namespace

std::string device_of_worker(const std::string& device, const WorkerPlace& place) {
  if (place.size == 1 || (device != "auto" && device != "cuda")) return device;
  if (!parse_device(device).is_cuda()) return "cpu";
  return fmt::format("cuda:{}", place.local_rank);
}

void share_weights(HoiCascade& network, WorkerGroup& group) {
  std::vector<torch::Tensor> tensors = network->parameters();
  for (const auto& buffer : network->buffers()) tensors.push_back(buffer);
  group.broadcast(tensors, "the initial weights");
}

SharedFile::SharedFile(const std::optional<std::filesystem::path>& path, WorkerGroup& group)
    : path_(path) {
  if (group.is_alone()) return;
  const bool exists = group.is_first() && path_.has_value();
  const std::string purpose = "the checkpoint";
  if (group.maximum({exists ? 1 : 0}, purpose)[0] == 0) {
    path_.reset();
    return;
  }
  const std::string bytes =
      group.broadcast(exists ? read_file(*path_, kLargestSharedFile) : std::string(), purpose);
  if (group.is_first()) return;
  path_ = std::filesystem::temp_directory_path() /
          fmt::format("hoi-checkpoint-{}-{}.safetensors", ::getpid(), group.rank());
  write_file_atomically(*path_, bytes);
  is_copy_ = true;
}

SharedFile::~SharedFile() {
  std::error_code ignored;
  if (is_copy_) std::filesystem::remove(*path_, ignored);
}

}  // namespace hoi
