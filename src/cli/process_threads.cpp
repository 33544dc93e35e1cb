#include "cli/process_threads.h"

#include <algorithm>
#include <cstdlib>
#include <thread>

#include <ATen/Parallel.h>

namespace hoi {

void use_all_cores() {
  const char* wanted = std::getenv("OMP_NUM_THREADS");
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int threads = wanted == nullptr ? cores : std::atoi(wanted);
  at::set_num_threads(std::clamp(threads, 1, cores));
}

}  // namespace hoi
