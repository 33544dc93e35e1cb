#include "report/event_file.h"

#include <cerrno>
#include <chrono>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/error.h"
#include "base/write_bytes.h"
#include "report/crc32c.h"
#include "report/event_message.h"
#include "report/protobuf_writer.h"

namespace hoi {
namespace {

/// Collected bytes after which the file is written without being asked.
constexpr std::size_t kWaitingBytes = std::size_t{1} << 16;
/// Files of one second and one host that get names of their own.
constexpr int kMostNames = 1000;

double system_seconds() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

/// The name of this machine as it may stand in a file's name.
std::string host_name() {
  char buffer[256] = {};
  if (::gethostname(buffer, sizeof(buffer) - 1) != 0 || buffer[0] == '\0') return "localhost";
  return buffer;
}

std::string file_name_part(std::string text) {
  for (char& letter : text) {
    const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                       (letter >= '0' && letter <= '9') || letter == '-' || letter == '_' ||
                       letter == '.';
    if (!plain) letter = '-';
  }
  return text;
}

[[noreturn]] void fail_event_file(const std::filesystem::path& path, const char* action) {
  throw InputError(fmt::format("{}: {}: {}", path.string(), action, std::strerror(errno)));
}

}  // namespace

std::string record_frame(std::string_view payload) {
  const std::string length = little_endian(payload.size(), 8);
  std::string frame = length + little_endian(masked_crc32c(length), 4);
  frame += payload;
  return frame + little_endian(masked_crc32c(payload), 4);
}

EventFile::EventFile(const std::filesystem::path& folder, std::int64_t first_step,
                     EventFileOptions options)
    : options_(std::move(options)) {
  if (!options_.clock) options_.clock = system_seconds;
  options_.host = file_name_part(options_.host.empty() ? host_name() : options_.host);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    throw InputError(
        fmt::format("{}: cannot create the folder: {}", folder.string(), error.message()));
  }
  create(folder);
  add(version_event(options_.clock()));
  if (first_step > 0) add(session_start_event({options_.clock(), first_step + 1}));
}

void EventFile::create(const std::filesystem::path& folder) {
  const auto name = fmt::format("events.out.tfevents.{:010d}.{}",
                                static_cast<std::int64_t>(options_.clock()), options_.host);
  // A run that is resumed within the second of its start must not touch the file of that start.
  for (int attempt = 0; attempt < kMostNames && descriptor_ < 0; ++attempt) {
    path_ = folder / (attempt == 0 ? name : fmt::format("{}.{}", name, attempt));
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666);
    if (descriptor_ < 0 && errno != EEXIST) break;
  }
  if (descriptor_ < 0) fail_event_file(path_, "cannot create");
}

EventFile::~EventFile() {
  write_bytes(descriptor_, waiting_);
  ::close(descriptor_);
}

void EventFile::scalar(std::string_view tag, std::int64_t step, double value) {
  add(scalar_event({options_.clock(), step}, tag, static_cast<float>(value)));
}

void EventFile::picture(std::string_view tag, std::int64_t step, std::string_view picture) {
  const auto header = read_picture_header(picture);
  if (!header) {
    throw InputError(fmt::format("{}: the picture of '{}' is neither PNG nor JPEG", path_.string(),
                                 std::string(tag)));
  }
  add(picture_event({options_.clock(), step}, tag, picture, *header));
}

void EventFile::text(std::string_view tag, std::int64_t step, std::string_view text) {
  add(text_event({options_.clock(), step}, tag, text));
}

void EventFile::add(std::string_view payload) {
  waiting_ += record_frame(payload);
  if (waiting_.size() >= kWaitingBytes) flush();
}

void EventFile::flush() {
  const std::string bytes = std::move(waiting_);
  waiting_.clear();
  const off_t end = ::lseek(descriptor_, 0, SEEK_END);
  if (write_bytes(descriptor_, bytes)) return;
  const int reason = errno;
  // Half a message would hide all that follow it from every reader.
  if (end >= 0 && ::ftruncate(descriptor_, end) != 0) {
    fail_event_file(path_, "cannot write, and cannot remove half a message");
  }
  errno = reason;
  fail_event_file(path_, "cannot write");
}

}  // namespace hoi
