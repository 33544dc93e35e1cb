#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <torch/types.h>

#include "distributed/meeting_point.h"
#include "distributed/worker_environment.h"

namespace hoi {

/// An operation of all processes that is under way.
class PendingOperation {
 public:
  virtual ~PendingOperation() = default;
  /// Waits until the operation is over, for at most `slice`: whether it is. Throws TransportError
  /// when it failed.
  virtual bool wait(std::chrono::milliseconds slice) = 0;
};

enum class Reduction { kSum, kMaximum };

/// Operations that all processes start in the same order. Tensors are contiguous, of the same shape
/// and type everywhere, and belong to the operation until it is over.
class Transport {
 public:
  virtual ~Transport() = default;
  /// In place: every process gets the sum or maximum over all.
  virtual std::unique_ptr<PendingOperation> all_reduce(const torch::Tensor& tensor,
                                                       Reduction reduction) = 0;
  /// In place: every process gets the tensor of rank 0.
  virtual std::unique_ptr<PendingOperation> broadcast(const torch::Tensor& tensor) = 0;
  /// outputs: one per process, filled with their inputs.
  virtual std::unique_ptr<PendingOperation> all_gather(const std::vector<torch::Tensor>& outputs,
                                                       const torch::Tensor& input) = 0;
};

/// Connects all processes for tensors on `device`: Gloo for the CPU, NCCL for CUDA. own_address:
/// how the other processes reach this one; operation_time: longest time of one operation. Throws
/// InputError when this build has nothing for the device, TransportError when a connection fails.
/// Blocks until all have called it.
std::unique_ptr<Transport> connect_transport(const WorkerPlace& place, torch::Device device,
                                             const std::string& own_address,
                                             std::shared_ptr<MeetingPoint> meeting_point,
                                             std::chrono::milliseconds operation_time);

}  // namespace hoi
