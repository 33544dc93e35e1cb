#include <cuda_runtime.h>

#include "vision/cuda/nms_launch.h"

namespace hoi::device {
namespace {

constexpr int kMaskThreads = 128;
constexpr int kSelectionThreads = 128;  // at least kWordBits

/// Threads of a block have neighbouring boxes and the same word, hence mostly the same others.
__global__ void __launch_bounds__(kMaskThreads) fill_mask(SortedBoxes sorted, std::uint64_t* mask) {
  const std::int64_t place = static_cast<std::int64_t>(blockIdx.x) * kMaskThreads + threadIdx.x;
  const std::int64_t word = blockIdx.y;
  if (place >= sorted.count) return;
  const std::int64_t first = sorted.begin[place] + kWordBits * word;
  if (first >= sorted.end[place] || first + kWordBits <= place) return;
  mask[place * mask_words(sorted.count) + word] = overlap_word(sorted, place, word);
}

/// One block per segment: those of other places leave at once. Within a chunk of 64 boxes the
/// decisions follow one another; what they mean for the boxes behind is gathered in parallel.
__global__ void __launch_bounds__(kSelectionThreads)
    select_greedily(SortedBoxes sorted, const std::uint64_t* mask, const std::int64_t* rank,
                    bool* keep) {
  __shared__ std::uint64_t removed[kMaxNmsWords];
  __shared__ std::uint64_t own_words[kWordBits];
  __shared__ std::uint64_t kept;
  const std::int64_t begin = sorted.begin[blockIdx.x];
  if (begin != blockIdx.x) return;
  const std::int64_t size = sorted.end[begin] - begin, words = mask_words(size);
  const std::int64_t row_words = mask_words(sorted.count);
  const int thread = static_cast<int>(threadIdx.x);
  for (std::int64_t word = thread; word < words; word += kSelectionThreads) removed[word] = 0;
  for (std::int64_t chunk = 0; chunk < words; ++chunk) {
    const std::int64_t first = begin + kWordBits * chunk;
    const int count = static_cast<int>(least<std::int64_t>(kWordBits, begin + size - first));
    const std::uint64_t* const rows = mask + first * row_words;
    if (thread < count) own_words[thread] = rows[thread * row_words + chunk];
    __syncthreads();  // `removed` of the chunk before is complete as well
    if (thread == 0) kept = kept_of_chunk(removed[chunk], own_words, count);
    __syncthreads();
    const std::uint64_t survivors = kept;
    if (thread < count) keep[rank[first + thread]] = (survivors >> thread & 1) != 0;
    for (std::int64_t word = chunk + 1 + thread; word < words; word += kSelectionThreads) {
      removed[word] |= removed_by(survivors, rows, row_words, word);
    }
    __syncthreads();  // `kept` and `own_words` have been read
  }
}

const char* nms_launch_error() {
  const cudaError_t error = cudaGetLastError();
  return error == cudaSuccess ? nullptr : cudaGetErrorString(error);
}

}  // namespace

const char* launch_overlap_mask(const SortedBoxes& sorted, std::uint64_t* mask, void* stream) {
  const std::int64_t blocks = (sorted.count + kMaskThreads - 1) / kMaskThreads;
  const dim3 grid(static_cast<unsigned>(blocks), static_cast<unsigned>(mask_words(sorted.count)));
  fill_mask<<<grid, kMaskThreads, 0, static_cast<cudaStream_t>(stream)>>>(sorted, mask);
  return nms_launch_error();
}

const char* launch_greedy_selection(const SortedBoxes& sorted, const std::uint64_t* mask,
                                    const std::int64_t* rank, bool* keep, void* stream) {
  select_greedily<<<static_cast<unsigned>(sorted.count), kSelectionThreads, 0,
                    static_cast<cudaStream_t>(stream)>>>(sorted, mask, rank, keep);
  return nms_launch_error();
}

}  // namespace hoi::device
