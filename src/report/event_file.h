#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace hoi {

struct EventFileOptions {
  std::string host;               ///< stands in the file's name; "" = the name of this machine
  std::function<double()> clock;  ///< seconds since 1970-01-01 UTC; empty = the system's
};

/// A TFRecord frame: length, masked CRC-32C of the length, payload, masked CRC-32C of the payload.
std::string record_frame(std::string_view payload);

/// Writes what TensorBoard and compatible programs show of a run:
/// `<folder>/events.out.tfevents.<seconds>.<host>`. Every object writes a new file, so a resumed
/// run adds one beside those of its earlier parts.
///
///   EventFile events(run_folder / "tensorboard", first_step);
///   events.scalar("loss/total", step, loss);
///   events.flush();
///
/// Messages are collected and written by flush(), by the destructor and when many have come
/// together; a killed process loses only what was not yet written. A file never ends in half a
/// message unless the process is killed within a write, and readers pass over such an end.
/// Not for several threads at a time.
class EventFile {
 public:
  /// Creates `folder` when it is missing, and the file. `first_step`: steps already taken; above 0
  /// (a resumed run) readers forget what older files say of later steps. Throws InputError.
  explicit EventFile(const std::filesystem::path& folder, std::int64_t first_step = 0,
                     EventFileOptions options = {});
  /// Writes the rest; an error is lost here, call flush() to see it.
  ~EventFile();
  EventFile(const EventFile&) = delete;
  EventFile& operator=(const EventFile&) = delete;

  /// tag: UTF-8, slashes make groups ("validation/map_rel"); step: optimiser steps taken.
  void scalar(std::string_view tag, std::int64_t step, double value);
  /// picture: a whole PNG or JPEG file. Throws InputError when it is neither.
  void picture(std::string_view tag, std::int64_t step, std::string_view picture);
  /// text: Markdown.
  void text(std::string_view tag, std::int64_t step, std::string_view text);

  /// Hands everything to the operating system. Throws InputError when the disk refuses; the file
  /// then ends with its last whole message and the refused ones are dropped.
  void flush();

  const std::filesystem::path& path() const { return path_; }

 private:
  void add(std::string_view payload);
  void create(const std::filesystem::path& folder);

  EventFileOptions options_;
  std::filesystem::path path_;
  int descriptor_ = -1;
  std::string waiting_;
};

}  // namespace hoi
