// Writes checkpoint after checkpoint in a process that is killed, or whose disk fills up, at random
// moments, and looks each time whether the newest whole one can be trusted.
//
//   checkpoint_campaign kill FOLDER COUNT SEED   kill -9 COUNT times
//   checkpoint_campaign full FOLDER COUNT SEED   COUNT rounds on a disk that another file fills up;
//                                                FOLDER lies on a small file system
//
// Exit code 0 and one line of figures when nothing was lost, 1 and what was lost otherwise.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <ATen/Parallel.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "config/toml_options.h"
#include "training/resume_point.h"
#include "training/stepped_state.h"

namespace {

constexpr int64_t kKept = 2;
constexpr int kAttempts = 6;                // of a round on a full disk
constexpr unsigned kLongestLife = 150'000;  // us; some checkpoints take as long

/// What the writer says of a checkpoint, in one piece through a pipe.
struct Message {
  int64_t step = 0;
  enum Result { kWritten, kNoRoom, kWriteFailed } result = kWritten;
};

/// A process that writes checkpoints, and the end of the pipe that it reports to.
struct Writer {
  pid_t id = -1;
  int reports = -1;
};

/// What came of all rounds.
struct Tally {
  int64_t written = 0, no_room = 0, write_failed = 0, half_written = 0, newest_step = 0;
};

Message write_next(const hoi::RunDirectory& run, hoi::SteppedState& state) {
  const int64_t step = state.state().step + 1;
  state.become(step);
  try {
    state.write(run.checkpoint(step));
  } catch (const hoi::InputError& error) {
    const bool unwritten = std::string(error.what()).find(": needs ") != std::string::npos;
    return {step, unwritten ? Message::kNoRoom : Message::kWriteFailed};
  }
  run.prune_checkpoints(kKept);
  return {step, Message::kWritten};
}

/// attempts: how many checkpoints it tries to write before it ends, from the step of `state` on.
Writer start_writer(const hoi::RunDirectory& run, hoi::SteppedState& state, int64_t attempts) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t id = ::fork();
  if (id != 0) {
    ::close(ends[1]);
    return {id, ends[0]};
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (int64_t i = 0; i < attempts; ++i) {
    const Message message = write_next(run, state);
    if (::write(ends[1], &message, sizeof message) != sizeof message) ::_exit(1);
  }
  ::_exit(0);
}

/// Waits for its end, counts what it reported, and returns the last step that it had written.
int64_t take_reports(const Writer& writer, Tally& tally) {
  ::waitpid(writer.id, nullptr, 0);
  int64_t last = 0;
  Message message;
  while (::read(writer.reports, &message, sizeof message) == sizeof message) {
    tally.written += message.result == Message::kWritten;
    tally.no_room += message.result == Message::kNoRoom;
    tally.write_failed += message.result == Message::kWriteFailed;
    if (message.result == Message::kWritten) last = message.step;
  }
  ::close(writer.reports);
  return last;
}

/// Throws when a checkpoint that was reported as written is not there any more, the newest is
/// damaged, or its content is not that of its step. Returns its step.
int64_t check_folder(const hoi::RunDirectory& run, int64_t reported, hoi::SteppedState& state) {
  hoi::ExperimentOptions experiment;
  const auto point = hoi::prepare_resume(run, experiment);
  if (!point.notices.empty() && point.checkpoint) throw std::runtime_error(point.notices.front());
  if (!point.checkpoint) {
    if (reported > 0) throw std::runtime_error("no checkpoint left");
    return 0;
  }
  const std::string wrong = state.first_error_in(*point.checkpoint);
  if (!wrong.empty()) throw std::runtime_error(point.checkpoint->string() + ": " + wrong);
  if (state.state().step < reported) {
    throw std::runtime_error("step " + std::to_string(reported) + " was written and is gone");
  }
  return state.state().step;
}

class Campaign {
 public:
  Campaign(const std::filesystem::path& folder, unsigned seed)
      : folder_(folder), run_(hoi::RunDirectory::create(folder / "run")), random_(seed) {
    hoi::ExperimentOptions experiment;
    hoi::write_file_atomically(run_.config(), hoi::to_toml(experiment));
  }

  void kill_once() {
    const Writer writer = start_writer(run_, state_, int64_t{1} << 40);
    ::usleep(random_below(kLongestLife));
    ::kill(writer.id, SIGKILL);
    const int64_t reported = take_reports(writer, tally_);
    tally_.half_written += static_cast<int64_t>(run_.remove_leftovers());
    tally_.newest_step = check_folder(run_, std::max(reported, tally_.newest_step), state_);
  }

  void fill_once() {
    const Writer writer = start_writer(run_, state_, kAttempts);
    while (!has_ended(writer)) fill_and_empty();
    const int64_t reported = take_reports(writer, tally_);
    std::filesystem::remove(folder_ / "filler");
    // A process that lives removes what it began.
    if (run_.remove_leftovers() > 0) throw std::runtime_error("a failed write left its file");
    tally_.newest_step = check_folder(run_, std::max(reported, tally_.newest_step), state_);
  }

  const Tally& tally() const { return tally_; }

 private:
  /// Fills the disk block by block until nothing is left, and empties it again.
  void fill_and_empty() {
    const std::string block(64 * 1024, 'x');
    const int file = ::open((folder_ / "filler").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    while (::write(file, block.data(), block.size()) > 0) ::usleep(random_below(300));
    ::usleep(random_below(10'000));
    if (::ftruncate(file, 0) != 0) throw std::runtime_error("the filler does not shrink");
    ::close(file);
    ::usleep(random_below(10'000));
  }

  static bool has_ended(const Writer& writer) {
    siginfo_t info{};
    ::waitid(P_PID, static_cast<id_t>(writer.id), &info, WEXITED | WNOHANG | WNOWAIT);
    return info.si_pid != 0;
  }

  unsigned random_below(unsigned end) { return static_cast<unsigned>(random_() % end); }

  std::filesystem::path folder_;
  hoi::RunDirectory run_;
  std::mt19937_64 random_;
  hoi::SteppedState state_;
  Tally tally_;
};

int run_campaign(const std::string& kind, const std::string& folder, int count, unsigned seed) {
  at::set_num_threads(1);  // a process with threads cannot be forked
  Campaign campaign(folder, seed);
  for (int round = 0; round < count; ++round) {
    kind == "kill" ? campaign.kill_once() : campaign.fill_once();
  }
  const Tally& tally = campaign.tally();
  std::printf(
      "%s: %d rounds, %lld checkpoints written, %lld cut off while writing, %lld refused "
      "beforehand, %lld failed while writing, newest step %lld, none lost, none damaged\n",
      kind.c_str(), count, static_cast<long long>(tally.written),
      static_cast<long long>(tally.half_written), static_cast<long long>(tally.no_room),
      static_cast<long long>(tally.write_failed), static_cast<long long>(tally.newest_step));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() != 4 || (words[0] != "kill" && words[0] != "full")) {
    std::fprintf(stderr, "usage: checkpoint_campaign kill|full FOLDER COUNT SEED\n");
    return 2;
  }
  try {
    return run_campaign(words[0], words[1], std::atoi(words[2].c_str()),
                        static_cast<unsigned>(std::atoi(words[3].c_str())));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "lost: %s\n", error.what());
    return 1;
  }
}
