#include "distributed/peer_watch.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <vector>

#include <fmt/format.h>

namespace hoi {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kVerdictName = "verdict";
constexpr const char* kLeavingName = "leaving";
constexpr std::chrono::milliseconds kLongestInterval{500};
constexpr std::chrono::milliseconds kLeavePause{10};

std::string beat_name(std::int64_t rank) { return fmt::format("beat/{}", rank); }

double seconds_of(Clock::duration duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

class PeerWatch::State {
 public:
  State(std::unique_ptr<MeetingPoint> place, std::int64_t rank, std::int64_t size, Duration silence)
      : lost_after(silence),
        interval(std::min(kLongestInterval, silence / 8)),
        place_(std::move(place)),
        rank_(rank),
        size_(size),
        peers_(static_cast<std::size_t>(size)) {}

  void run() {
    while (begin_round()) {
      try {
        beat();
      } catch (const TransportError& error) {
        conclude(fmt::format("rank 0 of {} was lost ({})", size_, error.what()));
      }
      end_round();
    }
  }

  std::optional<std::string> verdict() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return verdict_now();
  }

  std::optional<std::string> await_verdict() {
    // The judge needs lost_after and a round, this process a round to hear of it.
    const auto deadline = Clock::now() + lost_after + 4 * interval;
    std::unique_lock<std::mutex> lock(mutex_);
    while (!verdict_now() && Clock::now() < deadline) changed_.wait_for(lock, interval);
    return verdict_;
  }

  void report(const std::string& reason) {
    const std::string text = fmt::format("rank {} of {} ended: {}", rank_, size_, reason);
    try {
      // A round that hangs means that rank 0, whom this is for, hangs.
      const std::unique_lock<std::timed_mutex> lock(place_mutex_, 2 * interval);
      if (lock && !place_->find(kVerdictName)) place_->set(kVerdictName, text);
    } catch (const TransportError&) {
      // Rank 0 is gone already, and the others know it.
    }
    conclude(text);
  }

  bool leave(Duration limit) {
    const auto deadline = Clock::now() + limit;
    try {
      for (std::int64_t left = count_leaving(1); left < size_; left = count_leaving(0)) {
        if (verdict() || Clock::now() > deadline) return false;
        std::this_thread::sleep_for(kLeavePause);
      }
    } catch (const TransportError&) {
      // Rank 0 leaves as soon as it has counted all, the meeting point with it.
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    leaving_ = true;
    return true;
  }

  /// Ends the rounds; whether the last one is over.
  bool stop() {
    // The meeting point ends with rank 0: the others get a moment to read why.
    if (rank_ == 0 && verdict()) std::this_thread::sleep_for(3 * interval);
    std::unique_lock<std::mutex> lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
    return changed_.wait_for(lock, 4 * interval, [this] { return finished_; });
  }

  const Duration lost_after, interval;

 private:
  /// What the judge knows about one rank.
  struct Peer {
    std::int64_t beat = 0;
    Clock::time_point changed = Clock::now();
  };

  bool begin_round() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait_for(lock, interval, [this] { return stopping_; });
    if (!stopping_ && !verdict_) {
      round_began_ = Clock::now();
      return true;
    }
    finished_ = true;
    changed_.notify_all();
    return false;
  }

  void end_round() {
    const std::lock_guard<std::mutex> lock(mutex_);
    round_began_.reset();
  }

  void beat() {
    const std::lock_guard<std::timed_mutex> lock(place_mutex_);
    place_->add(beat_name(rank_), 1);
    if (const auto text = place_->find(kVerdictName)) {
      conclude(*text);
    } else if (rank_ == 0 && place_->add(kLeavingName, 0) < size_) {
      judge();
    }
  }

  void judge() {
    const auto now = Clock::now();
    // A judge that was stopped itself (a debugger, a suspended machine) knows nothing of the rest.
    const bool was_away = now - last_judgement_ > lost_after / 2;
    last_judgement_ = now;
    for (std::int64_t rank = 1; rank < size_; ++rank) {
      Peer& peer = peers_[static_cast<std::size_t>(rank)];
      const std::int64_t beat = place_->add(beat_name(rank), 0);
      if (beat != peer.beat || was_away) peer.changed = now;
      peer.beat = beat;
      if (now - peer.changed <= lost_after) continue;
      const std::string text = fmt::format("rank {} of {} was lost (no sign of life for {:.0f} s)",
                                           rank, size_, seconds_of(now - peer.changed));
      place_->set(kVerdictName, text);
      conclude(text);
      return;
    }
  }

  std::int64_t count_leaving(std::int64_t amount) {
    const std::lock_guard<std::timed_mutex> lock(place_mutex_);
    return place_->add(kLeavingName, amount);
  }

  void conclude(const std::string& verdict) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (verdict_ || leaving_) return;
      verdict_ = verdict;
    }
    changed_.notify_all();
  }

  /// With mutex_ held. A round that hangs is a verdict too.
  std::optional<std::string> verdict_now() {
    if (!verdict_ && !leaving_ && round_began_ && Clock::now() - *round_began_ > lost_after) {
      verdict_ = fmt::format("rank 0 of {} was lost (no answer for {:.0f} s)", size_,
                             seconds_of(Clock::now() - *round_began_));
    }
    return verdict_;
  }

  std::timed_mutex place_mutex_;  // the rounds and the callers share a connection
  std::unique_ptr<MeetingPoint> place_;
  std::int64_t rank_, size_;
  std::vector<Peer> peers_;
  Clock::time_point last_judgement_ = Clock::now();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<std::string> verdict_;
  std::optional<Clock::time_point> round_began_;  // of the round under way
  bool leaving_ = false, stopping_ = false, finished_ = false;
};

PeerWatch::PeerWatch(std::unique_ptr<MeetingPoint> place, std::int64_t rank, std::int64_t size,
                     Duration lost_after)
    : state_(std::make_shared<State>(std::move(place), rank, size, lost_after)),
      thread_([state = state_] { state->run(); }) {}

PeerWatch::~PeerWatch() {
  if (state_->stop()) {
    thread_.join();
  } else {
    thread_.detach();  // it waits for a rank 0 that does not answer
  }
}

std::optional<std::string> PeerWatch::verdict() const { return state_->verdict(); }

std::optional<std::string> PeerWatch::await_verdict() const { return state_->await_verdict(); }

void PeerWatch::report(const std::string& reason) { state_->report(reason); }

bool PeerWatch::leave(Duration limit) { return state_->leave(limit); }

}  // namespace hoi
