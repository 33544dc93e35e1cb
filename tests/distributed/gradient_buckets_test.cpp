#include "distributed/gradient_buckets.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "distributed/thread_group.h"
#include "support/tensors.h"

namespace hoi {
namespace {

/// Three layers whose gradients can be said by hand: y = a x + b + c z.
struct Line {
  torch::Tensor a = torch::ones({3}, torch::requires_grad());
  torch::Tensor b = torch::ones({3}, torch::requires_grad());
  torch::Tensor c = torch::ones({3}, torch::requires_grad());
  std::vector<torch::Tensor> parameters{a, b, c};
};

/// So small that every parameter has a bucket of its own.
WorkerGroupOptions single_buckets() {
  auto options = short_times();
  options.bucket_megabytes = 1e-6;
  return options;
}

torch::Tensor filled(double value) { return torch::full({3}, value); }

TEST(GradientBuckets, EveryRankGetsTheWeightedSum) {
  for (const auto& options : {short_times(), single_buckets()}) {
    run_ranks(
        3,
        [](WorkerGroup& group) {
          Line line;
          GradientBuckets buckets(line.parameters, group);
          const auto x = static_cast<double>(group.rank() + 1);
          for (int step = 0; step < 2; ++step) {
            for (auto& parameter : line.parameters) parameter.mutable_grad() = torch::Tensor();
            buckets.start(0.5);
            (line.a * x + line.b + line.c * (10 * x)).sum().backward();
            buckets.finish();
            EXPECT_TRUE(is_close(line.a.grad(), filled(3)));    // (1 + 2 + 3) / 2
            EXPECT_TRUE(is_close(line.b.grad(), filled(1.5)));  // 3 / 2
            EXPECT_TRUE(is_close(line.c.grad(), filled(30)));
          }
        },
        options);
  }
}

TEST(GradientBuckets, SumsBeginWhileTheBackwardPassIsAtWork) {
  run_ranks(
      2,
      [](WorkerGroup& group) {
        Line line;
        GradientBuckets buckets(line.parameters, group);
        EXPECT_EQ(buckets.count(), 3);
        buckets.start(1);
        (line.a + line.b + line.c).sum().backward();
        EXPECT_EQ(buckets.started_in_backward(), 3);
        buckets.finish();
        EXPECT_TRUE(is_close(line.a.grad(), filled(2)));
      },
      single_buckets());
}

TEST(GradientBuckets, LargeBucketsHoldSeveralParameters) {
  run_ranks(2, [](WorkerGroup& group) {
    Line line;
    GradientBuckets buckets(line.parameters, group);
    EXPECT_EQ(buckets.count(), 1);
  });
}

TEST(GradientBuckets, AParameterThatSomeRanksUsedIsZeroOnTheOthers) {
  run_ranks(
      3,
      [](WorkerGroup& group) {
        Line line;
        GradientBuckets buckets(line.parameters, group);
        buckets.start(1);
        if (group.rank() == 1) {
          (line.a * 5 + line.b).sum().backward();
        } else {
          line.b.sum().backward();
        }
        buckets.finish();
        EXPECT_TRUE(is_close(line.a.grad(), filled(5)));
        EXPECT_TRUE(is_close(line.b.grad(), filled(3)));
        EXPECT_FALSE(line.c.grad().defined());  // as for one process that has no use for it
      },
      single_buckets());
}

TEST(GradientBuckets, ARankWithoutAnyBackwardPassTakesPart) {
  run_ranks(2, [](WorkerGroup& group) {
    Line line;
    GradientBuckets buckets(line.parameters, group);
    buckets.start(1);
    if (group.is_first()) (line.a + line.b + line.c).sum().backward();
    buckets.finish();
    EXPECT_TRUE(is_close(line.c.grad(), filled(1)));
  });
}

TEST(GradientBuckets, OnlyTheLastPassOfAnAccumulatedStepIsSummed) {
  run_ranks(
      2,
      [](WorkerGroup& group) {
        Line line;
        GradientBuckets buckets(line.parameters, group);
        (line.a * 2 + line.b).sum().backward();
        EXPECT_TRUE(is_close(line.a.grad(), filled(2)));
        buckets.start(1);
        (line.a * 3 + line.c).sum().backward();  // b has its gradient from the first pass
        buckets.finish();
        EXPECT_TRUE(is_close(line.a.grad(), filled(10)));
        EXPECT_TRUE(is_close(line.b.grad(), filled(2)));
        EXPECT_TRUE(is_close(line.c.grad(), filled(2)));
      },
      single_buckets());
}

TEST(GradientBuckets, ParametersOfSeveralTypesAreSummedInTheirType) {
  run_ranks(2, [](WorkerGroup& group) {
    const auto whole = torch::ones({2}, torch::requires_grad());
    const auto exact = torch::ones({2}, torch::TensorOptions(torch::kFloat64).requires_grad(true));
    GradientBuckets buckets({whole, exact}, group);
    EXPECT_EQ(buckets.count(), 2);
    buckets.start(1);
    (whole.sum() + exact.sum()).backward();
    buckets.finish();
    EXPECT_TRUE(torch::equal(exact.grad(), torch::full({2}, 2.0, torch::kFloat64)));
    EXPECT_TRUE(torch::equal(whole.grad(), torch::full({2}, 2.F)));
  });
}

TEST(GradientBuckets, AProcessThatIsAloneKeepsItsGradientsTimesTheWeight) {
  WorkerGroup group;
  Line line;
  GradientBuckets buckets(line.parameters, group);
  (line.a * 4).sum().backward();
  buckets.start(0.5);
  buckets.finish();
  EXPECT_TRUE(is_close(line.a.grad(), filled(2)));
  EXPECT_FALSE(line.b.grad().defined());
}

TEST(GradientBuckets, NoHookIsLeftBehind) {
  run_ranks(2, [](WorkerGroup& group) {
    Line line;
    { const GradientBuckets buckets(line.parameters, group); }
    (line.a + line.b + line.c).sum().backward();
    EXPECT_TRUE(is_close(line.a.grad(), filled(1)));
  });
}

}  // namespace
}  // namespace hoi
