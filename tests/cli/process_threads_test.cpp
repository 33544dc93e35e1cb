#include "cli/process_threads.h"

#include <cstdlib>
#include <thread>

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

TEST(ProcessThreads, TakesEveryCoreUnlessTheEnvironmentSaysLess) {
  unsetenv("OMP_NUM_THREADS");
  use_all_cores();
  EXPECT_EQ(at::get_num_threads(), static_cast<int>(std::thread::hardware_concurrency()));
  setenv("OMP_NUM_THREADS", "1", 1);
  use_all_cores();
  EXPECT_EQ(at::get_num_threads(), 1);
  setenv("OMP_NUM_THREADS", "nonsense", 1);
  use_all_cores();
  EXPECT_EQ(at::get_num_threads(), 1);
  unsetenv("OMP_NUM_THREADS");
}

}  // namespace
}  // namespace hoi
