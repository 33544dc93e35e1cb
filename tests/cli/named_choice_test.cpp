#include "cli/named_choice.h"

#include <optional>
#include <string>

#include "support/errors.h"

namespace hoi {
namespace {

using ::testing::HasSubstr;

enum class Fruit { kApple, kPear };
const Choices<Fruit> kFruits = {{"apple", Fruit::kApple}, {"pear", Fruit::kPear}};

struct FruitCommand {
  CLI::App app;
  Fruit fruit = Fruit::kPear;
  std::optional<Fruit> second;

  FruitCommand() {
    add_choice(app, "--fruit", fruit, kFruits, "which fruit");
    add_optional_choice(app, "--second", second, kFruits, "another");
  }
};

TEST(AddChoice, SetsTheValueOfTheName) {
  FruitCommand command;
  command.app.parse("--fruit apple --second pear");
  EXPECT_EQ(command.fruit, Fruit::kApple);
  EXPECT_EQ(command.second, Fruit::kPear);
}

TEST(AddChoice, KeepsTheDefaultAndShowsItInTheHelp) {
  FruitCommand command;
  command.app.parse("");
  EXPECT_EQ(command.fruit, Fruit::kPear);
  EXPECT_FALSE(command.second.has_value());
  EXPECT_THAT(command.app.help(), HasSubstr("pear"));
  EXPECT_THAT(command.app.help(), HasSubstr("which fruit: apple, pear"));
}

TEST(AddChoice, NamesTheChoicesWhenTheWordIsNone) {
  FruitCommand command;
  EXPECT_EQ(input_error_of([&] { command.app.parse("--fruit plum"); }),
            "--fruit: 'plum'; expected one of apple, pear");
}

}  // namespace
}  // namespace hoi
