#include "report/validation_report.h"

#include "report/sample_pictures.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

ValidationReport report_with_pictures(std::int64_t step, int count) {
  ValidationReport report;
  report.step = step;
  JudgedPicture picture;
  picture.verb = "ride";
  picture.bytes = small_png();
  report.pictures.assign(static_cast<std::size_t>(count), picture);
  return report;
}

std::size_t files_in(const std::filesystem::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    count += entry.is_regular_file();
  return count;
}

TEST(ValidationReport, IsReadBackWithItsPictures) {
  const TemporaryFolder run;
  auto report = report_with_pictures(100, 2);
  report.pictures[1].bytes = jpeg_beginning();
  write_validation_report(run.path(), report);
  const auto stored = read_validation_report(run.path());
  ASSERT_TRUE(stored.report);
  EXPECT_EQ(stored.report->step, 100);
  ASSERT_EQ(stored.report->pictures.size(), 2u);
  EXPECT_EQ(stored.report->pictures[0].bytes, small_png());
  EXPECT_EQ(stored.report->pictures[1].bytes, jpeg_beginning());
  EXPECT_TRUE(stored.notices.empty());
  EXPECT_TRUE(std::filesystem::exists(run / "pictures/step-00000100-01.jpg"));
}

TEST(ValidationReport, TakesThePlaceOfTheLastOneAndOfItsPicturesOnly) {
  const TemporaryFolder run;
  run.write("pictures/mine.png", "kept");
  write_validation_report(run.path(), report_with_pictures(100, 3));
  write_validation_report(run.path(), report_with_pictures(200, 1));
  EXPECT_EQ(files_in(run / "pictures"), 2u);
  EXPECT_EQ(content_of(run / "pictures/mine.png"), "kept");
  EXPECT_EQ(read_validation_report(run.path()).report->step, 200);
  write_validation_report(run.path(), report_with_pictures(300, 0));
  EXPECT_EQ(files_in(run / "pictures"), 1u);
}

TEST(ValidationReport, RefusesAPictureThatIsNone) {
  const TemporaryFolder run;
  auto report = report_with_pictures(1, 1);
  report.pictures[0].bytes = "text";
  EXPECT_THAT(input_error_of([&] { write_validation_report(run.path(), report); }),
              HasSubstr("picture 0 of the validation is neither PNG nor JPEG"));
  EXPECT_FALSE(std::filesystem::exists(run / "validation.json"));
}

TEST(ValidationReport, ReadsNoFileOutsideOfItsFolderAndNothingButPictures) {
  const TemporaryFolder run;
  run.write("secret.png", small_png());
  run.write("pictures/good.png", small_png());
  run.write("pictures/page.png", "<script>");
  run.write(
      "validation.json",
      R"({"pictures": [{"file": "../secret.png"}, {"file": "/etc/hostname"}, {"file": "page.png"},
                             {"file": "missing.png"}, {"file": ""}, {"file": "good.png"}]})");
  const auto stored = read_validation_report(run.path());
  ASSERT_EQ(stored.report->pictures.size(), 1u);
  EXPECT_THAT(stored.notices,
              ElementsAre(HasSubstr("outside of pictures/"), HasSubstr("outside of pictures/"),
                          HasSubstr("neither PNG nor JPEG"), HasSubstr("missing.png"),
                          HasSubstr("outside of pictures/")));
}

TEST(ValidationReport, LeavesOutPicturesThatWouldSwellThePage) {
  const TemporaryFolder run;
  run.write("pictures/large.png", small_png() + std::string(5 << 20, 'x'));
  run.write("pictures/medium.png", small_png() + std::string(3 << 20, 'x'));
  std::string entries = R"({"file": "large.png"})";
  for (int i = 0; i < 20; ++i) entries += R"(, {"file": "medium.png"})";
  run.write("validation.json", "{\"pictures\": [" + entries + "]}");
  const auto stored = read_validation_report(run.path());
  EXPECT_EQ(stored.report->pictures.size(), 10u);  // ten of three are at most 32 MiB
  ASSERT_EQ(stored.notices.size(), 2u);
  EXPECT_THAT(stored.notices[1], HasSubstr("32 MiB"));
}

TEST(ValidationReport, IsNothingWithoutItsFileAndAnErrorWhenItIsNoJson) {
  const TemporaryFolder run;
  EXPECT_FALSE(read_validation_report(run.path()).report);
  run.write("validation.json", "{");
  EXPECT_THAT(input_error_of([&] { read_validation_report(run.path()); }),
              HasSubstr("validation.json"));
}

TEST(VerbScores, AreThoseOfTheEvaluationWithoutVerbsThatNobodyAnnotated) {
  TripletAveragePrecision evaluation;
  evaluation.verbs = {{0.5, 0.75, 4, 9, 3}, {0, 0, 0, 2, 0}};
  const auto scores = verb_scores(evaluation, {{"person"}, {"ride", "feed"}});
  ASSERT_EQ(scores.size(), 2u);
  EXPECT_EQ(scores[0].verb, "ride");
  EXPECT_EQ(scores[0].average_precision, 0.5);
  EXPECT_EQ(scores[0].annotated, 4);
  EXPECT_EQ(scores[0].predicted, 9);
  EXPECT_EQ(scores[0].right, 3);
  EXPECT_EQ(scores[1].average_precision, std::nullopt);
}

TEST(CategoryScores, AreThoseOfCategoriesThatOccur) {
  BoxAveragePrecision evaluation;
  evaluation.categories.resize(3);
  evaluation.categories[0].ground_truth = 5;
  evaluation.categories[0].average_precision_50 = 0.5;
  evaluation.categories[2].predictions = 1;
  const auto scores = category_scores(evaluation, {{"person", "cup", "dog"}, {}});
  ASSERT_EQ(scores.size(), 2u);
  EXPECT_EQ(scores[0].average_precision_50, 0.5);
  EXPECT_EQ(scores[1].category, "dog");
  EXPECT_EQ(scores[1].average_precision, std::nullopt);
}

}  // namespace
}  // namespace hoi
