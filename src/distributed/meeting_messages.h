#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace hoi {

/// What a client asks of the meeting point.
struct MeetingRequest {
  enum class Kind : char { kAdd = 'a', kSet = 's', kFind = 'f' };
  Kind kind = Kind::kFind;
  std::string name;
  std::int64_t amount = 0;  ///< of kAdd
  std::string text;         ///< of kSet
};

struct MeetingReply {
  bool accepted = false;    ///< false: the request was beyond what the meeting point keeps
  bool found = false;       ///< of kFind
  std::int64_t amount = 0;  ///< the counter after kAdd
  std::string text;         ///< of kFind
};

inline constexpr std::size_t kLongestMeetingName = 1024;
inline constexpr std::size_t kLongestMeetingText = std::size_t{1} << 20;
/// Bytes of a whole message at most, without the length before it.
inline constexpr std::size_t kLongestMeetingMessage = kLongestMeetingText + 2048;

// A message on the wire is its length in four bytes and these bytes, numbers as this machine has
// them: all processes are the same program.

std::string encode(const MeetingRequest& request);
std::string encode(const MeetingReply& reply);

/// Nothing when the bytes are no such message; they may come from anybody.
std::optional<MeetingRequest> decode_request(const std::string& bytes);
std::optional<MeetingReply> decode_reply(const std::string& bytes);

/// A message with its length before it, ready to be sent.
std::string framed(const std::string& message);

/// Takes the first whole message out of `received`, if there is one. `is_broken` becomes true when
/// the length says that no message can follow.
std::optional<std::string> take_message(std::string& received, bool& is_broken);

/// The names and values of a meeting point, bounded in number and size.
class MeetingBoard {
 public:
  MeetingReply answer(const MeetingRequest& request);

 private:
  std::map<std::string, std::int64_t> counters_;
  std::map<std::string, std::string> texts_;
  std::size_t text_bytes_ = 0;
};

}  // namespace hoi
