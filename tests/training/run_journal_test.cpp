#include "training/run_journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "report/run_metrics.h"
#include "report/sample_pictures.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RunJournalTest : public ::testing::Test {
 protected:
  /// All event files of the run, one after the other.
  std::string events() const {
    std::string bytes;
    for (const auto& file : std::filesystem::directory_iterator(run_.events())) {
      bytes += content_of(file.path());
    }
    return bytes;
  }

  static LossTerms box_term() { return {{"stage1/box", 0.5}}; }

  const TemporaryFolder folder_;
  const RunDirectory run_ = RunDirectory::create(folder_ / "run");
};

TEST_F(RunJournalTest, EveryFewStepsAreWrittenWithTheSpeedOfAllSinceTheLast) {
  RunJournal journal(run_, 2);
  journal.begin(0);
  int asked = 0;
  const auto terms = [&asked] {
    ++asked;
    return box_term();
  };
  journal.add_step({1, 0.25, 4, 0.1, 9, 3, 8}, terms);
  journal.add_step({2, 0.5, 3, 0.2, 8, 1, 4}, terms);
  journal.add_step({3, 0.75, 2, 0.2, 8, 5, 4}, terms);
  EXPECT_EQ(asked, 1) << "terms are read from the device for steps that are written only";
  const RunMetrics metrics = read_run_metrics(run_.metrics());
  ASSERT_EQ(metrics.steps.size(), 1U);
  const MetricsRecord& step = metrics.steps[0];
  EXPECT_EQ(step.step, 2);
  EXPECT_EQ(step.epoch, 0.5);
  EXPECT_EQ(step.value("loss"), 3);
  EXPECT_EQ(step.value("learning_rate"), 0.2);
  EXPECT_EQ(step.value("gradient_norm"), 8);
  EXPECT_EQ(step.value("steps_per_second"), 0.5);  // 2 in 4 s
  EXPECT_EQ(step.value("images_per_second"), 3);   // 12 in 4 s
  EXPECT_EQ(step.terms.at("stage1/box"), 0.5);
  for (const char* tag : {"loss/total", "loss/stage1/box", "training/images_per_second"}) {
    EXPECT_THAT(events(), HasSubstr(tag));
  }
}

TEST_F(RunJournalTest, AStepWithoutTimeHasNoSpeed) {
  RunJournal journal(run_, 1);
  journal.begin(0);
  journal.add_step({1, 1, 4, 0.1, 9, 0, 8}, box_term);
  EXPECT_FALSE(read_run_metrics(run_.metrics()).steps.at(0).value("images_per_second"));
}

TEST_F(RunJournalTest, AValidationIsKeptInAllItsForms) {
  RunJournal journal(run_, 1);
  journal.begin(0);
  Validation validation{{{"score", 0.25}, {"map_rel", 0.25}}, {}};
  validation.details.step = 40;
  validation.details.epoch = 2;
  validation.details.score = 0.25;
  validation.details.best = true;
  validation.details.verbs = {{"ride", 0.5, 1.0, 3, 9, 2}, {"never", {}, {}, 0, 1, 0}};
  validation.details.pictures = {
      {PictureOutcome::kMissed, "ride", "horse", {}, "a.jpg", "", small_png()}};
  journal.add_validation(validation);
  const RunMetrics metrics = read_run_metrics(run_.metrics());
  ASSERT_EQ(metrics.validations.size(), 1U);
  EXPECT_EQ(metrics.validations[0].step, 40);
  EXPECT_EQ(metrics.validations[0].value("map_rel"), 0.25);
  const auto stored = read_validation_report(run_.path());
  ASSERT_TRUE(stored.report);
  EXPECT_TRUE(stored.report->best);
  ASSERT_EQ(stored.report->pictures.size(), 1U);
  EXPECT_EQ(stored.report->pictures[0].bytes, small_png());
  for (const char* tag : {"validation/map_rel", "verb_ap/ride", "missed/1"}) {
    EXPECT_THAT(events(), HasSubstr(tag));
  }
  EXPECT_THAT(events(), Not(HasSubstr("verb_ap/never"))) << "nothing of it is annotated";
  EXPECT_THAT(events(), HasSubstr(small_png()));
}

TEST_F(RunJournalTest, ARunThatGoesOnAddsAnEventFileAndKeepsItsLines) {
  for (const int64_t first : {0, 1}) {
    RunJournal journal(run_, 1);
    journal.begin(first);
    journal.add_step({first + 1, 0.5, 4, 0.1, 9, 1, 8}, box_term);
    journal.sync();
  }
  EXPECT_EQ(read_run_metrics(run_.metrics()).steps.size(), 2U);
  using Files = std::filesystem::directory_iterator;
  EXPECT_EQ(std::distance(Files(run_.events()), Files()), 2);
}

TEST_F(RunJournalTest, ThePageIsWrittenOrTheReasonIsTold) {
  EXPECT_THAT(write_run_page(run_).value_or(""), HasSubstr("warning: no report.html: "));
  RunJournal journal(run_, 1);
  journal.begin(0);
  journal.add_step({1, 0.5, 4, 0.1, 9, 1, 8}, box_term);
  EXPECT_EQ(write_run_page(run_), std::nullopt);
  EXPECT_THAT(content_of(run_.page()), HasSubstr("</html>"));
}

TEST(RunJournal, AFolderThatIsMissingIsAnInputError) {
  EXPECT_THROW(RunJournal(RunDirectory::named("/nonexistent-folder"), 1), InputError);
}

}  // namespace
}  // namespace hoi
