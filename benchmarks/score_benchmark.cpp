// Time and memory of scoring predictions for whole test sets: files of the size of HICO-DET's and
// HOIW's are generated into a temporary folder; each score, reading included, runs in a process of
// its own.
#include <chrono>
#include <filesystem>
#include <string>
#include <tuple>

#include "generated_predictions.h"
#include "measured_process.h"
#include <benchmark/benchmark.h>

#include "hicodet/hicodet_score.h"
#include "hoiw/hoiw_score.h"

namespace {

namespace fs = std::filesystem;

/// What the scoring process says about itself.
struct ScoreRun {
  double seconds = -1, result = 0;
};

using Score = hoi::ScoreReport (*)(const fs::path& truth, const fs::path& predictions,
                                   const hoi::ReadProgress& progress);

ScoreRun run_score(Score score, const fs::path& truth, const fs::path& predictions) {
  const auto start = std::chrono::steady_clock::now();
  const auto json = score(truth, predictions, {}).json;
  ScoreRun run;
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  run.result = json.value("mAP_rel", 0.0);
  if (json.contains("default")) run.result = json["default"]["full"].get<double>();
  return run;
}

void measure(benchmark::State& state, Score score, const fs::path& truth,
             const fs::path& predictions) {
  ScoreRun run;
  measured::Cost cost;
  for (auto _ : state) {
    std::tie(run, cost) = measured::in_child([&] { return run_score(score, truth, predictions); });
    state.SetIterationTime(run.seconds);
  }
  state.counters["file_MB"] = static_cast<double>(fs::file_size(predictions)) / 1e6;
  state.counters["cpu_s"] = cost.processor_seconds;
  state.counters["peak_MB"] = cost.peak_bytes / 1e6;
  state.counters["mAP"] = run.result;
}

// The process that generates must stay small: a forked child starts with its memory as its peak.
// So files are generated in children too.
const measured::Folder& score_folder() {
  static const measured::Folder folder;
  return folder;
}

template <class Write>
void generate(const fs::path& path, const Write& write) {
  if (fs::exists(path)) return;
  measured::in_child([&] {
    write(path);
    return true;
  });
}

template <class Write>
void measure_hicodet(benchmark::State& state, const std::string& truth, const std::string& name,
                     const Write& write) {
  const measured::Folder& folder = score_folder();
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
  const measured::Folder& folder = score_folder();
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
