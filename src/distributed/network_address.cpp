#include "distributed/network_address.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/error.h"
#include "distributed/socket.h"

namespace hoi {
namespace {

/// The address that a socket connected to `target` has on this side; "" when no way leads there.
std::string local_end(const addrinfo& target) {
  // Connecting a datagram socket chooses the way and sends nothing.
  const Socket socket(::socket(target.ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_storage own{};
  socklen_t length = sizeof(own);
  auto* address = reinterpret_cast<sockaddr*>(&own);
  if (::connect(socket.descriptor(), target.ai_addr, target.ai_addrlen) != 0 ||
      ::getsockname(socket.descriptor(), address, &length) != 0) {
    return "";
  }
  std::array<char, NI_MAXHOST> text{};
  if (::getnameinfo(address, length, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0) {
    return "";
  }
  return text.data();
}

}  // namespace

std::string own_address_towards(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_DGRAM;
  addrinfo* found = nullptr;
  const int status = ::getaddrinfo(host.c_str(), "9", &wanted, &found);  // any port: none is used
  if (status != 0) {
    throw InputError(
        fmt::format("MASTER_ADDR '{}': {}; expected a name or address of the machine "
                    "of rank 0",
                    host, ::gai_strerror(status)));
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  for (const addrinfo* target = found; target != nullptr; target = target->ai_next) {
    const std::string address = local_end(*target);
    if (!address.empty()) return address;
  }
  throw InputError(fmt::format("MASTER_ADDR '{}': this machine has no way to it: {}", host,
                               std::strerror(errno)));
}

std::int64_t find_free_port() {
  const Socket socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  socklen_t length = sizeof(address);
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket.descriptor(), plain, length) != 0 ||
      ::getsockname(socket.descriptor(), plain, &length) != 0) {
    throw std::runtime_error(fmt::format("no free port: {}", std::strerror(errno)));
  }
  return ntohs(address.sin_port);
}

}  // namespace hoi
