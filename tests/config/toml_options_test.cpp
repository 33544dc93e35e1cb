#include "config/toml_options.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "support/errors.h"
#include "support/temporary_folder.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

enum class Pooling { kMax, kMean };

struct StageOptions {
  double iou_threshold = 0.5;
  std::vector<double> deviations = {0.1, 0.2};

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("iou_threshold", iou_threshold);
    fields.value("deviations", deviations);
  }
};

struct TrainingOptions {
  std::int64_t batch_size = 16;
  double learning_rate = 0.02;
  Pooling pooling = Pooling::kMax;

  template <class Fields>
  void describe(Fields& fields) {
    fields.value("batch_size", batch_size);
    fields.value("learning_rate", learning_rate);
    fields.choice("pooling", pooling, {{"max", Pooling::kMax}, {"mean", Pooling::kMean}});
  }
};

struct Options {
  bool deterministic = true;
  std::string name = "run";
  std::vector<std::int64_t> steps = {8, 11};
  std::vector<std::string> splits;
  TrainingOptions training;
  std::vector<StageOptions> stages = {StageOptions()};

  template <class Fields>
  void describe(Fields& fields) {
    fields.group("training", training);
    fields.list("stages", stages);
    fields.value("deterministic", deterministic);
    fields.value("name", name);
    fields.value("steps", steps);
    fields.value("splits", splits);
  }
};

Options read(const std::string& text, const std::vector<std::string>& overrides = {}) {
  auto document = TomlDocument::parse(text, "x.toml");
  for (const auto& assignment : overrides) document.override_with(assignment);
  Options options;
  document.fill(options);
  return options;
}

std::string error_of(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return input_error_of([&] { read(text, overrides); });
}

