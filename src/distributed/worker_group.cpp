#include "distributed/worker_group.h"

#include <cstring>
#include <thread>

#include <ATen/Functions.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/utils.h>

#include "base/error.h"
#include "distributed/network_address.h"

namespace hoi {
namespace {

constexpr std::chrono::milliseconds kSlice{200};  // between two looks at the watch
constexpr std::chrono::milliseconds kShortPause{1}, kLongPause{50};

std::chrono::milliseconds milliseconds_of(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

std::string joined_name(std::int64_t rank) { return fmt::format("joined/{}", rank); }

void require_positive(const char* name, double value) {
  if (value > 0) return;
  throw InputError(fmt::format("distributed.{} is {}, expected a number above 0", name, value));
}

torch::Tensor bytes_tensor(const std::string& bytes, std::int64_t length) {
  auto tensor = torch::zeros({length}, torch::kUInt8);
  if (!bytes.empty()) std::memcpy(tensor.data_ptr(), bytes.data(), bytes.size());
  return tensor;
}

std::string string_of(const torch::Tensor& bytes, std::int64_t length) {
  return {static_cast<const char*>(bytes.data_ptr()), static_cast<std::size_t>(length)};
}

}  // namespace

void PendingSum::wait() {
  if (!operation_) return;
  group_->finish(*operation_, purpose_);
  operation_.reset();
}

WorkerGroup::WorkerGroup(const WorkerPlace& place, const WorkerGroupOptions& options,
                         torch::Device device)
    : place_(place), options_(options) {
  require_positive("join_seconds", options.join_seconds);
  require_positive("lost_seconds", options.lost_seconds);
  require_positive("operation_seconds", options.operation_seconds);
  require_positive("bucket_megabytes", options.bucket_megabytes);
  if (is_alone()) return;
  const auto join = milliseconds_of(options.join_seconds);
  const auto operation = milliseconds_of(options.operation_seconds);
  const auto lost = milliseconds_of(options.lost_seconds);
  const std::string own_address = own_address_towards(place.address);
  const auto meet = [&] { return connect_meeting_point(place.address, place.port, join, lost); };
  try {
    if (is_first()) server_ = std::make_unique<MeetingServer>(place.port);
    meeting_point_ = meet();
    await_joining();
    watch_ = std::make_unique<PeerWatch>(meet(), place.rank, place.size, lost);
    transport_ = connect_transport(place, torch::kCPU, own_address, meeting_point_, operation);
    if (device.is_cuda()) {
      device_transport_ = connect_transport(place, device, own_address, meeting_point_, operation);
    }
  } catch (const TransportError& error) {
    throw InputError(fmt::format("rank {} of {} cannot meet the others at {}:{}: {}", place.rank,
                                 place.size, place.address, place.port, error.what()));
  }
}

WorkerGroup::~WorkerGroup() {
  if (is_alone() || !watch_) return;
  if (failure_ || !watch_->leave(milliseconds_of(options_.operation_seconds))) {
    // Closing a connection waits for what is under way on it, which will never be over.
    static_cast<void>(transport_.release());
    static_cast<void>(device_transport_.release());
  }
}

void WorkerGroup::await_joining() {
  const auto deadline = Clock::now() + milliseconds_of(options_.join_seconds);
  meeting_point_->add(joined_name(rank()), 1);
  std::vector<std::int64_t> missing;
  do {
    missing.clear();
    for (std::int64_t rank = 0; rank < size(); ++rank) {
      const std::int64_t joined = meeting_point_->add(joined_name(rank), 0);
      if (joined == 0) missing.push_back(rank);
      if (joined > 1) {
        throw InputError(
            fmt::format("two processes at {}:{} say that they are rank {}; every "
                        "process needs a rank of its own",
                        place_.address, place_.port, rank));
      }
    }
    if (missing.empty()) return;
    std::this_thread::sleep_for(kLongPause);
  } while (Clock::now() < deadline);
  throw InputError(
      fmt::format("rank {} of {} waited {:.0f} s at {}:{} and nothing came of rank {}; start them "
                  "too, with the same MASTER_ADDR and MASTER_PORT",
                  rank(), size(), options_.join_seconds, place_.address, place_.port,
                  fmt::join(missing, ", ")));
}

Transport& WorkerGroup::transport_for(const torch::Tensor& tensor) {
  return tensor.is_cuda() && device_transport_ ? *device_transport_ : *transport_;
}

void WorkerGroup::check_intact() const {
  if (failure_) throw LostWorkerError(*failure_);
}

void WorkerGroup::fail(const std::string& reason, const std::string& purpose) {
  failure_ = fmt::format("{}; rank {} was waiting for {}", reason, rank(), purpose);
  throw LostWorkerError(*failure_);
}

template <class Start>
std::unique_ptr<PendingOperation> WorkerGroup::started(const std::string& purpose,
                                                       const Start& start) {
  check_intact();
  try {
    return start();
  } catch (const TransportError& error) {
    fail(watch_->await_verdict().value_or(error.what()), purpose);
  }
}

void WorkerGroup::finish(PendingOperation& operation, const std::string& purpose) {
  check_intact();
  const auto deadline = Clock::now() + milliseconds_of(options_.operation_seconds);
  try {
    while (!operation.wait(kSlice)) {
      if (const auto verdict = watch_->verdict()) fail(*verdict, purpose);
      if (Clock::now() > deadline) {
        fail(fmt::format("not all of {} ranks came within {:.0f} s", size(),
                         options_.operation_seconds),
             purpose);
      }
    }
  } catch (const TransportError& error) {
    // The neighbour whose connection broke may itself have noticed a third one.
    fail(watch_->await_verdict().value_or(
             fmt::format("the connection to another rank broke ({})", error.what())),
         purpose);
  }
}

PendingSum WorkerGroup::start_sum(const torch::Tensor& tensor, const std::string& purpose) {
  if (is_alone()) return {};
  return {
      this,
      started(purpose, [&] { return transport_for(tensor).all_reduce(tensor, Reduction::kSum); }),
      purpose};
}

std::vector<double> WorkerGroup::sum(const std::vector<double>& values,
                                     const std::string& purpose) {
  if (is_alone()) return values;
  const auto tensor = torch::tensor(values, torch::kFloat64);
  start_sum(tensor, purpose).wait();
  const auto* first = tensor.data_ptr<double>();
  return {first, first + values.size()};
}

std::vector<std::int64_t> WorkerGroup::maximum(const std::vector<std::int64_t>& values,
                                               const std::string& purpose) {
  if (is_alone()) return values;
  const auto tensor = torch::tensor(values, torch::kInt64);
  finish(*started(purpose, [&] { return transport_->all_reduce(tensor, Reduction::kMaximum); }),
         purpose);
  const auto* first = tensor.data_ptr<std::int64_t>();
  return {first, first + values.size()};
}

void WorkerGroup::broadcast(const std::vector<torch::Tensor>& tensors, const std::string& purpose) {
  if (is_alone()) return;
  const torch::NoGradGuard no_gradient;
  for (const auto& tensor : tensors) {
    if (tensor.numel() == 0) continue;
    const torch::Tensor sent = tensor.detach().to(torch::kCPU).contiguous();
    finish(*started(purpose, [&] { return transport_->broadcast(sent); }), purpose);
    if (!sent.is_same(tensor)) tensor.detach().copy_(sent);
  }
}

std::string WorkerGroup::broadcast(const std::string& bytes, const std::string& purpose) {
  if (is_alone()) return bytes;
  const std::int64_t own = is_first() ? static_cast<std::int64_t>(bytes.size()) : 0;
  const std::int64_t length = maximum({own}, purpose)[0];
  const auto tensor = bytes_tensor(is_first() ? bytes : std::string(), length);
  broadcast({tensor}, purpose);
  return string_of(tensor, length);
}

std::vector<torch::Tensor> WorkerGroup::all_gather(const torch::Tensor& input,
                                                   const std::string& purpose) {
  std::vector<torch::Tensor> outputs;
  for (std::int64_t i = 0; i < size(); ++i) outputs.push_back(torch::empty_like(input));
  finish(*started(purpose, [&] { return transport_->all_gather(outputs, input); }), purpose);
  return outputs;
}

std::vector<std::string> WorkerGroup::gather(const std::string& bytes, const std::string& purpose) {
  if (is_alone()) return {bytes};
  const auto own = torch::tensor({static_cast<std::int64_t>(bytes.size())}, torch::kInt64);
  const auto lengths = torch::cat(all_gather(own, purpose));
  const auto longest = lengths.max().item<std::int64_t>();
  const auto gathered =
      all_gather(bytes_tensor(bytes, std::max<std::int64_t>(longest, 1)), purpose);
  std::vector<std::string> all;
  if (!is_first()) return all;
  for (std::size_t i = 0; i < gathered.size(); ++i) {
    all.push_back(
        string_of(gathered[i], lengths[static_cast<std::int64_t>(i)].item<std::int64_t>()));
  }
  return all;
}

void WorkerGroup::barrier(const std::string& purpose) {
  if (is_alone()) return;
  check_intact();
  const std::string name = fmt::format("barrier/{}", barriers_++);
  auto pause = kShortPause;
  try {
    for (auto here = meeting_point_->add(name, 1); here < size();
         here = meeting_point_->add(name, 0)) {
      if (const auto verdict = watch_->verdict()) fail(*verdict, purpose);
      std::this_thread::sleep_for(pause);
      pause = std::min(2 * pause, kLongPause);
    }
  } catch (const TransportError& error) {
    fail(watch_->await_verdict().value_or(error.what()), purpose);
  }
}

void WorkerGroup::abandon(const std::string& reason) {
  if (is_alone() || failure_) return;
  failure_ = reason;
  watch_->report(reason);
}

}  // namespace hoi
