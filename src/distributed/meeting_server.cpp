#include "distributed/meeting_server.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "distributed/meeting_point.h"

namespace hoi {
namespace {

constexpr int kWakeMilliseconds = 20;  // between two looks at whether to stop
constexpr std::size_t kMostClients = 16384;
constexpr int kWaitingConnections = 1024;

/// A socket of one family that listens; not open when this machine cannot.
Socket listen_on(int family, std::uint16_t port) {
  Socket socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket.is_open()) return socket;
  const int on = 1, off = 0;
  ::setsockopt(socket.descriptor(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_storage address{};
  socklen_t length = 0;
  if (family == AF_INET6) {  // takes IPv4 too
    ::setsockopt(socket.descriptor(), IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
    auto& own = reinterpret_cast<sockaddr_in6&>(address);
    own.sin6_family = AF_INET6;
    own.sin6_addr = in6addr_any;
    own.sin6_port = htons(port);
    length = sizeof(own);
  } else {
    auto& own = reinterpret_cast<sockaddr_in&>(address);
    own.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(INADDR_ANY);
    own.sin_port = htons(port);
    length = sizeof(own);
  }
  if (::bind(socket.descriptor(), reinterpret_cast<sockaddr*>(&address), length) != 0 ||
      ::listen(socket.descriptor(), kWaitingConnections) != 0) {
    const int error = errno;
    socket.close();
    errno = error;
  }
  return socket;
}

bool send_reply(const Socket& socket, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto count =
        ::send(socket.descriptor(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace

MeetingServer::MeetingServer(std::int64_t port)
    : listener_(listen_on(AF_INET6, static_cast<std::uint16_t>(port))) {
  if (!listener_.is_open()) listener_ = listen_on(AF_INET, static_cast<std::uint16_t>(port));
  if (!listener_.is_open()) {
    throw TransportError(fmt::format("port {}: {}", port, std::strerror(errno)));
  }
  thread_ = std::thread([this] { run(); });
}

MeetingServer::~MeetingServer() {
  stopping_ = true;
  thread_.join();
}

void MeetingServer::run() {
  while (!stopping_) {
    std::vector<pollfd> waiting{{listener_.descriptor(), POLLIN, 0}};
    for (const auto& client : clients_) waiting.push_back({client.socket.descriptor(), POLLIN, 0});
    ::poll(waiting.data(), waiting.size(), kWakeMilliseconds);
    std::size_t next = 1;
    const auto is_finished = [&](Client& client) {
      return waiting[next++].revents != 0 && !serve(client);
    };
    clients_.erase(std::remove_if(clients_.begin(), clients_.end(), is_finished), clients_.end());
    if (waiting[0].revents != 0) accept_client();
  }
}

void MeetingServer::accept_client() {
  Client client{Socket(::accept4(listener_.descriptor(), nullptr, nullptr, SOCK_CLOEXEC)), {}};
  if (!client.socket.is_open() || clients_.size() >= kMostClients) return;
  // A client that takes no answer must not stop the others.
  const timeval patience{1, 0};
  ::setsockopt(client.socket.descriptor(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
  clients_.push_back(std::move(client));
}

/// Whether the client stays.
bool MeetingServer::serve(Client& client) {
  std::array<char, 65536> block{};
  const auto count = ::recv(client.socket.descriptor(), block.data(), block.size(), MSG_DONTWAIT);
  if (count < 0) return errno == EAGAIN || errno == EINTR;
  if (count == 0) return false;
  client.received.append(block.data(), static_cast<std::size_t>(count));
  bool is_broken = false;
  while (const auto message = take_message(client.received, is_broken)) {
    const auto request = decode_request(*message);
    if (!request || !send_reply(client.socket, framed(encode(board_.answer(*request))))) {
      return false;
    }
  }
  return !is_broken;
}

}  // namespace hoi
