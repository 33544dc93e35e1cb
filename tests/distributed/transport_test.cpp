#include "distributed/transport.h"

#include <chrono>
#include <thread>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "base/error.h"
#include "distributed/meeting_server.h"
#include "distributed/network_address.h"
#include "distributed/thread_group.h"

namespace hoi {
namespace {

constexpr std::chrono::seconds kPatience{20}, kOperationTime{1};

std::unique_ptr<Transport> connect(int64_t rank, int64_t port, torch::Device device = torch::kCPU) {
  const auto place = local_place(rank, 2, port);
  return connect_transport(place, device, "127.0.0.1",
                           connect_meeting_point(place.address, port, kPatience, kPatience),
                           kOperationTime);
}

TEST(Transport, AnOperationIsOverWhenAllHaveStartedIt) {
  const int64_t port = find_free_port();
  const MeetingServer server(port);
  std::unique_ptr<Transport> second;
  std::thread other([&] { second = connect(1, port); });
  const auto first = connect(0, port);
  other.join();
  const auto here = torch::tensor({1.F, 5.F}), there = torch::tensor({4.F, 2.F});
  const auto begun = first->all_reduce(here, Reduction::kMaximum);
  EXPECT_FALSE(begun->wait(std::chrono::milliseconds(20)));
  const auto answered = second->all_reduce(there, Reduction::kMaximum);
  while (!begun->wait(std::chrono::milliseconds(20))) {
  }
  while (!answered->wait(std::chrono::milliseconds(20))) {
  }
  EXPECT_TRUE(torch::equal(here, torch::tensor({4.F, 5.F})));
  EXPECT_TRUE(torch::equal(there, here));
  second.reset();
  const auto unanswered = first->all_reduce(here, Reduction::kSum);
  EXPECT_THROW(while (!unanswered->wait(std::chrono::milliseconds(20))){}, TransportError);
}

TEST(Transport, ABuildWithoutNcclRefusesGpus) {
  if (torch::cuda::is_available()) GTEST_SKIP() << "this build has CUDA";
  const int64_t port = find_free_port();
  const MeetingServer server(port);
  EXPECT_THROW(connect(0, port, torch::kCUDA), InputError);
}

}  // namespace
}  // namespace hoi
