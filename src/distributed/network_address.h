#pragma once

#include <cstdint>
#include <string>

namespace hoi {

/// The numeric address of this machine on the way to `host`, a name or an address: what processes
/// elsewhere that reach `host` can reach this one by. Sends nothing. Throws InputError when the
/// name is unknown or no way leads there.
std::string own_address_towards(const std::string& host);

/// A TCP port of this machine that nobody listened on a moment ago. Throws std::runtime_error when
/// there is none.
std::int64_t find_free_port();

}  // namespace hoi
