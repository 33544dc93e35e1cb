#include "data/batch_loader.h"

#include <algorithm>
#include <array>
#include <new>
#include <numeric>
#include <stdexcept>
#include <utility>

#include <c10/util/Exception.h>
#include <fmt/format.h>

#include "base/error.h"
#include "data/augmentation.h"
#include "data/image_transform.h"

namespace hoi {
namespace {

constexpr std::int64_t kMostWorkers = 256, kMostPrefetch = 1024;

/// A whole number in [0, end).
std::size_t draw_below(std::size_t end, std::mt19937_64& random) {
  return static_cast<std::size_t>(draw_unit(random) * static_cast<double>(end));
}

template <class Entry>
void shuffle(std::vector<Entry>& entries, std::mt19937_64& random) {
  for (std::size_t left = entries.size(); left > 1; --left) {
    std::swap(entries[left - 1], entries[draw_below(left, random)]);
  }
}

}  // namespace

std::int64_t automatic_workers(std::int64_t threads, bool trains_on_gpu) {
  constexpr std::int64_t kMost = 16;
  return std::clamp<std::int64_t>(trains_on_gpu ? threads - 1 : 1, 1, kMost);
}

BatchLoader::BatchLoader(std::vector<std::vector<std::int64_t>> batches, Load load,
                         const BatchLoaderOptions& options, std::int64_t pad_multiple, Name name)
    : batches_(std::move(batches)),
      load_(std::move(load)),
      name_(std::move(name)),
      pad_multiple_(pad_multiple),
      prefetch_(static_cast<std::size_t>(options.prefetch)) {
  if (options.workers < 0 || options.workers > kMostWorkers || options.prefetch < 1 ||
      options.prefetch > kMostPrefetch) {
    throw InputError(
        fmt::format("batch loader: found {} workers and a prefetch of {}; expected 0 (automatic) "
                    "to {} workers and a prefetch of 1 to {}",
                    options.workers, options.prefetch, kMostWorkers, kMostPrefetch));
  }
  for (const auto& batch : batches_) TORCH_CHECK(!batch.empty(), "a batch has no picture");
  start(options.workers > 0 ? options.workers : automatic_workers(1, false));
}

BatchLoader::~BatchLoader() { stop(); }

void BatchLoader::start(std::int64_t workers) {
  try {
    for (std::int64_t worker = 0; worker < workers; ++worker) {
      workers_.emplace_back([this] { work(); });
    }
  } catch (...) {
    stop();  // the system has no thread left; those that run must end before their members
    throw;
  }
}

void BatchLoader::stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  work_appeared_.notify_all();
  for (auto& worker : workers_) worker.join();
}

std::optional<TrainingBatch> BatchLoader::next() {
  InFlight delivered;
  {
    std::unique_lock<std::mutex> lock(mutex_);
    if (next_to_hand_out_ == batches_.size()) return std::nullopt;
    batch_ready_.wait(lock, [this] { return !in_flight_.empty() && in_flight_.front().ready; });
    delivered = std::move(in_flight_.front());
    in_flight_.pop_front();
    ++next_to_hand_out_;
  }
  work_appeared_.notify_all();
  if (delivered.error) std::rethrow_exception(delivered.error);
  return std::move(delivered.batch);
}

void BatchLoader::work() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    const auto all_given_out = [this] {
      return next_to_hand_out_ + in_flight_.size() == batches_.size() && !has_picture();
    };
    work_appeared_.wait(lock, [&] { return stopping_ || has_picture() || all_given_out(); });
    if (stopping_ || all_given_out()) return;
    const Place place = take_picture();
    lock.unlock();
    load_picture(place);
    lock.lock();
    if (++place.batch->loaded < place.batch->pictures->size() || stopping_) continue;
    lock.unlock();
    assemble(*place.batch);
    lock.lock();
    place.batch->ready = true;
    batch_ready_.notify_one();
  }
}

