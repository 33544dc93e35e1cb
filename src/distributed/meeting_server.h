#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "distributed/meeting_messages.h"
#include "distributed/socket.h"

namespace hoi {

/// Keeps a meeting point in a thread of rank 0. Whoever sends something else than a request is
/// disconnected and harms nobody.
class MeetingServer {
 public:
  /// Listens on `port` of all addresses of this machine. Throws TransportError when it cannot.
  explicit MeetingServer(std::int64_t port);
  /// Disconnects all.
  ~MeetingServer();
  MeetingServer(const MeetingServer&) = delete;
  MeetingServer& operator=(const MeetingServer&) = delete;

 private:
  struct Client {
    Socket socket;
    std::string received;
  };

  void run();
  void accept_client();
  bool serve(Client& client);

  Socket listener_;
  std::vector<Client> clients_;
  MeetingBoard board_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace hoi
