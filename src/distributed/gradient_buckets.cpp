#include "distributed/gradient_buckets.h"

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include <ATen/Functions.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/utils.h>

namespace hoi {
namespace {

constexpr double kBytesPerMegabyte = 1024.0 * 1024.0;

/// What keeps a node of the graph alive; which pointer that is depends on the version of LibTorch.
using KeptNode =
    decltype(torch::autograd::impl::grad_accumulator(std::declval<const torch::Tensor&>()));

}  // namespace

/// One sum: the gradients of some parameters end to end, then for each of them 1 if it has one.
struct GradientBuckets::Bucket {
  std::vector<torch::Tensor> parameters;
  torch::Tensor flat;  // of all gradients, and one flag per parameter
  std::size_t missing = 0;
  PendingSum sum;

  std::int64_t elements() const {
    return flat.size(0) - static_cast<std::int64_t>(parameters.size());
  }

  void fill(double weight);
  void hand_out();
};

void GradientBuckets::Bucket::fill(double weight) {
  const torch::NoGradGuard no_gradient;
  const auto flags = flat.slice(0, elements());
  std::int64_t begin = 0;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    auto part = flat.slice(0, begin, begin + parameters[i].numel());
    begin += parameters[i].numel();
    const auto& gradient = parameters[i].grad();
    flags[static_cast<std::int64_t>(i)].fill_(gradient.defined() ? 1 : 0);
    if (!gradient.defined()) {
      part.zero_();
      continue;
    }
    part.view_as(parameters[i]).copy_(gradient);
    if (weight != 1) part.mul_(weight);
  }
}

void GradientBuckets::Bucket::hand_out() {
  const torch::NoGradGuard no_gradient;
  const auto used = flat.slice(0, elements()).to(torch::kCPU, torch::kFloat64);
  std::int64_t begin = 0;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    auto& parameter = parameters[i];
    const auto part = flat.slice(0, begin, begin + parameter.numel()).view_as(parameter);
    begin += parameter.numel();
    if (used.data_ptr<double>()[i] == 0) continue;
    if (parameter.grad().defined()) {
      parameter.mutable_grad().copy_(part);
    } else {
      parameter.mutable_grad() = part.clone();
    }
  }
}

class GradientBuckets::State {
 public:
  State(const std::vector<torch::Tensor>& parameters, WorkerGroup& worker_group)
      : group(worker_group) {
    const double most_bytes = group.options().bucket_megabytes * kBytesPerMegabyte;
    double bytes = 0;
    for (auto entry = parameters.rbegin(); entry != parameters.rend(); ++entry) {
      const auto own = static_cast<double>(entry->numel() * entry->element_size());
      if (buckets.empty() || bytes + own > most_bytes || !fits(*entry)) {
        buckets.emplace_back();
        bytes = 0;
      }
      buckets.back().parameters.push_back(*entry);
      bytes += own;
    }
    for (auto& bucket : buckets) {
      auto elements = static_cast<std::int64_t>(bucket.parameters.size());
      for (const auto& parameter : bucket.parameters) elements += parameter.numel();
      bucket.flat = torch::zeros({elements}, bucket.parameters[0].options().requires_grad(false));
    }
  }

  void start(double new_weight) {
    const std::lock_guard<std::mutex> lock(mutex);
    weight = new_weight;
    next = 0;
    error = nullptr;
    active = true;
    for (auto& bucket : buckets) bucket.missing = bucket.parameters.size();
  }

  /// Called within the backward pass, on a thread of it.
  void mark_ready(std::size_t index) {
    const std::lock_guard<std::mutex> lock(mutex);
    if (!active || error) return;
    if (buckets[index].missing > 0) --buckets[index].missing;
    try {
      while (next < buckets.size() && buckets[next].missing == 0) {
        launch();
        ++early;
      }
    } catch (...) {
      error = std::current_exception();  // finish() throws it, where the caller expects it
    }
  }

  void launch() {
    Bucket& bucket = buckets[next];
    bucket.fill(weight);
    bucket.sum = group.start_sum(bucket.flat, "gradients " + std::to_string(next + 1) + " of " +
                                                  std::to_string(buckets.size()));
    ++next;
  }

  /// What the sum is for a process that is alone.
  void weigh_own() {
    if (weight == 1) return;
    for (auto& bucket : buckets) {
      for (auto& parameter : bucket.parameters) {
        if (parameter.grad().defined()) parameter.mutable_grad().mul_(weight);
      }
    }
  }

  void finish() {
    const std::lock_guard<std::mutex> lock(mutex);
    active = false;
    if (error) std::rethrow_exception(error);
    if (group.is_alone()) return weigh_own();
    const auto begin = std::chrono::steady_clock::now();
    while (next < buckets.size()) launch();
    for (auto& bucket : buckets) bucket.sum.wait();
    for (auto& bucket : buckets) bucket.hand_out();
    waited += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  }

  std::vector<Bucket> buckets;
  WorkerGroup& group;
  double waited = 0;
  std::int64_t early = 0;
  /// The nodes of the graph that add up gradients, kept alive: a parameter only knows its own
  /// weakly, and the hook with it.
  std::vector<std::pair<KeptNode, std::uintptr_t>> hooks;

 private:
  /// Whether a sum can hold this parameter beside those that the last bucket has.
  bool fits(const torch::Tensor& parameter) const {
    const auto& first = buckets.back().parameters.front();
    return first.scalar_type() == parameter.scalar_type() && first.device() == parameter.device();
  }

  std::mutex mutex;  // the pass may use a thread per device
  double weight = 1;
  std::size_t next = 0;  // bucket to be started
  bool active = false;
  std::exception_ptr error;
};

namespace {

/// Tells the state that the gradient of a parameter is complete.
class ReadyHook : public torch::autograd::FunctionPostHook {
 public:
  explicit ReadyHook(std::function<void()> ready) : ready_(std::move(ready)) {}
  torch::autograd::variable_list operator()(const torch::autograd::variable_list& outputs,
                                            const torch::autograd::variable_list&) override {
    ready_();
    return outputs;
  }

 private:
  std::function<void()> ready_;
};

}  // namespace

GradientBuckets::GradientBuckets(const std::vector<torch::Tensor>& parameters, WorkerGroup& group)
    : state_(std::make_shared<State>(parameters, group)) {
  if (group.is_alone()) return;
  for (std::size_t index = 0; index < state_->buckets.size(); ++index) {
    for (const auto& parameter : state_->buckets[index].parameters) {
      auto node = torch::autograd::impl::grad_accumulator(parameter);
      const auto key = node->add_post_hook(
          std::make_unique<ReadyHook>([state = state_.get(), index] { state->mark_ready(index); }));
      state_->hooks.emplace_back(std::move(node), key);
    }
  }
}

GradientBuckets::~GradientBuckets() {
  for (auto& [node, key] : state_->hooks) node->del_post_hook(key);
}

void GradientBuckets::start(double weight) { state_->start(weight); }

void GradientBuckets::finish() { state_->finish(); }

std::int64_t GradientBuckets::count() const {
  return static_cast<std::int64_t>(state_->buckets.size());
}

double GradientBuckets::waited_seconds() const { return state_->waited; }

std::int64_t GradientBuckets::started_in_backward() const { return state_->early; }

}  // namespace hoi
