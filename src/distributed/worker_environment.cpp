#include "distributed/worker_environment.h"

#include <array>
#include <charconv>
#include <cstdlib>

#include <fmt/format.h>

#include "base/error.h"

namespace hoi {
namespace {

constexpr std::int64_t kMostWorkers = 4096;  // beyond it the number is a mistake

/// The names that one kind of launcher uses.
struct LauncherVariables {
  const char* rank;
  const char* size;
  const char* local_rank;
};

constexpr std::array<LauncherVariables, 3> kLaunchers{{
    {"RANK", "WORLD_SIZE", "LOCAL_RANK"},
    {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK"},
    {"PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID"},
}};

std::int64_t number_of(const char* name, const std::string& text, std::int64_t least,
                       std::int64_t most) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end || number < least || number > most) {
    throw InputError(fmt::format("environment variable {} is '{}', expected a number from {} to {}",
                                 name, text, least, most));
  }
  return number;
}

std::string required(const char* name, const VariableLookup& lookup, const std::string& reason) {
  const auto value = lookup(name);
  if (value && !value->empty()) return *value;
  throw InputError(fmt::format("environment variable {} is not set; {}", name, reason));
}

void read_meeting_place(const VariableLookup& lookup, WorkerPlace& place) {
  const std::string reason = fmt::format(
      "{} processes need the machine of rank 0 in MASTER_ADDR and a free port of it in MASTER_PORT",
      place.size);
  place.address = required("MASTER_ADDR", lookup, reason);
  place.port = number_of("MASTER_PORT", required("MASTER_PORT", lookup, reason), 1, 65535);
}

}  // namespace

WorkerPlace read_worker_place(const VariableLookup& lookup) {
  for (const auto& names : kLaunchers) {
    const auto rank = lookup(names.rank), size = lookup(names.size);
    if (!rank && !size) continue;
    const std::string reason = fmt::format("{} and {} belong together", names.rank, names.size);
    WorkerPlace place;
    place.size = number_of(names.size, required(names.size, lookup, reason), 1, kMostWorkers);
    place.rank = number_of(names.rank, required(names.rank, lookup, reason), 0, place.size - 1);
    if (const auto local_rank = lookup(names.local_rank)) {
      place.local_rank = number_of(names.local_rank, *local_rank, 0, place.size - 1);
    }
    if (place.size > 1) read_meeting_place(lookup, place);
    return place;
  }
  return {};
}

WorkerPlace read_worker_place() {
  return read_worker_place([](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return std::nullopt;
    return std::string(value);
  });
}

}  // namespace hoi
