#include "distributed/meeting_server.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "distributed/meeting_point.h"
#include "distributed/network_address.h"

namespace hoi {
namespace {

constexpr std::chrono::seconds kServerPatience{20};
constexpr std::chrono::milliseconds kHurry{100};

std::unique_ptr<MeetingPoint> guest_at(int64_t port) {
  return connect_meeting_point("127.0.0.1", port, kServerPatience, kServerPatience);
}

/// A plain connection that can say anything.
Socket stranger_at(int64_t port) {
  Socket socket(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  EXPECT_EQ(::connect(socket.descriptor(), reinterpret_cast<sockaddr*>(&address), sizeof(address)),
            0);
  return socket;
}

TEST(MeetingServer, AllGuestsSeeTheSameNamesAndValues) {
  const int64_t port = find_free_port();
  const MeetingServer server(port);
  const auto first = guest_at(port), second = guest_at(port);
  EXPECT_EQ(first->add("counter", 2), 2);
  EXPECT_EQ(second->add("counter", 3), 5);
  EXPECT_FALSE(first->find("text").has_value());
  const std::string large(300000, 'x');
  second->set("text", large);
  EXPECT_EQ(first->find("text").value_or(""), large);
}

TEST(MeetingServer, ManyGuestsCountTogether) {
  const int64_t port = find_free_port();
  const MeetingServer server(port);
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      const auto guest = guest_at(port);
      for (int count = 0; count < 50; ++count) guest->add("counter", 1);
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(guest_at(port)->add("counter", 0), 400);
}

TEST(MeetingServer, AGuestMayComeFirst) {
  const int64_t port = find_free_port();
  std::thread late([&] { EXPECT_EQ(guest_at(port)->add("counter", 1), 1); });
  std::this_thread::sleep_for(kHurry);
  const MeetingServer server(port);
  late.join();
}

TEST(MeetingServer, StrangersAreDisconnectedAndHarmNobody) {
  const int64_t port = find_free_port();
  const MeetingServer server(port);
  const auto guest = guest_at(port);
  guest->set("text", "kept");
  const std::vector<std::string> nonsense{"GET / HTTP/1.1\r\n\r\n",
                                          std::string("\xff\xff\xff\xff", 4), framed("z"),
                                          framed(""), framed(std::string(5000, 'a'))};
  for (const auto& bytes : nonsense) {
    const Socket stranger = stranger_at(port);
    ::send(stranger.descriptor(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    char answer = 0;
    EXPECT_LE(::recv(stranger.descriptor(), &answer, 1, 0), 0);  // closed, nothing said
  }
  const Socket silent = stranger_at(port);
  EXPECT_EQ(guest->find("text").value_or(""), "kept");
}

TEST(MeetingServer, APortThatIsTakenIsAnError) {
  const int64_t port = find_free_port();
  const MeetingServer server(port);
  EXPECT_THROW(MeetingServer second(port), TransportError);
}

TEST(MeetingServer, AServerThatIsGoneOrAbsentIsAnErrorForGuests) {
  const int64_t port = find_free_port();
  auto server = std::make_unique<MeetingServer>(port);
  const auto guest = guest_at(port);
  server.reset();
  EXPECT_THROW(guest->add("counter", 1), TransportError);
  EXPECT_THROW(guest->add("counter", 1), TransportError);
  EXPECT_THROW(connect_meeting_point("127.0.0.1", port, kHurry, kHurry), TransportError);
}

TEST(MeetingServer, AServerThatDoesNotAnswerIsAnErrorWhenTheTimeIsOver) {
  const Socket listener(::socket(AF_INET, SOCK_STREAM, 0));
  const int64_t port = find_free_port();
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  ASSERT_EQ(::bind(listener.descriptor(), reinterpret_cast<sockaddr*>(&address), sizeof(address)),
            0);
  ASSERT_EQ(::listen(listener.descriptor(), 4), 0);
  const auto guest = connect_meeting_point("127.0.0.1", port, kServerPatience, kHurry);
  EXPECT_THROW(guest->find("text"), TransportError);
}

}  // namespace
}  // namespace hoi
