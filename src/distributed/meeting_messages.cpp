#include "distributed/meeting_messages.h"

#include <cstring>

namespace hoi {
namespace {

constexpr std::size_t kMostNames = 200000;                     // of each kind
constexpr std::size_t kMostTextBytes = std::size_t{64} << 20;  // of all texts
constexpr std::size_t kLengthBytes = sizeof(std::uint32_t);

template <class Number>
void append(std::string& bytes, Number number) {
  char raw[sizeof(Number)];
  std::memcpy(raw, &number, sizeof(Number));
  bytes.append(raw, sizeof(Number));
}

/// Reads from the front of bytes that may be too short.
class Cursor {
 public:
  explicit Cursor(const std::string& bytes) : bytes_(bytes) {}

  template <class Number>
  bool read(Number& number) {
    if (bytes_.size() - place_ < sizeof(Number)) return false;
    std::memcpy(&number, bytes_.data() + place_, sizeof(Number));
    place_ += sizeof(Number);
    return true;
  }

  bool read_name(std::string& name) {
    std::uint32_t length = 0;
    if (!read(length) || length > kLongestMeetingName || bytes_.size() - place_ < length) {
      return false;
    }
    name = bytes_.substr(place_, length);
    place_ += length;
    return true;
  }

  std::string rest() const { return bytes_.substr(place_); }

 private:
  const std::string& bytes_;
  std::size_t place_ = 0;
};

bool is_kind(char letter) {
  using Kind = MeetingRequest::Kind;
  for (const Kind kind : {Kind::kAdd, Kind::kSet, Kind::kFind}) {
    if (letter == static_cast<char>(kind)) return true;
  }
  return false;
}

}  // namespace

std::string encode(const MeetingRequest& request) {
  std::string bytes(1, static_cast<char>(request.kind));
  append(bytes, request.amount);
  append(bytes, static_cast<std::uint32_t>(request.name.size()));
  return bytes + request.name + request.text;
}

std::string encode(const MeetingReply& reply) {
  std::string bytes;
  bytes += static_cast<char>(reply.accepted ? 1 : 0);
  bytes += static_cast<char>(reply.found ? 1 : 0);
  append(bytes, reply.amount);
  return bytes + reply.text;
}

std::optional<MeetingRequest> decode_request(const std::string& bytes) {
  Cursor cursor(bytes);
  MeetingRequest request;
  char kind = 0;
  if (!cursor.read(kind) || !is_kind(kind) || !cursor.read(request.amount) ||
      !cursor.read_name(request.name)) {
    return std::nullopt;
  }
  request.kind = static_cast<MeetingRequest::Kind>(kind);
  request.text = cursor.rest();
  if (request.text.size() > kLongestMeetingText) return std::nullopt;
  return request;
}

std::optional<MeetingReply> decode_reply(const std::string& bytes) {
  Cursor cursor(bytes);
  MeetingReply reply;
  char accepted = 0, found = 0;
  if (!cursor.read(accepted) || !cursor.read(found) || !cursor.read(reply.amount)) {
    return std::nullopt;
  }
  reply.accepted = accepted != 0;
  reply.found = found != 0;
  reply.text = cursor.rest();
  return reply;
}

std::string framed(const std::string& message) {
  std::string bytes;
  append(bytes, static_cast<std::uint32_t>(message.size()));
  return bytes + message;
}

std::optional<std::string> take_message(std::string& received, bool& is_broken) {
  if (received.size() < kLengthBytes) return std::nullopt;
  std::uint32_t length = 0;
  std::memcpy(&length, received.data(), kLengthBytes);
  is_broken = length > kLongestMeetingMessage;
  if (is_broken || received.size() - kLengthBytes < length) return std::nullopt;
  std::string message = received.substr(kLengthBytes, length);
  received.erase(0, kLengthBytes + length);
  return message;
}

MeetingReply MeetingBoard::answer(const MeetingRequest& request) {
  MeetingReply reply;
  if (request.kind == MeetingRequest::Kind::kFind) {
    const auto entry = texts_.find(request.name);
    reply.accepted = true;
    reply.found = entry != texts_.end();
    if (reply.found) reply.text = entry->second;
    return reply;
  }
  if (request.kind == MeetingRequest::Kind::kAdd) {
    if (counters_.size() >= kMostNames && counters_.count(request.name) == 0) return reply;
    reply.accepted = true;
    auto& counter = counters_[request.name];
    // Unsigned, so that no request makes the sum undefined.
    counter = static_cast<std::int64_t>(static_cast<std::uint64_t>(counter) +
                                        static_cast<std::uint64_t>(request.amount));
    reply.amount = counter;
    return reply;
  }
  const auto known = texts_.find(request.name);
  const std::size_t before = known == texts_.end() ? 0 : known->second.size();
  const bool is_new = known == texts_.end();
  if ((is_new && texts_.size() >= kMostNames) ||
      text_bytes_ - before + request.text.size() > kMostTextBytes) {
    return reply;
  }
  text_bytes_ += request.text.size() - before;
  texts_[request.name] = request.text;
  reply.accepted = true;
  return reply;
}

}  // namespace hoi
