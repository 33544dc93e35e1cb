// A process of a group that meets with an accident. Arguments: which rank, how (kill or stop)
// and what the others wait for (sum, barrier, gradients). The others print what they were told.
#include <csignal>
#include <cstdio>
#include <string>

#include <fmt/format.h>
#include <torch/types.h>

#include "distributed/gradient_buckets.h"
#include "distributed/worker_group.h"

namespace {

constexpr int kToldOfTheLoss = 3;

void meet_with_accident(const std::string& how) { std::raise(how == "kill" ? SIGKILL : SIGSTOP); }

void await(hoi::WorkerGroup& group, const std::string& what) {
  if (what == "barrier") {
    group.barrier("the barrier");
  } else if (what == "sum") {
    group.sum({1}, "the sum");
  } else {
    const auto weight = torch::ones({1000}, torch::requires_grad());
    hoi::GradientBuckets buckets({weight}, group);
    buckets.start(1);
    weight.sum().backward();
    buckets.finish();
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  hoi::WorkerGroupOptions options;
  options.lost_seconds = 1;
  hoi::WorkerGroup group(hoi::read_worker_place(), options);
  group.sum({1}, "the start");
  if (group.rank() == std::stoll(argv[1])) meet_with_accident(argv[2]);
  try {
    await(group, argv[3]);
  } catch (const hoi::LostWorkerError& error) {
    fmt::print("{}\n", error.what());
    return kToldOfTheLoss;
  }
  return 0;
}
