#pragma once

#include <exception>
#include <functional>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "distributed/network_address.h"
#include "distributed/worker_group.h"

namespace hoi {

inline WorkerPlace local_place(int64_t rank, int64_t size, int64_t port) {
  return {rank, size, rank, "127.0.0.1", port};
}

inline WorkerGroupOptions short_times() {
  WorkerGroupOptions options;
  options.join_seconds = 20;
  options.lost_seconds = 2;
  options.operation_seconds = 20;
  return options;
}

/// Runs `work` on every rank of a group whose members are threads of this process. What a rank
/// throws fails the test.
inline void run_ranks(int64_t size, const std::function<void(WorkerGroup&)>& work,
                      const WorkerGroupOptions& options = short_times()) {
  const int64_t port = find_free_port();
  std::vector<std::thread> threads;
  for (int64_t rank = 0; rank < size; ++rank) {
    threads.emplace_back([&, rank] {
      try {
        WorkerGroup group(local_place(rank, size, port), options);
        work(group);
      } catch (const std::exception& error) {
        ADD_FAILURE() << "rank " << rank << ": " << error.what();
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace hoi
