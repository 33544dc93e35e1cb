#pragma once

#include <string>
#include <utility>
#include <vector>

#include <torch/types.h>

#include "distributed/gradient_buckets.h"
#include "distributed/worker_group.h"
#include "model/cascade_loss.h"
#include "training/gradient_accumulation.h"
#include "vision/image_batch.h"

namespace hoi {

/// What the processes of a group exchange so that the step they compute together is the step of one
/// process (docs/distributed.md). A process that is alone exchanges nothing and keeps every bit.
/// Every function throws LostWorkerError when another process is gone.
class SharedStep {
 public:
  /// parameters: those that are trained. The group must outlive this object.
  SharedStep(WorkerGroup& group,
             const std::vector<std::pair<std::string, torch::Tensor>>& parameters);

  /// Pads the pictures of this rank's part to the largest of all ranks. Returns whether any rank
  /// wants to stop.
  bool begin_part(ImageBatch& images, bool wants_stop);

  /// Turns the loss of this rank's pictures into its share of the loss of all pictures of the part.
  /// counts: whether they are this rank's (BatchShard::counts).
  void share_loss(CascadeLoss& loss, bool counts);

  /// The next backward pass completes the gradients of the step.
  void begin_last_backward();

  /// Makes gradients, loss and terms those of all ranks.
  void finish(GradientAccumulation& sums);

  /// Seconds spent waiting for gradients of other ranks after the backward passes so far.
  double waited_seconds() const { return buckets_.waited_seconds(); }

 private:
  WorkerGroup& group_;
  GradientBuckets buckets_;
};

}  // namespace hoi
