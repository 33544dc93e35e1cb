#include "data/batch_loader.h"

#include <array>
#include <numeric>
#include <utility>

#include "base/error.h"
#include "data/augmentation.h"
#include "data/image_transform.h"

namespace hoi {
namespace {

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

BatchLoader::BatchLoader(std::vector<std::vector<std::int64_t>> batches, Load load,
                         const BatchLoaderOptions& options, std::int64_t pad_multiple)
    : batches_(std::move(batches)),
      load_(std::move(load)),
      pad_multiple_(pad_multiple),
      prefetch_(static_cast<std::size_t>(options.prefetch)) {
  if (options.workers < 1 || options.prefetch < 1) {
    throw InputError("batch loader: workers and prefetch must be at least 1");
  }
  for (std::int64_t worker = 0; worker < options.workers; ++worker) {
    workers_.emplace_back([this] { work(); });
  }
}

BatchLoader::~BatchLoader() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& worker : workers_) worker.join();
}

std::optional<TrainingBatch> BatchLoader::next() {
  Outcome outcome;
  {
    std::unique_lock<std::mutex> lock(mutex_);
    if (next_to_hand_out_ == batches_.size()) return std::nullopt;
    changed_.wait(lock, [this] { return ready_.count(next_to_hand_out_) > 0; });
    const auto entry = ready_.find(next_to_hand_out_);
    outcome = std::move(entry->second);
    ready_.erase(entry);
    ++next_to_hand_out_;
  }
  changed_.notify_all();
  if (outcome.error) std::rethrow_exception(outcome.error);
  return std::move(outcome.batch);
}

void BatchLoader::work() {
  while (true) {
    std::size_t number = 0;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait(lock, [this] {
        return stopping_ || next_to_load_ == batches_.size() ||
               next_to_load_ < next_to_hand_out_ + prefetch_;
      });
      if (stopping_ || next_to_load_ == batches_.size()) return;
      number = next_to_load_++;
    }
    Outcome outcome = load_batch(number);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      ready_.emplace(number, std::move(outcome));
    }
    changed_.notify_all();
  }
}

BatchLoader::Outcome BatchLoader::load_batch(std::size_t number) const {
  Outcome outcome;
  try {
    std::vector<torch::Tensor> pictures;
    for (const auto index : batches_[number]) {
      TrainingExample example = load_(index);
      pictures.push_back(std::move(example.pixels));
      outcome.batch.truths.push_back(std::move(example.truth));
      outcome.batch.file_names.push_back(std::move(example.file_name));
    }
    outcome.batch.images = collate(pictures, pad_multiple_);
  } catch (...) {
    outcome.error = std::current_exception();  // next() rethrows it in the training thread
  }
  return outcome;
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
