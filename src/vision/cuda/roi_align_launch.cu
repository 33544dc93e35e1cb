#include <cuda_runtime.h>

#include "vision/cuda/roi_align_launch.h"
#include "vision/cuda/roi_tiles.h"

namespace hoi::device {
namespace {

constexpr int kPoolThreads = 64;
constexpr int kLanes = 32;                        // of a warp: neighbouring channels
constexpr int kTileThreads = kLanes * kTileSide;  // one warp per line of a tile
constexpr int kTileWarps = kTileThreads / kLanes;

/// One block per output cell; its threads share the channels.
__global__ void __launch_bounds__(kPoolThreads) pool_cells(RoiProblem problem, float* output) {
  __shared__ CellSamples points;
  const int cells = problem.grid_height * problem.grid_width;
  const std::int64_t row = blockIdx.x / cells;
  const int cell = static_cast<int>(blockIdx.x % cells);
  const bool valid = row_is_valid(problem, row);
  if (valid && static_cast<int>(threadIdx.x) < problem.samples) {
    place_samples(problem, row, cell / problem.grid_width, cell % problem.grid_width,
                  static_cast<int>(threadIdx.x), points);
  }
  __syncthreads();
  float* const target = output + static_cast<std::int64_t>(blockIdx.x) * problem.channels;
  for (std::int64_t channel = threadIdx.x; channel < problem.channels; channel += kPoolThreads) {
    target[channel] = valid ? pooled_value(problem, row, points, channel) : 0.0F;
  }
}

/// One block per tile of a map and 32 channels. All threads of a block take the same way through
/// the loops, as the barriers want.
__global__ void __launch_bounds__(kTileThreads)
    spread_rows(RoiProblem problem, const float* gradient) {
  __shared__ TileWeights weights;
  __shared__ unsigned met[kTileWarps];  // bit: the row meets the tile
  const int line = static_cast<int>(threadIdx.x) / kLanes;
  const int lane = static_cast<int>(threadIdx.x) % kLanes;
  const std::int64_t channel = static_cast<std::int64_t>(blockIdx.y) * kLanes + lane;
  const MapTile tile = tile_at(problem, blockIdx.x);
  float sums[kTileSide] = {};
  for (std::int64_t first = 0; first < problem.rows; first += kTileThreads) {
    const std::int64_t candidate = first + threadIdx.x;
    const bool meets = candidate < problem.rows && row_meets_tile(problem, candidate, tile);
    const unsigned votes = __ballot_sync(0xffffffffU, meets);
    __syncthreads();  // the votes of the rows before have been read
    if (lane == 0) met[line] = votes;
    __syncthreads();
    for (int warp = 0; warp < kTileWarps; ++warp) {
      for (unsigned left = met[warp]; left != 0; left &= left - 1) {
        const std::int64_t row = first + warp * kLanes + __ffs(static_cast<int>(left)) - 1;
        __syncthreads();  // the weights of the row before have been read
        for (int slot = static_cast<int>(threadIdx.x); slot < weight_count(problem);
             slot += kTileThreads) {
          weigh_tile(problem, row, tile, slot, weights);
        }
        __syncthreads();
        if (channel < problem.channels) {
          add_row(problem, row, weights, line, channel, gradient, sums);
        }
      }
    }
  }
  if (channel < problem.channels) store_line(problem, tile, line, channel, sums);
}

/// Of the launch just made.
const char* launch_error() {
  const cudaError_t error = cudaGetLastError();
  return error == cudaSuccess ? nullptr : cudaGetErrorString(error);
}

}  // namespace

const char* launch_roi_pooling(const RoiProblem& problem, float* output, void* stream) {
  const std::int64_t blocks = problem.rows * problem.grid_height * problem.grid_width;
  if (blocks == 0) return nullptr;
  if (blocks > 0x7fffffff) return "more than 2^31 - 1 output cells";
  pool_cells<<<static_cast<unsigned>(blocks), kPoolThreads, 0, static_cast<cudaStream_t>(stream)>>>(
      problem, output);
  return launch_error();
}

const char* launch_roi_spreading(const RoiProblem& problem, const float* gradient, void* stream) {
  std::int64_t tiles = 0;
  for (int level = 0; level < problem.levels; ++level) tiles += tiles_of_level(problem, level);
  const std::int64_t parts = (problem.channels + kLanes - 1) / kLanes;
  if (tiles > 0x7fffffff || parts > 0xffff) return "maps of too many pixels or channels";
  const dim3 blocks(static_cast<unsigned>(tiles), static_cast<unsigned>(parts));
  spread_rows<<<blocks, kTileThreads, 0, static_cast<cudaStream_t>(stream)>>>(problem, gradient);
  return launch_error();
}

}  // namespace hoi::device
