// Time and memory of scoring predictions for whole test sets: files of the size of HICO-DET's and
// HOIW's are generated into a temporary folder; each score, reading included, runs in a process of
// its own.
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "generated_predictions.h"
#include <benchmark/benchmark.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hicodet/hicodet_score.h"
#include "hoiw/hoiw_score.h"

namespace {

namespace fs = std::filesystem;

/// A folder that lives as long as the program.
class ScoreFolder {
 public:
  ScoreFolder() {
    std::string pattern = (fs::temp_directory_path() / "hoi_bench_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = pattern;
  }
  ~ScoreFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScoreFolder(const ScoreFolder&) = delete;
  ScoreFolder& operator=(const ScoreFolder&) = delete;

  fs::path operator/(const std::string& name) const { return path_ / name; }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// What the scoring process says about itself, and what the system says about it.
struct ScoreCost {
  double seconds = -1, result = 0;
  double processor_seconds = 0, peak_bytes = 0;
};

using Score = hoi::ScoreReport (*)(const fs::path& truth, const fs::path& predictions,
                                   const hoi::ReadProgress& progress);

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
}

ScoreCost score_in_child(Score score, const fs::path& truth, const fs::path& predictions) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("pipe failed");
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    const auto start = std::chrono::steady_clock::now();
    const auto json = score(truth, predictions, {}).json;
    ScoreCost cost;
    cost.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    cost.result = json.value("mAP_rel", 0.0);
    if (json.contains("default")) cost.result = json["default"]["full"].get<double>();
    const bool told = ::write(ends[1], &cost, sizeof cost) == ssize_t{sizeof cost};
    std::_Exit(told ? 0 : 1);
  }
  ::close(ends[1]);
  ScoreCost cost;
  const bool heard = ::read(ends[0], &cost, sizeof cost) == ssize_t{sizeof cost};
  ::close(ends[0]);
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  if (!heard || status != 0) throw std::runtime_error("the scoring process failed");
  cost.processor_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  cost.peak_bytes = 1024.0 * static_cast<double>(usage.ru_maxrss);
  return cost;
}

void measure(benchmark::State& state, Score score, const fs::path& truth,
             const fs::path& predictions) {
  ScoreCost cost;
  for (auto _ : state) {
    cost = score_in_child(score, truth, predictions);
    state.SetIterationTime(cost.seconds);
  }
  state.counters["file_MB"] = static_cast<double>(fs::file_size(predictions)) / 1e6;
  state.counters["cpu_s"] = cost.processor_seconds;
  state.counters["peak_MB"] = cost.peak_bytes / 1e6;
  state.counters["mAP"] = cost.result;
}

// The process that generates must stay small: a forked child starts with its memory as its peak.
// So files are generated in children too.
const ScoreFolder& score_folder() {
  static const ScoreFolder folder;
  return folder;
}

template <class Write>
void generate(const fs::path& path, const Write& write) {
  if (fs::exists(path)) return;
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("fork failed");
  if (child == 0) {
    write(path);
    std::_Exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (status != 0) throw std::runtime_error("generating failed");
}

template <class Write>
void measure_hicodet(benchmark::State& state, const std::string& truth, const std::string& name,
                     const Write& write) {
  const ScoreFolder& folder = score_folder();
  generate(folder / "json",
           [&](const fs::path& json) { generated::write_hicodet_truth(json, folder / "mat"); });
  generate(folder / name, write);
  measure(state, hoi::score_hicodet, folder / truth, folder / name);
}

void HicodetImageList(benchmark::State& state) {
  measure_hicodet(state, "json", "images.json", [](const fs::path& path) {
    generated::write_image_list(path, generated::hicodet_ids());
  });
}
void HicodetNestedLists(benchmark::State& state) {
  measure_hicodet(state, "json", "lists.json", generated::write_hicodet_lists);
}
void HicodetMatlabFiles(benchmark::State& state) {
  measure_hicodet(state, "mat", "detections.mat", generated::write_hicodet_mat_cells);
}
void HoiwFiles(benchmark::State& state) {
  const ScoreFolder& folder = score_folder();
  generate(folder / "hoiw.json", generated::write_hoiw_truth);
  generate(folder / "hoiw_predictions.json",
           [](const fs::path& path) { generated::write_image_list(path, generated::hoiw_ids()); });
  measure(state, hoi::score_hoiw, folder / "hoiw.json", folder / "hoiw_predictions.json");
}

BENCHMARK(HicodetImageList)->Iterations(1)->UseManualTime()->Unit(benchmark::kSecond);
BENCHMARK(HicodetNestedLists)->Iterations(1)->UseManualTime()->Unit(benchmark::kSecond);
BENCHMARK(HicodetMatlabFiles)->Iterations(1)->UseManualTime()->Unit(benchmark::kSecond);
BENCHMARK(HoiwFiles)->Iterations(1)->UseManualTime()->Unit(benchmark::kSecond);

}  // namespace
