#include "report/run_report.h"

#include "report/sample_pictures.h"
#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

TEST(FlatSettings, NameEveryValueByItsPath) {
  EXPECT_THAT(
      flat_settings(
          "# comment\nseed = 1\nname = \"a = b\"\n\n[network.pairs]\ntop = 64\n"
          "[[data.train]]\nroot = \"x\"\nsplits = [\"train\"]\n[[data.train]]\nroot = \"y\"\n"),
      ElementsAre(Pair("seed", "1"), Pair("name", "a = b"), Pair("network.pairs.top", "64"),
                  Pair("data.train.0.root", "x"), Pair("data.train.0.splits", "[\"train\"]"),
                  Pair("data.train.1.root", "y")));
}

TEST(FlatSettings, PassOverLinesThatAreNone) {
  EXPECT_TRUE(flat_settings("no value\n= 3\n[\n[[]]\n\"\"\"\n").empty());
  EXPECT_TRUE(flat_settings("").empty());
}

TEST(RunReport, HasEverythingThatTheFolderHolds) {
  const TemporaryFolder folder;
  folder.write("run/config.toml", "name = \"small\"\n[training]\nepochs = 2\n");
  folder.write("run/metrics.jsonl",
               "{\"step\":1,\"loss\":2}\n{\"step\":2,\"epoch\":1,\"validation\":{\"score\":0.2}}\n"
               "{\"step\":4,\"epoch\":2,\"validation\":{\"score\":0.1}}\nbad\n");
  folder.write("run/log.txt", "first\nsecond\n");
  folder.write("run/data_problems.txt", "a.jpg: no persons\n\nb.jpg: empty box\n");
  folder.write("run/model.safetensors", "12345");
  folder.write("run/validation.json", R"({"step": 4, "pictures": [{"file": "missing.png"}]})");
  const RunReport run = read_run_report(folder / "run/");
  EXPECT_EQ(run.name, "run");
  EXPECT_EQ(run.setting("training.epochs"), "2");
  EXPECT_EQ(run.setting("training.unknown"), "");
  EXPECT_EQ(run.metrics.steps.size(), 1u);
  ASSERT_NE(run.best_validation(), nullptr);
  EXPECT_EQ(run.best_validation()->step, 2);
  EXPECT_EQ(run.log_tail, "first\nsecond\n");
  EXPECT_THAT(run.data_problems, ElementsAre("a.jpg: no persons", "b.jpg: empty box"));
  EXPECT_EQ(run.model_bytes, 5u);
  EXPECT_EQ(run.validation->step, 4);
  EXPECT_THAT(run.notices,
              ElementsAre(HasSubstr("1 line(s) are no records"), HasSubstr("missing.png")));
}

TEST(RunReport, OfARunThatHasJustBegunIsAlmostEmpty) {
  const TemporaryFolder folder;
  folder.write("config.toml", "");
  const RunReport run = read_run_report(folder.path());
  EXPECT_EQ(run.metrics.last_step(), 0);
  EXPECT_EQ(run.best_validation(), nullptr);
  EXPECT_TRUE(run.notices.empty());
}

TEST(RunReport, GoesOnWithoutAPartThatCannotBeRead) {
  const TemporaryFolder folder;
  folder.write("config.toml", "seed = 1\n");
  folder.write("validation.json", "{{{");
  std::filesystem::create_directories(folder / "metrics.jsonl");
  const RunReport run = read_run_report(folder.path());
  EXPECT_EQ(run.setting("seed"), "1");
  EXPECT_THAT(run.notices, ElementsAre(HasSubstr("metrics.jsonl"), HasSubstr("validation.json")));
}

TEST(RunReport, ShowsTheLastLinesOfALongLogOnly) {
  const TemporaryFolder folder;
  folder.write("config.toml", "");
  std::string log;
  for (int i = 0; i < 20000; ++i) log += "line " + std::to_string(i) + "\n";
  folder.write("log.txt", log);
  const RunReport run = read_run_report(folder.path());
  EXPECT_EQ(run.log_tail.substr(0, 11), "line 19800\n");
  EXPECT_EQ(run.log_tail.substr(run.log_tail.size() - 11), "line 19999\n");
  folder.write("log.txt", std::string(1 << 20, 'x'));
  EXPECT_EQ(read_run_report(folder.path()).log_tail, "") << "half a line says nothing";
}

TEST(RunReports, HaveNamesThatDiffer) {
  const TemporaryFolder folder;
  for (const char* name : {"a/run", "b/run", "other"})
    folder.write(std::string(name) + "/config.toml", "");
  const auto runs = read_run_reports({folder / "a/run", folder / "b/run", folder / "other"});
  ASSERT_EQ(runs.size(), 3u);
  EXPECT_EQ(runs[0].name, (folder / "a/run").string());
  EXPECT_EQ(runs[1].name, (folder / "b/run").string());
  EXPECT_EQ(runs[2].name, "other");
}

TEST(RunReports, NeedFoldersOfRunsEachOnce) {
  const TemporaryFolder folder;
  folder.write("run/config.toml", "");
  EXPECT_THAT(input_error_of([] { read_run_reports({}); }), HasSubstr("no run folder"));
  EXPECT_THAT(input_error_of([&] { read_run_reports({folder.path()}); }),
              HasSubstr("no training run here"));
  EXPECT_THAT(input_error_of([&] {
                read_run_reports({folder / "run", folder / "run/."});
              }),
              HasSubstr("named twice"));
}

}  // namespace
}  // namespace hoi