/// Whether a worker may load another picture now: of a batch that was begun, or of the next one if
/// there is room for it.
bool BatchLoader::has_picture() const {
  const bool begun =
      !in_flight_.empty() && in_flight_.back().given_out < in_flight_.back().pictures->size();
  const bool is_another_left = next_to_hand_out_ + in_flight_.size() < batches_.size();
  return begun || (is_another_left && in_flight_.size() < prefetch_);
}

BatchLoader::Place BatchLoader::take_picture() {
  if (in_flight_.empty() || in_flight_.back().given_out == in_flight_.back().pictures->size()) {
    const auto& pictures = batches_[next_to_hand_out_ + in_flight_.size()];
    InFlight& begun = in_flight_.emplace_back();
    begun.pictures = &pictures;
    begun.examples.resize(pictures.size());
    begun.errors.resize(pictures.size());
  }
  InFlight& batch = in_flight_.back();
  return {&batch, batch.given_out++};
}

void BatchLoader::load_picture(const Place& place) const {
  const std::int64_t index = (*place.batch->pictures)[place.row];
  try {
    place.batch->examples[place.row] = load_(index);
  } catch (...) {
    place.batch->errors[place.row] = current_error(index);
  }
}

/// The exception that is being handled, such that its message names the picture. Its type says
/// who can mend it, and stays.
std::exception_ptr BatchLoader::current_error(std::int64_t index) const {
  std::string name;
  try {
    if (name_) name = name_(index);
  } catch (...) {
    return std::current_exception();
  }
  const auto named = [&](const std::string& text) {
    return text.find(name) == std::string::npos ? name + ": " + text : text;
  };
  try {
    throw;
  } catch (const InputError& error) {
    return std::make_exception_ptr(InputError(named(error.what())));
  } catch (const std::bad_alloc&) {
    return std::current_exception();
  } catch (const c10::Error& error) {
    return std::make_exception_ptr(std::runtime_error(named(error.what_without_backtrace())));
  } catch (const std::exception& error) {
    return std::make_exception_ptr(std::runtime_error(named(error.what())));
  } catch (...) {
    return std::current_exception();
  }
}

void BatchLoader::assemble(InFlight& in_flight) const {
  for (const auto& error : in_flight.errors) {
    if (!error) continue;
    in_flight.error = error;
    in_flight.examples.clear();
    return;
  }
  try {
    std::vector<torch::Tensor> pictures;
    for (TrainingExample& example : in_flight.examples) {
      pictures.push_back(std::move(example.pixels));
      in_flight.batch.truths.push_back(std::move(example.truth));
      in_flight.batch.file_names.push_back(std::move(example.file_name));
    }
    in_flight.examples.clear();
    in_flight.batch.images = collate(pictures, pad_multiple_);
  } catch (...) {
    in_flight.error = std::current_exception();
  }
}

std::vector<std::vector<std::int64_t>> epoch_batches(const std::vector<ImageSize>& sizes,
                                                     std::int64_t batch_size, std::uint64_t seed,
                                                     std::uint64_t epoch, bool group_by_shape) {
  if (batch_size < 1) throw InputError("batch_size must be at least 1");
  constexpr std::uint64_t kOrderStream = ~std::uint64_t{0};  // no picture has this index
  auto random = random_stream(seed, epoch, kOrderStream);
  std::vector<std::int64_t> order(sizes.size());
  std::iota(order.begin(), order.end(), std::int64_t{0});
  shuffle(order, random);

  std::vector<std::vector<std::int64_t>> batches;
  std::array<std::vector<std::int64_t>, 2> open;  // the batches being filled: wide, upright
  const auto close = [&batches](std::vector<std::int64_t>& batch) {
    if (!batch.empty()) batches.push_back(std::move(batch));
    batch.clear();
  };
  for (const auto index : order) {
    const auto& size = sizes[static_cast<std::size_t>(index)];
    auto& batch = open[group_by_shape && size.height > size.width ? 1 : 0];
    batch.push_back(index);
    if (static_cast<std::int64_t>(batch.size()) == batch_size) close(batch);
  }
  for (auto& batch : open) close(batch);
  return batches;
}

}  // namespace hoi
