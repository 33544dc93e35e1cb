// Trains with one and with several ranks (threads of this process that exchange what processes
// exchange) and compares every step:
//
//   step_agreement CONFIG [--steps N] [--processes P,Q] [--double] [key=value ...]
//
// First freely, each training from its own weights, and beside them two trainings of one rank whose
// initial weights are the next number above or below; then with every step begun from the weights
// of the one rank, where it names the first decision that falls the other way. Reads the data from
// the current folder. Exit code 1 when a step from the same weights differs by more than rounding
// though all decisions are the same or, with --double, when the free trainings part.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include "distributed/network_address.h"
#include "rank_training.h"
#include "step_decisions.h"

namespace {

using hoi::ComputedStep;
using hoi::RankTraining;

constexpr double kApart = 1e-5;  // what people call another loss curve

struct Request {
  std::string config;
  std::vector<std::string> assignments;
  int64_t steps = 20;
  std::vector<int64_t> processes{2, 4};
  torch::ScalarType type = torch::kFloat32;
};

/// What one training did.
struct Course {
  std::vector<ComputedStep> steps;
  std::vector<hoi::StepStart> starts;                         // of every step
  std::vector<std::vector<hoi::PictureDecisions>> decisions;  // of every step and picture
};

/// How a training differs from that of one rank.
struct Variant {
  int64_t processes = 1;
  int nudge = 0;                   // of the initial weights: 1 up, -1 down
  const Course* starts = nullptr;  // of another training, to begin every step from
};

class Agreement {
 public:
  Agreement(const Request& request, const hoi::ExperimentOptions& experiment)
      : request_(request),
        experiment_(experiment),
        dataset_(experiment.data.train, experiment.model.input,
                 experiment.model.network.segmentation.enabled) {}

  Course course(const Variant& variant) {
    Course course;
    course.decisions.resize(static_cast<std::size_t>(request_.steps));
    run_ranks(variant.processes, [&](hoi::WorkerGroup& group) {
      RankTraining training(experiment_, dataset_, group, request_.type);
      if (variant.nudge != 0) training.nudge(variant.nudge > 0);
      for (int64_t step = 0; step < request_.steps; ++step) {
        if (variant.starts != nullptr) {
          training.start_from(variant.starts->starts[static_cast<std::size_t>(step)]);
        }
        const auto start = training.start();
        const auto decisions = decisions_of_rank(training, step);
        const auto computed = training.compute(step);
        training.update(step);
        // Ranks take turns, so that pictures are in the order of the step.
        for (int64_t rank = 0; rank < group.size(); ++rank) {
          if (rank == group.rank()) {
            auto& all = course.decisions[static_cast<std::size_t>(step)];
            all.insert(all.end(), decisions.begin(), decisions.end());
          }
          group.barrier("the decisions");
        }
        if (!group.is_first()) continue;
        course.steps.push_back(computed);
        course.starts.push_back(start);
      }
    });
    return course;
  }

 private:
  std::vector<hoi::PictureDecisions> decisions_of_rank(RankTraining& training, int64_t step) {
    auto decisions =
        hoi::decisions_of(training.network(), training.batch(step), training.generators(step));
    if (!training.shard(step).counts) decisions.clear();
    return decisions;
  }

  void run_ranks(int64_t size, const std::function<void(hoi::WorkerGroup&)>& work) {
    std::vector<std::exception_ptr> errors(static_cast<std::size_t>(size));
    std::vector<std::thread> threads;
    const int64_t port = size > 1 ? hoi::find_free_port() : 0;
    for (int64_t rank = 0; rank < size; ++rank) {
      threads.emplace_back([&, rank] {
        try {
          at::set_num_threads(1);
          hoi::WorkerGroup group({rank, size, rank, "127.0.0.1", port}, {});
          work(group);
        } catch (...) {
          errors[static_cast<std::size_t>(rank)] = std::current_exception();
        }
      });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& error : errors) {
      if (error) std::rethrow_exception(error);
    }
  }

