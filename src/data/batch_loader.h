#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/option_fields.h"
#include "data/training_dataset.h"

namespace hoi {

/// The pictures of one training step.
struct TrainingBatch {
  ImageBatch images;
  std::vector<GroundTruth> truths;      ///< one per picture
  std::vector<std::string> file_names;  ///< one per picture, for messages
};

struct BatchLoaderOptions {
  std::int64_t workers = 1;   ///< threads that read ahead, at least 1
  std::int64_t prefetch = 4;  ///< batches that may wait in memory, at least 1

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("workers", workers);
    fields.value("prefetch", prefetch);
  }
};

/// Reads batches ahead of the training step in worker threads. The sequence of batches is the given
/// one whatever the number of workers.
class BatchLoader {
 public:
  /// What loads one picture; called from several threads at once.
  using Load = std::function<TrainingExample(std::int64_t index)>;

  /// batches: picture indices of each step, none empty. Throws InputError for options below 1.
  BatchLoader(std::vector<std::vector<std::int64_t>> batches, Load load,
              const BatchLoaderOptions& options = {}, std::int64_t pad_multiple = 32);
  /// Lets the workers finish the picture at hand and joins them.
  ~BatchLoader();
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  /// The next batch, waiting for it if need be; nothing after the last one. Rethrows what a worker
  /// met while loading this batch.
  std::optional<TrainingBatch> next();

 private:
  struct Outcome {
    TrainingBatch batch;
    std::exception_ptr error;
  };

  void work();
  Outcome load_batch(std::size_t number) const;

  std::vector<std::vector<std::int64_t>> batches_;
  Load load_;
  std::int64_t pad_multiple_;
  std::size_t prefetch_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::size_t, Outcome> ready_;  // by batch number
  std::size_t next_to_load_ = 0, next_to_hand_out_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

/// The batches of one epoch: all `sizes.size()` pictures in an order that depends on seed and epoch
/// only. With `group_by_shape` a batch holds only upright or only wide pictures, which wastes less
/// padding. The last batch of the epoch (of each shape) may be smaller; none is empty.
std::vector<std::vector<std::int64_t>> epoch_batches(const std::vector<ImageSize>& sizes,
                                                     std::int64_t batch_size, std::uint64_t seed,
                                                     std::uint64_t epoch,
                                                     bool group_by_shape = true);

}  // namespace hoi
