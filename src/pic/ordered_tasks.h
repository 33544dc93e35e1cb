#pragma once

#include <algorithm>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <thread>
#include <utility>

namespace hoi {

/// Makes results 0, 1, ..., count - 1 on all cores and uses them in this order on the calling
/// thread; at most one result per core exists at a time. `make` must not change what it shares.
/// The first exception of either, in this order, ends the work.
template <class Result>
void for_each_in_order(std::size_t count, const std::function<Result(std::size_t)>& make,
                       const std::function<void(std::size_t, Result)>& use) {
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  std::deque<std::future<Result>> running;
  std::size_t next = 0;
  for (std::size_t done = 0; done < count; ++done) {
    while (next < count && running.size() < cores) {
      running.push_back(std::async(std::launch::async, make, next++));
    }
    Result result = running.front().get();
    running.pop_front();
    use(done, std::move(result));
  }
}

}  // namespace hoi
