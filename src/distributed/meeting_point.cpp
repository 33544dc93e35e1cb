#include "distributed/meeting_point.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <thread>

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "distributed/meeting_messages.h"
#include "distributed/socket.h"

namespace hoi {
namespace {

constexpr std::chrono::milliseconds kConnectPause{50};

[[noreturn]] void throw_error(const std::string& what) {
  throw TransportError(fmt::format("{}: {}", what, std::strerror(errno)));
}

/// One try; not open when nobody listens.
Socket try_connecting(const std::string& address, std::int64_t port) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int status = ::getaddrinfo(address.c_str(), std::to_string(port).c_str(), &wanted, &found);
  if (status != 0) throw TransportError(fmt::format("{}: {}", address, ::gai_strerror(status)));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  for (const addrinfo* target = found; target != nullptr; target = target->ai_next) {
    Socket socket(::socket(target->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (socket.is_open() &&
        ::connect(socket.descriptor(), target->ai_addr, target->ai_addrlen) == 0) {
      return socket;
    }
  }
  return Socket();
}

class MeetingClient : public MeetingPoint {
 public:
  MeetingClient(Socket socket, std::chrono::milliseconds answer_time) : socket_(std::move(socket)) {
    const auto microseconds =
        std::chrono::duration_cast<std::chrono::microseconds>(answer_time).count();
    timeval patience{};
    patience.tv_sec = microseconds / 1000000;
    patience.tv_usec = microseconds % 1000000;
    const int on = 1;
    ::setsockopt(socket_.descriptor(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    ::setsockopt(socket_.descriptor(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    ::setsockopt(socket_.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }

  std::int64_t add(const std::string& name, std::int64_t amount) override {
    return ask({MeetingRequest::Kind::kAdd, name, amount, {}}).amount;
  }

  void set(const std::string& name, const std::string& text) override {
    ask({MeetingRequest::Kind::kSet, name, 0, text});
  }

  std::optional<std::string> find(const std::string& name) override {
    const MeetingReply reply = ask({MeetingRequest::Kind::kFind, name, 0, {}});
    if (!reply.found) return std::nullopt;
    return reply.text;
  }

 private:
  MeetingReply ask(const MeetingRequest& request) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!socket_.is_open()) throw TransportError("rank 0 did not answer before");
    try {
      send_all(framed(encode(request)));
      const auto reply = decode_reply(receive_message());
      if (!reply) throw TransportError("rank 0 answers something else than expected");
      if (!reply->accepted) throw TransportError("rank 0 cannot keep '" + request.name + "'");
      return *reply;
    } catch (const TransportError&) {
      socket_.close();  // an answer that comes late would be taken for the next one
      throw;
    }
  }

  void send_all(const std::string& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const auto count =
          ::send(socket_.descriptor(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) throw_error("rank 0 takes no request");
      sent += static_cast<std::size_t>(count);
    }
  }

  std::string receive_message() {
    std::string received;
    bool is_broken = false;
    while (true) {
      if (auto message = take_message(received, is_broken)) return *message;
      if (is_broken) throw TransportError("rank 0 answers something else than expected");
      std::array<char, 4096> block{};
      const auto count = ::recv(socket_.descriptor(), block.data(), block.size(), 0);
      if (count < 0 && errno == EINTR) continue;
      if (count == 0) throw TransportError("rank 0 has closed the connection");
      if (count < 0) throw_error("rank 0 does not answer");
      received.append(block.data(), static_cast<std::size_t>(count));
    }
  }

  std::mutex mutex_;
  Socket socket_;
};

}  // namespace

std::unique_ptr<MeetingPoint> connect_meeting_point(const std::string& address, std::int64_t port,
                                                    std::chrono::milliseconds patience,
                                                    std::chrono::milliseconds answer_time) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (true) {
    Socket socket = try_connecting(address, port);
    if (socket.is_open()) return std::make_unique<MeetingClient>(std::move(socket), answer_time);
    if (std::chrono::steady_clock::now() > deadline) {
      throw_error(fmt::format("nobody answers at {}:{}", address, port));
    }
    std::this_thread::sleep_for(kConnectPause);
  }
}

}  // namespace hoi
