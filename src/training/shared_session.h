#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "distributed/worker_group.h"
#include "model/hoi_cascade.h"

namespace hoi {

/// The device of one of several processes: "auto" and "cuda" are the GPU with the number of its
/// local rank where there is one. A process that is alone keeps what it asked for.
std::string device_of_worker(const std::string& device, const WorkerPlace& place);

/// Gives all ranks the weights and buffers that rank 0 has.
void share_weights(HoiCascade& network, WorkerGroup& group);

/// A file of rank 0 that all ranks can read: the others get a copy for the life of this object.
class SharedFile {
 public:
  /// path: of the file on rank 0, nothing when there is none; other ranks' is not looked at.
  SharedFile(const std::optional<std::filesystem::path>& path, WorkerGroup& group);
  ~SharedFile();
  SharedFile(const SharedFile&) = delete;
  SharedFile& operator=(const SharedFile&) = delete;

  /// Where it is on this rank.
  const std::optional<std::filesystem::path>& path() const { return path_; }

 private:
  std::optional<std::filesystem::path> path_;
  bool is_copy_ = false;
};

}  // namespace hoi
