#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <torch/types.h>

#include "distributed/worker_group.h"

namespace hoi {

/// Sums the gradients of all ranks while the backward pass is still at work.
///
/// Parameters are put into buckets in reverse order, because the last ones get their gradients
/// first. As soon as all gradients of a bucket are there, its sum is started, and the pass goes on.
/// Buckets are started in the same order on all ranks, whatever the order of their gradients.
///
///   g = sum over ranks of weight_r g_r
///
///   buckets.start(1);           // before the backward pass that completes the step
///   loss.backward();
///   buckets.finish();           // every parameter holds the sum
///
/// A parameter that no rank used stays without gradient; one that some ranks used counts as zero on
/// the others. With gradient accumulation only the last pass of a step stands between start() and
/// finish(). A process that is alone keeps its gradients, times the weight.
class GradientBuckets {
 public:
  /// parameters: leaf tensors that require a gradient, the same on all ranks. The group must
  /// outlive this object.
  GradientBuckets(const std::vector<torch::Tensor>& parameters, WorkerGroup& group);
  ~GradientBuckets();
  GradientBuckets(const GradientBuckets&) = delete;
  GradientBuckets& operator=(const GradientBuckets&) = delete;

  /// weight: of this rank's gradients in the sum.
  void start(double weight);
  /// Throws LostWorkerError; then gradients are what they are, and no parameter has changed.
  void finish();

  std::int64_t count() const;                ///< buckets
  double waited_seconds() const;             ///< spent in finish() so far: what was not overlapped
  std::int64_t started_in_backward() const;  ///< sums started before finish(), so far

 private:
  struct Bucket;
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace hoi
