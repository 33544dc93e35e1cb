#include "report/run_metrics.h"

#include <cmath>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

std::string step_line(int step, double loss) {
  return "{\"step\":" + std::to_string(step) + ",\"epoch\":0.5,\"loss\":" + std::to_string(loss) +
         "}\n";
}

TEST(RunMetrics, HaveTheFiguresOfStepsAndValidations) {
  const auto metrics = parse_run_metrics(
      "{\"step\":20,\"epoch\":0.5,\"loss\":2.5,\"learning_rate\":0.01,\"gradient_norm\":3,"
      "\"terms\":{\"stage1/box\":0.25},\"unknown\":{\"a\":[1]},\"word\":\"x\",\"extra\":7}\n"
      "{\"step\":40,\"epoch\":1,\"validation\":{\"score\":0.5,\"map_rel\":0.5,\"nested\":{}}}\n");
  ASSERT_EQ(metrics.steps.size(), 1u);
  EXPECT_EQ(metrics.steps[0].step, 20);
  EXPECT_EQ(metrics.steps[0].value("loss"), 2.5);
  EXPECT_EQ(metrics.steps[0].value("extra"), 7) << "unknown numbers are kept";
  EXPECT_EQ(metrics.steps[0].value("word"), std::nullopt);
  EXPECT_EQ(metrics.steps[0].terms.at("stage1/box"), 0.25);
  ASSERT_EQ(metrics.validations.size(), 1u);
  EXPECT_EQ(metrics.validations[0].value("score"), 0.5);
  EXPECT_EQ(metrics.last_step(), 40);
  EXPECT_EQ(metrics.last_epoch(), 1);
  EXPECT_EQ(metrics.unreadable, 0);
}

TEST(RunMetrics, OfARunningOrKilledRunLackTheLineThatHasNoEnd) {
  const std::string text = step_line(1, 3) + step_line(2, 2);
  for (std::size_t size = step_line(1, 3).size(); size < text.size(); ++size) {
    const auto metrics = parse_run_metrics(text.substr(0, size));
    EXPECT_EQ(metrics.steps.size(), 1u) << size;
    EXPECT_EQ(metrics.unreadable, 0) << size;
  }
}

TEST(RunMetrics, CountLinesThatAreNoRecordsAndReadOn) {
  const auto metrics =
      parse_run_metrics("nonsense\n" + step_line(1, 3) + "[1]\n{\"loss\":1}\n\n" +
                        std::string(1000, '[') + "\n{\"step\":\"x\"}\n" + step_line(2, 2));
  EXPECT_EQ(metrics.steps.size(), 2u);
  EXPECT_EQ(metrics.unreadable, 5);
}

TEST(RunMetrics, OfAResumedRunCountItsLaterMeasurements) {
  const auto metrics = parse_run_metrics(
      step_line(10, 5) + step_line(20, 4) + "{\"step\":20,\"validation\":{\"score\":0.1}}\n" +
      step_line(30, 3) + "{\"step\":30,\"validation\":{\"score\":0.2}}\n" +
      step_line(30, 2.5) +  // resumed from a checkpoint of step 20
      step_line(40, 2));
  ASSERT_EQ(metrics.steps.size(), 4u);
  EXPECT_EQ(metrics.steps[2].value("loss"), 2.5);
  ASSERT_EQ(metrics.validations.size(), 1u);
  EXPECT_EQ(metrics.validations[0].value("score"), 0.1);
  EXPECT_EQ(metrics.measured_again, 2);
}

TEST(RunMetrics, PassOverNumbersThatAreNone) {
  const auto metrics =
      parse_run_metrics("{\"step\":1,\"loss\":null,\"gradient_norm\":1e999}\n{\"step\":-5}\n");
  ASSERT_EQ(metrics.steps.size(), 1u);  // step -5 counts as 0 and so takes the place of step 1
  EXPECT_EQ(metrics.steps[0].step, 0);
  EXPECT_EQ(metrics.steps[0].value("loss"), std::nullopt);
}

TEST(RunMetrics, OfNothingAreEmpty) {
  const auto metrics = parse_run_metrics("");
  EXPECT_EQ(metrics.last_step(), 0);
  EXPECT_TRUE(std::isnan(metrics.last_epoch()));
}

TEST(RunMetrics, AreReadFromTheirFile) {
  const TemporaryFolder folder;
  EXPECT_EQ(read_run_metrics(folder.write("metrics.jsonl", step_line(1, 3))).steps.size(), 1u);
  EXPECT_THAT(input_error_of([&] { read_run_metrics(folder / "missing"); }), HasSubstr("missing"));
}

}  // namespace
}  // namespace hoi
