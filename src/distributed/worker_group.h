#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <torch/types.h>

#include "base/option_fields.h"
#include "distributed/meeting_point.h"
#include "distributed/meeting_server.h"
#include "distributed/peer_watch.h"
#include "distributed/transport.h"
#include "distributed/worker_environment.h"

namespace hoi {

/// Another process of the group is gone, so this one cannot go on. One line: who, and what this
/// rank was waiting for.
class LostWorkerError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// How processes work together; seconds and megabytes are positive.
struct WorkerGroupOptions {
  double join_seconds = 300;        ///< how long they wait for each other at the start
  double lost_seconds = 10;         ///< a process that shows no sign of life for this long is lost
  double operation_seconds = 1800;  ///< longest time that one may keep the others waiting
  double bucket_megabytes = 25;     ///< gradients that are summed in one go (gradient_buckets.h)

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("join_seconds", join_seconds);
    fields.value("lost_seconds", lost_seconds);
    fields.value("operation_seconds", operation_seconds);
    fields.value("bucket_megabytes", bucket_megabytes);
  }
};

class WorkerGroup;

/// A sum over all ranks that is under way. The tensor holds it once wait() has returned.
class PendingSum {
 public:
  PendingSum() = default;
  /// Throws LostWorkerError.
  void wait();

 private:
  friend class WorkerGroup;
  PendingSum(WorkerGroup* group, std::shared_ptr<PendingOperation> operation, std::string purpose)
      : group_(group), operation_(std::move(operation)), purpose_(std::move(purpose)) {}

  WorkerGroup* group_ = nullptr;
  std::shared_ptr<PendingOperation> operation_;
  std::string purpose_;
};

/// The processes that train or evaluate together, seen from one of them. All ranks call the same
/// operations in the same order; each names what it is for, in words that complete "while waiting
/// for ...". A process that is alone touches no network, and every operation returns at once.
///
/// When another rank ends or falls silent, the operation under way throws LostWorkerError on all
/// the others within about `lost_seconds`, and so does every operation after it. Not for use by
/// several threads.
class WorkerGroup {
 public:
  /// Alone.
  WorkerGroup() = default;

  /// Waits until all ranks have joined. device: where the large tensors are. Throws InputError when
  /// ranks are missing after `join_seconds`, naming them, when rank 0's address is wrong and when
  /// an option is not positive.
  WorkerGroup(const WorkerPlace& place, const WorkerGroupOptions& options,
              torch::Device device = torch::kCPU);

  /// Waits until all ranks are done, unless the group has been lost or abandoned.
  ~WorkerGroup();
  WorkerGroup(const WorkerGroup&) = delete;
  WorkerGroup& operator=(const WorkerGroup&) = delete;

  std::int64_t rank() const { return place_.rank; }
  std::int64_t size() const { return place_.size; }
  const WorkerPlace& place() const { return place_; }
  bool is_alone() const { return place_.size == 1; }
  bool is_first() const { return place_.rank == 0; }  ///< the one that writes files and talks
  const WorkerGroupOptions& options() const { return options_; }

  /// In place. tensor: contiguous, the same shape on all ranks, not touched until wait().
  PendingSum start_sum(const torch::Tensor& tensor, const std::string& purpose);
  std::vector<double> sum(const std::vector<double>& values, const std::string& purpose);
  std::vector<std::int64_t> maximum(const std::vector<std::int64_t>& values,
                                    const std::string& purpose);

  /// In place: the tensors of rank 0, on any device.
  void broadcast(const std::vector<torch::Tensor>& tensors, const std::string& purpose);
  /// The bytes of rank 0; those of other ranks are not looked at.
  std::string broadcast(const std::string& bytes, const std::string& purpose);

  /// On rank 0: the bytes of every rank, in the order of ranks; nothing on the others.
  std::vector<std::string> gather(const std::string& bytes, const std::string& purpose);

  /// Waits until all ranks are here, however long one of them works before: only a lost rank ends
  /// it early.
  void barrier(const std::string& purpose);

  /// This rank ends before the work is done: the others are told why.
  void abandon(const std::string& reason);

 private:
  friend class PendingSum;
  using Clock = std::chrono::steady_clock;

  void await_joining();
  Transport& transport_for(const torch::Tensor& tensor);
  void check_intact() const;
  void finish(PendingOperation& operation, const std::string& purpose);
  [[noreturn]] void fail(const std::string& reason, const std::string& purpose);
  std::vector<torch::Tensor> all_gather(const torch::Tensor& input, const std::string& purpose);
  template <class Start>
  std::unique_ptr<PendingOperation> started(const std::string& purpose, const Start& start);

  WorkerPlace place_;
  WorkerGroupOptions options_;
  std::unique_ptr<MeetingServer> server_;  // on rank 0
  std::shared_ptr<MeetingPoint> meeting_point_;
  std::unique_ptr<PeerWatch> watch_;
  std::unique_ptr<Transport> transport_, device_transport_;
  std::int64_t barriers_ = 0;
  std::optional<std::string> failure_;
};

}  // namespace hoi
