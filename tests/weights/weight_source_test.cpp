#include "weights/weight_source.h"

#include "support/errors.h"

namespace hoi {
namespace {

TEST(WeightSource, ErrorsNameTheFileInOneLine) {
  const WeightSource source("a.pth");
  EXPECT_EQ(source.name(), "a.pth");
  EXPECT_EQ(input_error_of([&] { source.fail("it is empty"); }),
            "a.pth: no readable weights: it is empty");
}

TEST(ShownText, IsShortAndPrintable) {
  EXPECT_EQ(shown_text("conv1.weight"), "'conv1.weight'");
  EXPECT_EQ(shown_text("a\n\x1b[31m\xff"), "'a??[31m?'");
  EXPECT_EQ(shown_text(std::string(90, 'x')), "'" + std::string(80, 'x') + "...'");
}

}  // namespace
}  // namespace hoi
