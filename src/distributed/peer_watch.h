#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "distributed/meeting_point.h"

namespace hoi {

/// Notices within seconds that another process is gone, whatever this one is waiting for.
///
/// Every process counts up its own beat at the meeting point. Rank 0 judges: a rank whose beat has
/// stood still for `lost_after` is lost, and the verdict stands at the meeting point for all to
/// read. When the meeting point itself does not answer for as long, rank 0 is lost.
class PeerWatch {
 public:
  using Duration = std::chrono::milliseconds;

  /// place: a connection of its own, for the thread that beats.
  PeerWatch(std::unique_ptr<MeetingPoint> place, std::int64_t rank, std::int64_t size,
            Duration lost_after);
  ~PeerWatch();
  PeerWatch(const PeerWatch&) = delete;
  PeerWatch& operator=(const PeerWatch&) = delete;

  /// Why the processes cannot go on together, one line; nothing as long as they can.
  std::optional<std::string> verdict() const;

  /// Waits for a verdict, at most as long as finding one can take.
  std::optional<std::string> await_verdict() const;

  /// This process ends before the work is done: tells the others why.
  void report(const std::string& reason);

  /// All work is done: waits until every rank says so, so that none leaves another behind. False
  /// when a verdict came first or `limit` is over.
  bool leave(Duration limit);

 private:
  class State;
  std::shared_ptr<State> state_;  // outlives this object while rank 0 leaves the thread hanging
  std::thread thread_;
};

}  // namespace hoi
