#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
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

/// How far and by how many hands pictures are read ahead of the training (docs/data_loading.md).
/// Nothing that is computed depends on either number.
struct BatchLoaderOptions {
  std::int64_t workers = 0;   ///< threads that load pictures, 1 to 256; 0: automatic_workers()
  std::int64_t prefetch = 4;  ///< batches in memory before they are asked for, 1 to 1024

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("workers", workers);
    fields.value("prefetch", prefetch);
  }
};

/// The cores that a training leaves free, 1 to 16. threads: what the operators of this process may
/// use (at::get_num_threads()). On the CPU they use all of them, so one worker shares the cores; a
/// training on a GPU keeps one thread busy.
std::int64_t automatic_workers(std::int64_t threads, bool trains_on_gpu);

/// Loads the pictures of batches ahead of the training step: reading, decoding, resizing and
/// augmentation happen in worker threads, which share the pictures of a batch. Batches come in the
/// given order, each bit the same whatever the number of workers and their timing.
class BatchLoader {
 public:
  /// What loads one picture; called from several threads at once.
  using Load = std::function<TrainingExample(std::int64_t index)>;
  /// The file of a picture, for messages; likewise.
  using Name = std::function<std::string(std::int64_t index)>;

  /// batches: picture indices of each step, none empty. Without `name`, messages are those of
  /// `load`. Throws InputError for options out of range.
  BatchLoader(std::vector<std::vector<std::int64_t>> batches, Load load,
              const BatchLoaderOptions& options = {}, std::int64_t pad_multiple = 32,
              Name name = nullptr);
  /// Lets the workers finish the pictures at hand and joins them.
  ~BatchLoader();
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;

  /// The next batch, waiting for it if need be; nothing after the last one. Throws what a worker
  /// met while loading this batch, that of the first such picture, as InputError or
  /// std::runtime_error that names the picture (std::bad_alloc as it is). The batches after it can
  /// still be had.
  std::optional<TrainingBatch> next();

 private:
  /// A batch between its first picture and its delivery.
  struct InFlight {
    const std::vector<std::int64_t>* pictures = nullptr;
    std::size_t given_out = 0;  ///< pictures that workers have taken
    std::size_t loaded = 0;     ///< and finished
    std::vector<TrainingExample> examples;
    std::vector<std::exception_ptr> errors;  ///< one per picture
    TrainingBatch batch;
    std::exception_ptr error;
    bool ready = false;
  };
  /// One picture of a batch.
  struct Place {
    InFlight* batch;
    std::size_t row;
  };

  void start(std::int64_t workers);
  void stop();
  void work();
  bool has_picture() const;
  Place take_picture();
  void load_picture(const Place& place) const;
  void assemble(InFlight& batch) const;
  std::exception_ptr current_error(std::int64_t index) const;

  std::vector<std::vector<std::int64_t>> batches_;
  Load load_;
  Name name_;
  std::int64_t pad_multiple_;
  std::size_t prefetch_;

  // Workers write to the examples, errors and batch of an InFlight without the lock: to their own
  // row, or, whoever loaded the last picture, to all of it.
  std::mutex mutex_;
  std::condition_variable work_appeared_, batch_ready_;
  std::deque<InFlight> in_flight_;  // batches next_to_hand_out_ and following; at most prefetch_
  std::size_t next_to_hand_out_ = 0;
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