  const Request& request_;
  const hoi::ExperimentOptions& experiment_;
  hoi::TrainingDataset dataset_;
};

double loss_difference(const ComputedStep& one, const ComputedStep& other) {
  double largest = std::abs(one.loss - other.loss);
  for (std::size_t i = 0; i < one.terms.size(); ++i) {
    largest = std::max(largest, std::abs(one.terms[i].second - other.terms[i].second));
  }
  return largest;
}

/// How gradients differ.
struct GradientDifference {
  double share = 0;   ///< |g - g'| / |g| over all parameters
  std::string worst;  ///< the parameter with the largest part of it
};

GradientDifference gradient_difference(const ComputedStep& one, const ComputedStep& other) {
  double differences = 0, whole = 0, largest = 0;
  GradientDifference found;
  for (std::size_t i = 0; i < one.gradients.size(); ++i) {
    const auto& [name, gradient] = one.gradients[i];
    if (gradient.defined() != other.gradients[i].second.defined()) return {INFINITY, name};
    if (!gradient.defined()) continue;
    const auto exact = gradient.to(torch::kFloat64);
    const double own =
        (exact - other.gradients[i].second.to(torch::kFloat64)).square().sum().item<double>();
    if (own > largest) found.worst = name;
    largest = std::max(largest, own);
    differences += own;
    whole += exact.square().sum().item<double>();
  }
  found.share = std::sqrt(differences / whole);
  return found;
}

std::string first_decision(const std::vector<hoi::PictureDecisions>& one,
                           const std::vector<hoi::PictureDecisions>& other) {
  for (std::size_t picture = 0; picture < one.size(); ++picture) {
    const auto difference = hoi::first_difference(one[picture], other[picture]);
    if (difference) return fmt::format("picture {}: {}", picture + 1, *difference);
  }
  return "";
}

/// Where a free training parts from that of one rank, and the decision that comes before.
void print_parting(const std::string& title, const Course& one, const Course& other) {
  double largest = 0;
  std::size_t parting = one.steps.size();
  for (std::size_t step = 0; step < one.steps.size(); ++step) {
    const double difference = loss_difference(one.steps[step], other.steps[step]);
    largest = std::max(largest, difference);
    if (difference > kApart) parting = std::min(parting, step);
  }
  const bool parts = parting < one.steps.size();
  fmt::print("{}: {}, at most {:.1e}", title,
             parts ? fmt::format("apart by more than {} from step {} on", kApart, parting + 1)
                   : fmt::format("within {} in all steps", kApart),
             largest);
  for (std::size_t step = 0; step < one.steps.size(); ++step) {
    const auto decision = first_decision(one.decisions[step], other.decisions[step]);
    if (decision.empty()) continue;
    fmt::print("; decides otherwise in step {}, {}", step + 1, decision);
    break;
  }
  fmt::print("\n");
}

/// Loss differences of free trainings, a column each. Returns the largest.
double print_free(Agreement& agreement, const Request& request, const Course& one) {
  std::vector<std::string> titles{"nudged up", "nudged down"};
  std::vector<Course> others{agreement.course({1, 1}), agreement.course({1, -1})};
  for (const int64_t processes : request.processes) {
    titles.push_back(fmt::format("{} processes", processes));
    others.push_back(agreement.course({processes}));
  }
  fmt::print("free trainings: largest difference of the loss and its terms from one rank\nstep");
  for (const auto& title : titles) fmt::print(" {:>12}", title);
  double largest = 0;
  for (std::size_t step = 0; step < one.steps.size(); ++step) {
    fmt::print("\n{:4}", step + 1);
    for (std::size_t i = 0; i < others.size(); ++i) {
      const double difference = loss_difference(one.steps[step], others[i].steps[step]);
      fmt::print(" {:12.1e}", difference);
      if (i >= 2) largest = std::max(largest, difference);
    }
  }
  fmt::print("\n");
  for (std::size_t i = 0; i < others.size(); ++i) print_parting(titles[i], one, others[i]);
  return largest;
}

/// Steps from the same weights. Returns how many differ for another reason than a decision. A
/// rectifier or a hinge that is just on or just off changes no loss, but slopes: where the loss is
/// the same, single precision has that excuse.
int print_same_start(Agreement& agreement, const Request& request, const Course& one) {
  const bool exact = request.type == torch::kFloat64;
  int unexplained = 0;
  for (const int64_t processes : request.processes) {
    const Course other = agreement.course({processes, 0, &one});
    fmt::print("each step from the weights of one rank, {} processes:\n", processes);
    fmt::print("step    loss gradient  what differs first: in one rank and in {}\n", processes);
    for (std::size_t step = 0; step < one.steps.size(); ++step) {
      const double loss = loss_difference(one.steps[step], other.steps[step]);
      const auto gradient = gradient_difference(one.steps[step], other.steps[step]);
      std::string reason = first_decision(one.decisions[step], other.decisions[step]);
      const bool loss_differs = loss > (exact ? 1e-12 : 3e-6);
      const bool slope_differs = gradient.share > (exact ? 1e-11 : 1e-5);
      if (reason.empty() && (loss_differs || (slope_differs && exact))) ++unexplained;
      if (reason.empty() && slope_differs) reason = "slopes, most in " + gradient.worst;
      fmt::print("{:4} {:7.1e}  {:7.1e}  {}\n", step + 1, loss, gradient.share, reason);
    }
  }
  return unexplained;
}

Request parse(int argc, char** argv) {
  Request request;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--double") {
      request.type = torch::kFloat64;
    } else if (word == "--steps" && i + 1 < argc) {
      request.steps = std::stoll(argv[++i]);
    } else if (word == "--processes" && i + 1 < argc) {
      request.processes.clear();
      const std::string list = argv[++i];
      for (std::size_t begin = 0; begin < list.size(); begin = list.find(',', begin) + 1) {
        request.processes.push_back(std::stoll(list.substr(begin)));
        if (list.find(',', begin) == std::string::npos) break;
      }
    } else if (request.config.empty()) {
      request.config = word;
    } else {
      request.assignments.push_back(word);
    }
  }
  if (request.config.empty()) throw std::runtime_error("which configuration?");
  return request;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    at::set_num_threads(1);
    const Request request = parse(argc, argv);
    const auto experiment = hoi::read_experiment(request.config, request.assignments);
    Agreement agreement(request, experiment);
    const Course one = agreement.course({});
    const double largest = print_free(agreement, request, one);
    const int unexplained = print_same_start(agreement, request, one);
    fmt::print("free: {:.1e}; same start: {} steps differ without another decision\n", largest,
               unexplained);
    return unexplained > 0 || (request.type == torch::kFloat64 && largest > 1e-10) ? 1 : 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "step_agreement: {}\n", error.what());
    return 2;
  }
}
