#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

namespace hoi {

/// The connection to other processes broke, or they do not answer. One line.
class TransportError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Where processes find each other: names and values that all of them see, kept by rank 0. Every
/// function throws TransportError when rank 0 does not answer.
class MeetingPoint {
 public:
  virtual ~MeetingPoint() = default;
  /// Adds to a counter, 0 before the first time, and returns what it is then.
  virtual std::int64_t add(const std::string& name, std::int64_t amount) = 0;
  virtual void set(const std::string& name, const std::string& text) = 0;
  /// What set() gave, if anything did. Counters and texts have names of their own.
  virtual std::optional<std::string> find(const std::string& name) = 0;
};

/// Connects to the meeting point that listens (meeting_server.h) on a port of the machine
/// `address`, trying again until `patience` is over: the keeper may come later. answer_time: how
/// long one answer may take. For use by several threads. Throws TransportError.
std::unique_ptr<MeetingPoint> connect_meeting_point(const std::string& address, std::int64_t port,
                                                    std::chrono::milliseconds patience,
                                                    std::chrono::milliseconds answer_time);

}  // namespace hoi
