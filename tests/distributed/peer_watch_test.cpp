#include "distributed/peer_watch.h"

#include <atomic>
#include <map>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hoi {
namespace {

using ::testing::HasSubstr;

constexpr std::chrono::milliseconds kLostAfter{400};

/// A meeting point in memory, with the two ways in which rank 0 can fail.
struct Board {
  std::mutex mutex;
  std::map<std::string, int64_t> counters;
  std::map<std::string, std::string> texts;
  std::atomic<bool> broken{false}, silent{false};
};

class BoardPoint : public MeetingPoint {
 public:
  explicit BoardPoint(std::shared_ptr<Board> board) : board_(std::move(board)) {}
  int64_t add(const std::string& name, int64_t amount) override {
    check();
    const std::lock_guard<std::mutex> lock(board_->mutex);
    return board_->counters[name] += amount;
  }
  void set(const std::string& name, const std::string& text) override {
    check();
    const std::lock_guard<std::mutex> lock(board_->mutex);
    board_->texts[name] = text;
  }
  std::optional<std::string> find(const std::string& name) override {
    check();
    const std::lock_guard<std::mutex> lock(board_->mutex);
    const auto entry = board_->texts.find(name);
    if (entry == board_->texts.end()) return std::nullopt;
    return entry->second;
  }

 private:
  void check() const {
    while (board_->silent) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    if (board_->broken) throw TransportError("no answer");
  }
  std::shared_ptr<Board> board_;
};

class PeerWatchTest : public ::testing::Test {
 protected:
  std::unique_ptr<PeerWatch> watch(int64_t rank, int64_t size) {
    return std::make_unique<PeerWatch>(std::make_unique<BoardPoint>(board_), rank, size,
                                       kLostAfter);
  }
  std::shared_ptr<Board> board_ = std::make_shared<Board>();
};

TEST_F(PeerWatchTest, ThereIsNoVerdictWhileAllAreThere) {
  const auto first = watch(0, 2), second = watch(1, 2);
  EXPECT_FALSE(first->await_verdict().has_value());
  EXPECT_FALSE(second->verdict().has_value());
}

TEST_F(PeerWatchTest, ARankThatStopsBeatingIsNamedToAll) {
  const auto first = watch(0, 3), second = watch(1, 3);
  watch(2, 3).reset();
  EXPECT_THAT(first->await_verdict().value_or(""), HasSubstr("rank 2 of 3 was lost"));
  EXPECT_THAT(second->await_verdict().value_or(""), HasSubstr("rank 2 of 3 was lost"));
}

TEST_F(PeerWatchTest, ABrokenMeetingPointMeansThatRankZeroIsLost) {
  const auto second = watch(1, 2);
  board_->broken = true;
  EXPECT_THAT(second->await_verdict().value_or(""), HasSubstr("rank 0 of 2 was lost"));
}

TEST_F(PeerWatchTest, AMeetingPointThatDoesNotAnswerMeansTheSame) {
  auto second = watch(1, 2);
  board_->silent = true;
  EXPECT_THAT(second->await_verdict().value_or(""), HasSubstr("rank 0 of 2 was lost (no answer"));
  second->report("gives up");  // does not wait for an answer either
  second.reset();
  board_->silent = false;
}

TEST_F(PeerWatchTest, TheOthersReadWhyARankEnded) {
  const auto first = watch(0, 2), second = watch(1, 2);
  second->report("the disk is full");
  EXPECT_EQ(first->await_verdict().value_or(""), "rank 1 of 2 ended: the disk is full");
  EXPECT_EQ(second->verdict().value_or(""), "rank 1 of 2 ended: the disk is full");
}

TEST_F(PeerWatchTest, LeavingWaitsForAllRanks) {
  auto first = watch(0, 2), second = watch(1, 2);
  std::atomic<bool> leaving{false};
  std::thread thread([&] {
    EXPECT_TRUE(first->leave(std::chrono::seconds(20)));
    EXPECT_TRUE(leaving);
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  leaving = true;
  EXPECT_TRUE(second->leave(std::chrono::seconds(20)));
  thread.join();
  second.reset();
  EXPECT_FALSE(first->await_verdict().has_value());  // nobody is lost who was done
}

TEST_F(PeerWatchTest, LeavingEndsWhenAnotherRankIsLost) {
  const auto first = watch(0, 2);
  watch(1, 2).reset();
  EXPECT_FALSE(first->leave(std::chrono::seconds(20)));
}

TEST_F(PeerWatchTest, LeavingEndsWhenTheLimitIsOver) {
  const auto first = watch(0, 2), second = watch(1, 2);
  EXPECT_FALSE(first->leave(std::chrono::milliseconds(30)));
}

}  // namespace
}  // namespace hoi