TEST(TomlDocument, FillsWhatTheFileNamesAndKeepsTheOtherDefaults) {
  const Options options = read(
      "deterministic = false\nsteps = [3, 5]\nsplits = ['a', \"b\"]\n"
      "[training]\nlearning_rate = 1e-3\npooling = \"mean\"\n"
      "[[stages]]\niou_threshold = 0.6\n[[stages]]\ndeviations = [1, 2.5]\n");
  EXPECT_FALSE(options.deterministic);
  EXPECT_EQ(options.name, "run");
  EXPECT_EQ(options.steps, (std::vector<std::int64_t>{3, 5}));
  EXPECT_EQ(options.splits, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(options.training.batch_size, 16);
  EXPECT_EQ(options.training.learning_rate, 1e-3);
  EXPECT_EQ(options.training.pooling, Pooling::kMean);
  ASSERT_EQ(options.stages.size(), 2U);
  EXPECT_EQ(options.stages[0].iou_threshold, 0.6);
  EXPECT_EQ(options.stages[1].iou_threshold, 0.5);
  EXPECT_EQ(options.stages[1].deviations, (std::vector<double>{1, 2.5}));
}

TEST(TomlDocument, EmptyTextKeepsEveryDefaultAndAnEmptyListEmptiesOne) {
  EXPECT_EQ(read("").stages.size(), 1U);
  EXPECT_TRUE(read("stages = []").stages.empty());
}

TEST(TomlDocument, WholeNumberIsAcceptedForADoubleButNoFractionForAnInteger) {
  EXPECT_EQ(read("[training]\nlearning_rate = 1").training.learning_rate, 1.0);
  EXPECT_EQ(error_of("\n[training]\nbatch_size = 4.5"),
            "x.toml:3: 'training.batch_size' must be a whole number, found the fraction 4.5");
}

TEST(TomlDocument, UnknownKeyIsAnErrorThatNamesTheNearestOne) {
  EXPECT_EQ(error_of("[training]\n\nbach_size = 4"),
            "x.toml:3: unknown key 'training.bach_size'; did you mean 'batch_size'?");
  EXPECT_EQ(error_of("[trainig]\nbatch_size = 4"),
            "x.toml:1: unknown key 'trainig'; did you mean 'training'?");
  EXPECT_EQ(error_of("[[stages]]\n[[stages]]\niou = 1"),
            "x.toml:3: unknown key 'stages[1].iou'; known here: iou_threshold, deviations");
}

TEST(TomlDocument, WrongTypeNamesWhatIsExpectedAndWhatIsThere) {
  EXPECT_EQ(error_of("deterministic = 1"),
            "x.toml:1: 'deterministic' must be true or false, found 1");
  EXPECT_EQ(error_of("name = true"), "x.toml:1: 'name' must be a text in quotes, found true");
  EXPECT_EQ(error_of("name = 1979-05-27"),
            "x.toml:1: 'name' must be a text in quotes, found a date or time");
  EXPECT_EQ(error_of("[training]\nlearning_rate = 'a\\n'"),
            "x.toml:2: 'training.learning_rate' must be a number, found the text \"a\\n\"");
  EXPECT_EQ(error_of("name = \"\"\"a\nb\"\"\"\nsteps = \"\"\"a\nb\"\"\""),
            "x.toml:3: 'steps' must be a list in brackets, found the text \"a?b\"");
  EXPECT_EQ(error_of("steps = [1,\n 'x']"),
            "x.toml:2: 'steps[1]' must be a whole number, found the text \"x\"");
  EXPECT_EQ(error_of("training = 3"), "x.toml:1: 'training' must be a section, found 3");
  EXPECT_EQ(error_of("[stages]"),
            "x.toml:1: 'stages' must be a list of sections, [[stages]], found a table");
  EXPECT_THAT(error_of("stages = [1]"),
              HasSubstr("must be a list of sections, [[stages]], found 1"));
}

TEST(TomlDocument, UnknownChoiceListsTheKnownOnes) {
  EXPECT_EQ(error_of("[training]\npooling = 'sum'"),
            "x.toml:2: 'training.pooling' must be one of max, mean; found the text \"sum\"");
}

TEST(TomlDocument, SyntaxErrorsHaveLineAndColumn) {
  EXPECT_THAT(error_of("a = 1\nb = = 2"), HasSubstr("x.toml:2:5: no valid TOML: "));
  EXPECT_THAT(error_of("name = 'a'\nname = 'b'"), HasSubstr("x.toml:2:"));
}

TEST(TomlDocument, CommandLineOverridesTheFile) {
  const Options options =
      read("[training]\nbatch_size = 4\n[[stages]]\n[[stages]]\n",
           {"training.batch_size=2", "training.pooling=mean", "name=a b", "steps=[1, 2]",
            "deterministic=false", "stages.1.iou_threshold=0.7"});
  EXPECT_EQ(options.training.batch_size, 2);
  EXPECT_EQ(options.training.pooling, Pooling::kMean);
  EXPECT_EQ(options.name, "a b");
  EXPECT_EQ(options.steps, (std::vector<std::int64_t>{1, 2}));
  EXPECT_FALSE(options.deterministic);
  EXPECT_EQ(options.stages[0].iou_threshold, 0.5);
  EXPECT_EQ(options.stages[1].iou_threshold, 0.7);
}

TEST(TomlDocument, CommandLineMakesMissingSections) {
  EXPECT_EQ(read("", {"training.learning_rate=0.5"}).training.learning_rate, 0.5);
  EXPECT_EQ(read("", {"name="}).name, "");
  EXPECT_EQ(read("", {"name=a=b"}).name, "a=b");
}

TEST(TomlDocument, CommandLineCannotSmuggleInASecondKey) {
  EXPECT_EQ(read("", {"name=1\nsteps=[7]"}).steps, (std::vector<std::int64_t>{8, 11}));
}

TEST(TomlDocument, ErrorsOfTheCommandLineSaySo) {
  EXPECT_EQ(error_of("[training]\nbatch_size = 1", {"training.batch_size=x"}),
            "command line: 'training.batch_size' must be a whole number, found the text \"x\"");
  EXPECT_EQ(error_of("", {"training.bach_size=1"}),
            "command line: unknown key 'training.bach_size'; did you mean 'batch_size'?");
  EXPECT_THAT(error_of("", {"batch_size"}), HasSubstr("is no assignment; write section.key=value"));
  EXPECT_THAT(error_of("", {"=1"}), HasSubstr("is no assignment"));
  EXPECT_THAT(error_of("", {"a..b=1"}), HasSubstr("is no assignment"));
  EXPECT_THAT(error_of("name = 'a'", {"name.x=1"}), HasSubstr("'name.x' does not exist"));
  EXPECT_THAT(error_of("[[stages]]", {"stages.1.iou_threshold=1"}), HasSubstr("does not exist"));
}

TEST(TomlDocument, ReadNamesTheFile) {
  const TemporaryFolder folder;
  const auto path = folder.write("c.toml", "x = 1");
  Options options;
  EXPECT_THAT(input_error_of([&] { TomlDocument::read(path).fill(options); }),
              HasSubstr("c.toml:1: unknown key 'x'"));
  EXPECT_THAT(input_error_of([&] { TomlDocument::read(folder / "d.toml"); }), HasSubstr("No such"));
}

TEST(TomlWriter, RoundTripKeepsEveryField) {
  Options options;
  options.deterministic = false;
  options.name = "quote \" backslash \\ newline \n tab \t bell \a delete \x7f umlaut \xc3\xa4";
  options.steps = {std::numeric_limits<std::int64_t>::min(),
                   std::numeric_limits<std::int64_t>::max()};
  options.splits = {"", "a,b"};
  options.training.pooling = Pooling::kMean;
  options.stages.resize(2);
  options.stages[1].deviations = {};
  const std::string text = to_toml(options);
  EXPECT_EQ(to_toml(read(text)), text);
  EXPECT_EQ(read(text).name, options.name);
  EXPECT_EQ(read(text).steps, options.steps);
  EXPECT_EQ(read(text).stages.size(), 2U);
  EXPECT_TRUE(read(text).stages[1].deviations.empty());
}

TEST(TomlWriter, WritesPlainValuesBeforeSections) {
  Options options;
  options.stages.clear();
  EXPECT_EQ(to_toml(options),
            "stages = []\ndeterministic = true\nname = \"run\"\nsteps = [8, 11]\nsplits = []\n"
            "\n[training]\nbatch_size = 16\nlearning_rate = 0.02\npooling = \"max\"\n");
  EXPECT_TRUE(read(to_toml(options)).stages.empty());
}

TEST(TomlWriter, DoublesReadBackToTheSameBitsAndStayFractions) {
  std::vector<double> values = {0,
                                -0.0,
                                1,
                                -3,
                                1e20,
                                1e300,
                                0.1,
                                1.0 / 3,
                                5e-324,
                                1e-310,
                                1e16,
                                123456789012345680.0,
                                std::numeric_limits<double>::max(),
                                std::numeric_limits<double>::infinity()};
  std::mt19937_64 random(1);
  while (values.size() < 2000) {
    const std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof(value));
    if (std::isfinite(value)) values.push_back(value);
  }
  for (const double value : values) {
    TrainingOptions options;
    options.learning_rate = value;
    const std::string text = to_toml(options);
    const auto line = text.substr(text.find("learning_rate"));
    EXPECT_NE(line.substr(0, line.find('\n')).find_first_of(".ei", 16), std::string::npos) << line;
    TrainingOptions back;
    TomlDocument::parse(text, "x").fill(back);
    EXPECT_EQ(std::memcmp(&back.learning_rate, &value, sizeof(value)), 0) << text;
  }
}

}  // namespace
}  // namespace hoi
