#pragma once

// What the benchmarks of whole files share: a folder for generated files, a generated text, and a
// child process whose time and memory the system measures.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace measured {

/// A folder that lives as long as this object.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "hoi_bench_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = pattern;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// A text file that is written in pieces, so that generating one needs no memory.
class TextFile {
 public:
  explicit TextFile(const std::filesystem::path& path) : stream_(path, std::ios::binary) {}
  ~TextFile() { flush(); }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;

  template <class... Values>
  void add(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(buffer_), format, std::forward<Values>(values)...);
    if (buffer_.size() > std::size_t{1} << 20) flush();
  }

 private:
  void flush() {
    stream_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.clear();
  }

  std::ofstream stream_;
  fmt::memory_buffer buffer_;
};

/// What the system says about a process that has ended.
struct Cost {
  double processor_seconds = 0, peak_bytes = 0;
};

inline double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

/// Runs `work` in a child process and returns its result, plain data, with what the child cost.
template <class Work>
auto in_child(const Work& work) {
  using Result = decltype(work());
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("pipe failed");
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    const Result result = work();
    const bool told = ::write(ends[1], &result, sizeof result) == ssize_t{sizeof result};
    std::_Exit(told ? 0 : 1);
  }
  ::close(ends[1]);
  std::pair<Result, Cost> answer;
  const bool heard =
      ::read(ends[0], &answer.first, sizeof answer.first) == ssize_t{sizeof answer.first};
  ::close(ends[0]);
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  if (!heard || status != 0) throw std::runtime_error("the measured process failed");
  answer.second.processor_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  answer.second.peak_bytes = 1024.0 * static_cast<double>(usage.ru_maxrss);
  return answer;
}

}  // namespace measured
