// torch's c10d. All that differs between its versions, 1.13 and 2.x, stands in this file.
#include <thread>
#include <utility>

#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/version.h>
#ifdef USE_C10D_NCCL
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include "base/error.h"
#include "distributed/transport.h"

namespace hoi {
namespace {

#if TORCH_VERSION_MAJOR >= 2
using CollectiveGroup = c10d::Backend;
#else
using CollectiveGroup = c10d::ProcessGroup;
#endif

constexpr std::chrono::milliseconds kLookUpPause{2};

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

/// Runs an operation of c10d and gives what it throws the type that callers expect.
template <class Operation>
auto translated(const Operation& operation) {
  try {
    return operation();
  } catch (const c10::Error& error) {
    throw TransportError(first_line(error.what_without_backtrace()));
  } catch (const std::exception& error) {
    throw TransportError(first_line(error.what()));
  }
}

/// The meeting point as c10d's groups want to see it. They look each other up in it once.
class MeetingStore : public c10d::Store {
 public:
  MeetingStore(std::shared_ptr<MeetingPoint> place, std::chrono::milliseconds patience)
      : c10d::Store(patience), place_(std::move(place)) {}

  void set(const std::string& name, const std::vector<std::uint8_t>& value) override {
    place_->set(name, std::string(value.begin(), value.end()));
  }

  std::vector<std::uint8_t> get(const std::string& name) override {
    wait({name});
    const std::string text = place_->find(name).value_or("");
    return {text.begin(), text.end()};
  }

  std::int64_t add(const std::string& name, std::int64_t amount) override {
    return place_->add(name, amount);
  }

  bool deleteKey(const std::string&) override { return false; }

  bool check(const std::vector<std::string>& names) override {
    for (const auto& name : names) {
      if (!place_->find(name)) return false;
    }
    return true;
  }

  std::int64_t getNumKeys() override { return 0; }

  void wait(const std::vector<std::string>& names) override { wait(names, timeout_); }

  void wait(const std::vector<std::string>& names,
            const std::chrono::milliseconds& patience) override {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!check(names)) {
      if (std::chrono::steady_clock::now() > deadline) {
        throw TransportError("another process did not say where it is");
      }
      std::this_thread::sleep_for(kLookUpPause);
    }
  }

  /// Asked for by newer versions only.
  c10::intrusive_ptr<c10d::Store> clone() {
    return c10::make_intrusive<MeetingStore>(place_, timeout_);
  }

 private:
  std::shared_ptr<MeetingPoint> place_;
};

class PendingWork : public PendingOperation {
 public:
  /// on_device: waiting orders the work before what the device does next and does not block.
  PendingWork(c10::intrusive_ptr<c10d::Work> work, bool on_device)
      : work_(std::move(work)), on_device_(on_device) {}

  bool wait(std::chrono::milliseconds slice) override {
    return translated([&] {
      if (on_device_) return work_->wait();
      try {
        return work_->wait(slice);
      } catch (...) {
        // A time-out throws too; the work itself goes on.
        if (!work_->isCompleted()) return false;
        throw;
      }
    });
  }

 private:
  c10::intrusive_ptr<c10d::Work> work_;
  bool on_device_;
};

class GroupTransport : public Transport {
 public:
  GroupTransport(c10::intrusive_ptr<CollectiveGroup> group, bool on_device)
      : group_(std::move(group)), on_device_(on_device) {}

  std::unique_ptr<PendingOperation> all_reduce(const torch::Tensor& tensor,
                                               Reduction reduction) override {
    std::vector<torch::Tensor> tensors{tensor};
    c10d::AllreduceOptions options;
    options.reduceOp = reduction == Reduction::kSum ? c10d::ReduceOp::SUM : c10d::ReduceOp::MAX;
    return pending([&] { return group_->allreduce(tensors, options); });
  }

  std::unique_ptr<PendingOperation> broadcast(const torch::Tensor& tensor) override {
    std::vector<torch::Tensor> tensors{tensor};
    return pending([&] { return group_->broadcast(tensors); });
  }

  std::unique_ptr<PendingOperation> all_gather(const std::vector<torch::Tensor>& outputs,
                                               const torch::Tensor& input) override {
    std::vector<std::vector<torch::Tensor>> gathered{outputs};
    std::vector<torch::Tensor> inputs{input};
    return pending([&] { return group_->allgather(gathered, inputs); });
  }

 private:
  template <class Start>
  std::unique_ptr<PendingOperation> pending(const Start& start) const {
    return std::make_unique<PendingWork>(translated(start), on_device_);
  }

  c10::intrusive_ptr<CollectiveGroup> group_;
  bool on_device_;
};

c10::intrusive_ptr<CollectiveGroup> connect_gloo(const WorkerPlace& place,
                                                 const c10::intrusive_ptr<c10d::Store>& store,
                                                 const std::string& own_address,
                                                 std::chrono::milliseconds operation_time) {
  auto options = c10d::ProcessGroupGloo::Options::create(operation_time);
  options->devices.push_back(c10d::ProcessGroupGloo::createDeviceForHostname(own_address));
  return c10::make_intrusive<c10d::ProcessGroupGloo>(store, static_cast<int>(place.rank),
                                                     static_cast<int>(place.size), options);
}

c10::intrusive_ptr<CollectiveGroup> connect_nccl(const WorkerPlace& place,
                                                 const c10::intrusive_ptr<c10d::Store>& store,
                                                 std::chrono::milliseconds operation_time) {
#ifdef USE_C10D_NCCL
  auto options = c10d::ProcessGroupNCCL::Options::create();
  options->timeout = operation_time;
  return c10::make_intrusive<c10d::ProcessGroupNCCL>(store, static_cast<int>(place.rank),
                                                     static_cast<int>(place.size), options);
#else
  static_cast<void>(store);
  static_cast<void>(operation_time);
  throw InputError("this build has no NCCL, so " + std::to_string(place.size) +
                   " processes cannot train on GPUs; take device = \"cpu\" or one process");
#endif
}

}  // namespace

std::unique_ptr<Transport> connect_transport(const WorkerPlace& place, torch::Device device,
                                             const std::string& own_address,
                                             std::shared_ptr<MeetingPoint> meeting_point,
                                             std::chrono::milliseconds operation_time) {
  const bool on_device = device.is_cuda();
  const auto store = c10::make_intrusive<c10d::PrefixStore>(
      on_device ? "cuda" : "cpu",
      c10::make_intrusive<MeetingStore>(std::move(meeting_point), operation_time));
  auto group = on_device ? connect_nccl(place, store, operation_time) : translated([&] {
    return connect_gloo(place, store, own_address, operation_time);
  });
  return std::make_unique<GroupTransport>(std::move(group), on_device);
}

}  // namespace hoi
